# SPDX-License-Identifier: MIT
"""Trees, differences, contents and dates out of git, without a checkout."""
