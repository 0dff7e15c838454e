# SPDX-License-Identifier: MIT
"""Checks files in child processes that are bounded in time and memory and replaced when lost."""

from __future__ import annotations

import atexit
import hashlib
import queue
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from esep import isolation
from esep.pdfa import security
from esep.pdfa.budget import Budget
from esep.pdfa.checker import check
from esep.pdfa.faults import Fault
from esep.pdfa.report import Level, Report, from_dict

TIMEOUT_S = 20.0
MEMORY_MB = 1024
_TARGET = "esep.pdfa.isolated:answer"
_REASONS = {"time": "seconds exceeds {limit:g}", "memory": "the checking process ran out of memory"}


class Worker:
    """One child process, started at its first file and again after it was lost."""

    def __init__(self, timeout_s: float = TIMEOUT_S, memory_mb: int = MEMORY_MB) -> None:
        self.timeout_s = timeout_s
        self.child = isolation.Worker(seconds=timeout_s, memory_mb=memory_mb)

    def check(self, path: Path, level: Level | None = None) -> Report:
        """The report on a file; raises `OSError` when it cannot be opened."""
        path = path.resolve(strict=True)
        if not path.is_file():
            raise IsADirectoryError(f"{path.name} must be a file")
        request = {"path": str(path), "level": level, "seconds": self.timeout_s * 0.9}
        result = self.child.run(_TARGET, request)
        if result.failure:
            reason = _REASONS.get(result.failure, "the checking process ended")
            return _lost_report(path, level, reason.format(limit=self.timeout_s))
        return from_dict(result.value)

    def close(self) -> None:
        """Kill the child, if there is one."""
        self.child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The report on a file as JSON types; runs in the child."""
    budget = Budget(seconds=max(0.5, request["seconds"]))
    return check(Path(request["path"]), request["level"], budget).to_dict()


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
