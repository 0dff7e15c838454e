# SPDX-License-Identifier: MIT
"""Static, offline search of the portal in Kazakh, Russian and English."""
