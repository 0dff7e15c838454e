# SPDX-License-Identifier: MIT
"""Papers and files that leave the registry."""
