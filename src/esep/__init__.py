# SPDX-License-Identifier: MIT
"""Esep: the e-government architecture portal as a registry in git."""

__version__ = "0.1.0"
