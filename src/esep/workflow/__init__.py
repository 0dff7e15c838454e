# SPDX-License-Identifier: MIT
"""What happens to a submission: authority, review, assignment of codes, deadlines."""
