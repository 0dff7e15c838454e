# SPDX-License-Identifier: MIT
"""Contents of objects through one `git cat-file --batch`; sizes are known before bytes are read."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self, cast

from esep.errors import UserError
from esep.gitlog.plumbing import GitError, command, environment, require_oid

_CHUNK = 1 << 20


class BlobTooLargeError(UserError):
    """A file is larger than its reader takes; `size` and `cap` in bytes."""

    def __init__(self, oid: str, size: int, cap: int) -> None:
        self.oid, self.size, self.cap = oid, size, cap
        super().__init__(f"a file must have at most {cap} bytes; object {oid} has {size}")


class BlobReader:
    """A running `git cat-file --batch`; use it in a `with` statement, from one thread."""

    def __init__(self, repo: Path) -> None:
        self._repo = repo
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, oid: str, cap: int) -> bytes:
        """Return the bytes of a blob; raise `BlobTooLargeError` before reading past `cap`."""
        return b"".join(self._chunks(oid, cap))

    def start(self, oid: str, limit: int) -> bytes:
        """Return the first `limit` bytes of a blob of any size."""
        size = self._ask(oid)
        _, answers = self._pipes()
        data = answers.read(min(size, limit))
        if size > limit:
            self._stop()  # a new process is cheaper than reading what is not wanted
        else:
            answers.read(1)
        return data

    def digest(self, oid: str, cap: int) -> tuple[str, int]:
        """Return SHA-256 and size of a blob without holding it in memory."""
        digest, size = hashlib.sha256(), 0
        for chunk in self._chunks(oid, cap):
            digest.update(chunk)
            size += len(chunk)
        return digest.hexdigest(), size

    def _chunks(self, oid: str, cap: int) -> Iterator[bytes]:
        size = self._ask(oid)
        if size > cap:
            # The bytes are on their way already; a new process is cheaper than reading them.
            self._stop()
            raise BlobTooLargeError(oid, size, cap)
        _, answers = self._pipes()
        left = size
        while left:
            chunk = answers.read(min(left, _CHUNK))
            if not chunk:
                raise GitError("cat-file", f"the content of {oid} ends early")
            left -= len(chunk)
            yield chunk
        answers.read(1)

    def _ask(self, oid: str) -> int:
        questions, answers = self._pipes()
        questions.write(require_oid(oid).encode("ascii") + b"\n")
        questions.flush()
        answer = answers.readline().decode("ascii", "replace").split()
        if len(answer) != 3 or answer[1] != "blob":
            self._stop()
            raise GitError("cat-file", f"{oid} is not a blob of this repository")
        return int(answer[2])

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = subprocess.Popen(
                command(self._repo, "cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment(),
            )
        return cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
