# SPDX-License-Identifier: MIT
"""Checks files in child processes that are bounded in time and memory and replaced when lost."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import queue
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from esep.pdfa import security
from esep.pdfa.faults import Fault
from esep.pdfa.report import Level, Report, from_dict

TIMEOUT_S = 20.0
MEMORY_MB = 1024
FILES_PER_CHILD = 500
# -I keeps the caller's environment and working directory out of the child's imports.
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from esep.pdfa.child import main; main()"
_SOURCE = str(Path(__file__).resolve().parents[2])


class _LostError(Exception):
    """The child did not answer: it died or had to be killed."""


@dataclass(slots=True)
class Worker:
    """One child process, started at its first file and again after it was lost."""

    timeout_s: float = TIMEOUT_S
    memory_mb: int = MEMORY_MB
    _process: subprocess.Popen[bytes] | None = None
    _served: int = 0

    def check(self, path: Path, level: Level | None = None) -> Report:
        """The report on a file; raises `OSError` when it cannot be opened."""
        path = path.resolve(strict=True)
        try:
            answer = self._ask(path, level)
        except _LostError as lost:
            self.close()
            return _lost_report(path, level, str(lost))
        if "error" in answer:
            raise OSError(str(answer["error"]))
        report = from_dict(answer)
        self._served += 1
        if self._served >= FILES_PER_CHILD or security.LIMIT in report.counts:
            self.close()
        return report

    def close(self) -> None:
        """Kill the child, if there is one."""
        process, self._process, self._served = self._process, None, 0
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _BOOT, _SOURCE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={},
            )
        return self._process

    def _ask(self, path: Path, level: Level | None) -> dict[str, object]:
        process = self._start()
        assert process.stdin is not None
        request = {
            "path": str(path),
            "level": level,
            "seconds": self.timeout_s,
            "megabytes": self.memory_mb,
        }
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except OSError as error:
            raise _LostError("the checking process ended") from error
        answer: dict[str, object] = json.loads(self._read_line(process))
        return answer

    def _read_line(self, process: subprocess.Popen[bytes]) -> bytes:
        assert process.stdout is not None
        deadline = time.monotonic() + self.timeout_s + 1
        parts: list[bytes] = []
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not parts or not parts[-1].endswith(b"\n"):
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise _LostError(f"seconds exceeds {self.timeout_s:g}")
                part = process.stdout.read1(1 << 16)  # type: ignore[attr-defined]
                if not part:
                    raise _LostError("the checking process ended")
                parts.append(part)
        return b"".join(parts)


def _lost_report(path: Path, level: Level | None, reason: str) -> Report:
    size = path.stat().st_size
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    fault = Fault(security.LIMIT, params={"limit": reason, "value": ""})
    return Report(
        verdict="could-not-check",
        level=level or "b",
        sha256=digest,
        size=size,
        faults=(fault,),
        counts={security.LIMIT: 1},
        reason=reason,
    )


@dataclass(slots=True)
class _Shared:
    """The workers that `check_isolated` reuses, by their limits."""

    workers: dict[tuple[float, int], Worker] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def close(self) -> None:
        """Kill all children."""
        for worker in self.workers.values():
            worker.close()


_shared = _Shared()
atexit.register(_shared.close)


def check_isolated(
    path: Path,
    level: Level | None = None,
    timeout_s: float = TIMEOUT_S,
    memory_mb: int = MEMORY_MB,
) -> Report:
    """Check one file in a child process; a file that exhausts the child gets a verdict too.

    The child is kept for the next file. Raises `OSError` when the file cannot be opened.
    """
    with _shared.lock:
        worker = _shared.workers.setdefault((timeout_s, memory_mb), Worker(timeout_s, memory_mb))
        return worker.check(path, level)


def check_many(
    paths: Iterable[Path],
    level: Level | None = None,
    jobs: int = 1,
    timeout_s: float = TIMEOUT_S,
    memory_mb: int = MEMORY_MB,
) -> Iterator[tuple[Path, Report]]:
    """Check files in `jobs` child processes; the reports come in the order of `paths`."""
    todo = list(paths)
    done: dict[int, Report | OSError] = {}
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for index in range(len(todo)):
        waiting.put(index)
    changed = threading.Condition()

    def work() -> None:
        with Worker(timeout_s, memory_mb) as worker:
            while True:
                try:
                    index = waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    result: Report | OSError = worker.check(todo[index], level)
                except OSError as error:
                    result = error
                with changed:
                    done[index] = result
                    changed.notify_all()

    threads = [threading.Thread(target=work, daemon=True) for _ in range(min(jobs, len(todo)))]
    for thread in threads:
        thread.start()
    for index, path in enumerate(todo):
        with changed:
            changed.wait_for(lambda index=index: index in done)  # type: ignore[misc]
        result = done.pop(index)
        if isinstance(result, OSError):
            raise result
        yield path, result
    for thread in threads:
        thread.join()
