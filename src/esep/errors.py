# SPDX-License-Identifier: MIT
"""Exceptions that end a run, and the exit codes they end it with."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command, hook and script."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    BUG = 3
    INTERRUPTED = 130


class UserError(Exception):
    """The run cannot go on because of how it was called or what it was given.

    The text says what must be, what was found and what to do; it is printed
    as it stands, without a traceback, and the command exits with 2.
    """
