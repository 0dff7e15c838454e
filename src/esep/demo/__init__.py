# SPDX-License-Identifier: MIT
"""The demonstration registry: made from texts people wrote, and registries of any size."""
