# SPDX-License-Identifier: MIT
"""The public portal: pages, badges and data files made from the registry, without MkDocs."""
