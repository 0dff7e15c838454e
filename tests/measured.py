# SPDX-License-Identifier: MIT
"""What one command takes, whatever the process that tests it took before."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Linux carries the peak of who starts a process over into the peak of that process: a test worker
# that once held much would lend it to every command. So a bare interpreter (some 10 MB) stands
# between and counts; it also outlives a command that is killed.
LAUNCHER = """
import json, os, sys
said = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
actions = [(os.POSIX_SPAWN_DUP2, said, fd) for fd in (1, 2)]
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=actions)
_, status, usage = os.wait4(child, 0)
taken = [os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss]
print(json.dumps(taken))
"""


@dataclass(frozen=True)
class Taken:
    """How a command ended, and what it took.

    `seconds` are those of its processors, of all its processes: a busy machine adds none.
    `bytes` is the peak of the largest of its processes.
    """

    exit: int
    seconds: float
    bytes: int


def measure(argv: Sequence[str], said: Path, environment: Mapping[str, str]) -> Taken:
    """Run a program, named by its path; what it says on both streams goes to the file `said`."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LAUNCHER, str(said), *argv],
        stdout=subprocess.PIPE,
        check=True,
        env=environment,
    )
    ended, seconds, kilobytes = json.loads(done.stdout)
    return Taken(ended, seconds, kilobytes << 10)
