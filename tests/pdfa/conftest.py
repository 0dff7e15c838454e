# SPDX-License-Identifier: MIT
"""Lets the tests of this folder import its builders."""
