# SPDX-License-Identifier: MIT
"""PDF/A-1 (ISO 19005-1) conformance, levels a and b; knows nothing of the registry."""
