# SPDX-License-Identifier: MIT
"""Run git: argument lists, no shell, nothing of the user's configuration that changes answers."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from esep.errors import UserError

# Hooks of a clone are code of whoever set it up; a replace ref would lie about history.
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "log.follow=false",
    "log.showRoot=true",
    "log.showSignature=false",
)
_ALWAYS = (
    "--no-replace-objects",
    "--literal-pathspecs",
    *(word for setting in _SETTINGS for word in ("-c", setting)),
)
_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
_CHUNK = 1 << 16
_TIMEOUT = 900  # seconds; a server that stalls must not hold the job for ever
_OID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)


class GitError(UserError):
    """Git refused; `stderr` is what it said."""

    def __init__(self, what: str, stderr: str) -> None:
        self.stderr = stderr
        super().__init__(f"git {what} failed: {stderr.strip()[:2000] or 'no message'}")


def command(repo: Path, *args: str) -> list[str]:
    """Return the argument list that runs git in `repo`, bare or not."""
    return ["git", "-C", str(repo), *_ALWAYS, *args]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for git; quarantine variables of a receive hook stay in force."""
    return {**os.environ, **_ENVIRONMENT, **(extra or {})}


def git(repo: Path, *args: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> bytes:
    """Return what git prints; raise `GitError` when it exits with anything but 0."""
    try:
        done = subprocess.run(
            command(repo, *args),
            input=stdin,
            capture_output=True,
            env=environment(env),
            check=False,
            timeout=_TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        raise GitError(args[0], f"no answer within {_TIMEOUT} seconds") from None
    if done.returncode:
        raise GitError(args[0], done.stderr.decode("utf-8", "replace"))
    return done.stdout


@contextmanager
def records(repo: Path, *args: str) -> Iterator[Iterator[bytes]]:
    """Give what git prints, split at NUL, while it prints; git is stopped when the block ends."""
    argv = command(repo, *args)
    with subprocess.Popen(argv, stdout=subprocess.PIPE, bufsize=0, env=environment()) as process:
        try:
            yield _records(process)
        finally:
            process.kill()


def _records(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    rest = b""
    while process.stdout and (chunk := process.stdout.read(_CHUNK)):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if process.wait():
        raise GitError(str(process.args), "it stopped with an error")


def line(repo: Path, *args: str) -> str:
    """Return the one line git prints."""
    return git(repo, *args).decode("utf-8", "surrogateescape").removesuffix("\n")


def resolve(repo: Path, revision: str) -> str:
    """Return the full commit id of `revision`; raise `GitError`."""
    if _OID.fullmatch(revision):
        return revision
    return line(repo, "rev-parse", "--verify", "--end-of-options", revision + "^{commit}")


def require_oid(oid: str) -> str:
    """Return `oid` if it is a full object id; a broken caller must not steer git with it."""
    if not _OID.fullmatch(oid):
        raise ValueError(f"a full object id must be given; found {oid!r}")
    return oid


def to_text(name: bytes) -> str:
    """Return a file name as str; bytes that are no UTF-8 come back out through `to_bytes`."""
    return name.decode("utf-8", "surrogateescape")


def to_bytes(name: str) -> bytes:
    """Return the bytes of a file name that `to_text` gave."""
    return name.encode("utf-8", "surrogateescape")
