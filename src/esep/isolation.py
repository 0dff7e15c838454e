# SPDX-License-Identifier: MIT
"""Runs one function on one untrusted file in a child process with memory, CPU and wall limits."""

from __future__ import annotations

import importlib
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

Failure = Literal["", "time", "memory", "crash", "error"]

MAX_REPLY = 64 * 2**20
MAX_DETAIL = 300
_ROOT = str(Path(__file__).resolve().parents[1])
# -I drops PYTHONPATH, so the folder this very package was loaded from is handed over by name.
_BOOT = (
    "import sys; root = sys.argv[1]; root in sys.path or sys.path.insert(0, root); "
    "from esep.isolation import serve; serve()"
)
_KEPT_ENVIRONMENT = ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR")


@dataclass(frozen=True, slots=True)
class Result:
    """`value` is what the function returned (JSON types); `failure` says why there is none.

    ``time``: the CPU or wall limit; ``memory``: the memory limit; ``crash``: the
    child died; ``error``: the function raised, `detail` is its exception in words.
    """

    value: Any = None
    failure: Failure = ""
    detail: str = ""


class Worker:
    """A child process kept between runs, replaced whenever a run ends badly."""

    def __init__(self, *, seconds: float, memory_mb: int) -> None:
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, target: str, argument: object) -> Result:
        """Call `target` (``package.module:function``) with `argument` (JSON types)."""
        is_used = self._process is not None
        result = self._ask(target, argument)
        if is_used and result.failure in ("memory", "crash"):
            # What an earlier file left behind must not decide about this one.
            result = self._ask(target, argument)
        return result

    def close(self) -> None:
        """End the child; a later `run` starts a new one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it could not take is still in our buffer
                    pipe.close()

    def _ask(self, target: str, argument: object) -> Result:
        process = self._process = self._process or _start()
        request = {
            "target": target,
            "argument": argument,
            "seconds": self._seconds,
            "memory_mb": self._memory_mb,
        }
        is_late = threading.Event()

        def stop() -> None:
            is_late.set()
            process.kill()

        timer = threading.Timer(self._seconds, stop)
        timer.start()
        try:
            reply = _exchange(process, json.dumps(request).encode())
        finally:
            timer.cancel()
        result = _read(reply) if reply.endswith(b"\n") else _death(process, is_late.is_set())
        if result.failure not in ("", "error"):
            self.close()
        return result


def run(target: str, argument: object, *, seconds: float, memory_mb: int) -> Result:
    """Call `target` (``package.module:function``) with `argument` in a child of its own.

    `seconds` bounds the CPU time of the call and the wall time of all of it,
    `memory_mb` the address space of the child (no bound on Windows).
    """
    with Worker(seconds=seconds, memory_mb=memory_mb) as worker:
        return worker.run(target, argument)


def serve() -> None:
    """Answer requests, one JSON line each, until the input ends; runs in the child."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not write into the replies
    for line in sys.stdin.buffer:
        replies.write(json.dumps(_answer(json.loads(line))).encode() + b"\n")
        replies.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    _limit(request["seconds"], request["memory_mb"])
    module, _, function = request["target"].partition(":")
    try:
        value = getattr(importlib.import_module(module), function)(request["argument"])
        json.dumps(value)
    except MemoryError:
        return {"failure": "memory"}
    except Exception as error:
        return {"failure": "error", "detail": f"{type(error).__name__}: {error}"[:MAX_DETAIL]}
    return {"value": value}


def _limit(seconds: float, memory_mb: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = math.ceil(used.ru_utime + used.ru_stime + seconds)
    for kind, soft in (
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_AS, memory_mb * 2**20),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # nothing is written: answers leave through a pipe
    ):
        resource.setrlimit(kind, (soft, resource.getrlimit(kind)[1]))


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, _ROOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=tempfile.gettempdir(),
        env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
    )


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(request + b"\n")
        process.stdin.flush()
        return process.stdout.readline(MAX_REPLY)
    except OSError:  # the child is gone; its exit status tells why
        return b""


def _read(reply: bytes) -> Result:
    return Result(**json.loads(reply))


def _death(process: subprocess.Popen[bytes], is_late: bool) -> Result:
    process.kill()
    status = process.wait()
    if is_late or -status == getattr(signal, "SIGXCPU", None):
        return Result(failure="time")
    return Result(failure="crash", detail=f"exit status {status}")
