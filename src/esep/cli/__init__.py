# SPDX-License-Identifier: MIT
"""The command `esep`: each module parses, calls one function, prints."""
