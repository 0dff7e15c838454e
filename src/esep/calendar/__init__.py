# SPDX-License-Identifier: MIT
"""Civil dates in Asia/Almaty and the reviewed working-day calendar."""
