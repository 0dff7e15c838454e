# SPDX-License-Identifier: MIT
"""Files for and from other tools."""
