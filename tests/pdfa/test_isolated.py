# SPDX-License-Identifier: MIT
"""Child processes: limits hold, a lost child is replaced, the order of files is kept."""

from __future__ import annotations

import os
import signal

import pytest
from builders import draft

from esep.pdfa import check, security
from esep.pdfa.isolated import Worker, check_isolated, check_many


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.pdf"
    path.write_bytes(draft().build())
    return path


def test_report_is_the_same_as_without_a_child(good):
    assert check_isolated(good) == check(good)


def test_child_is_kept_for_the_next_file(good):
    with Worker() as worker:
        worker.check(good)
        first = worker.child._process.pid
        worker.check(good)
        assert worker.child._process.pid == first


def test_verdict_is_given_when_the_child_dies(good):
    with Worker() as worker:
        worker.check(good)
        os.kill(worker.child._process.pid, signal.SIGKILL)
        worker.child._process.wait()
        assert worker.check(good).accepted


def test_verdict_is_given_when_the_child_hangs(good):
    with Worker() as worker:
        worker.check(good)
        worker.child._seconds = 0.5  # from now on: to start may take longer on a busy machine
        os.kill(worker.child._process.pid, signal.SIGSTOP)
        report = worker.check(good)
        assert (report.verdict, list(report.counts)) == ("could-not-check", [security.LIMIT])


def test_verdict_is_given_when_memory_does_not_suffice(tmp_path):
    path = tmp_path / "large.pdf"
    path.write_bytes(draft(objects={50: b"[" + b"1234567 " * 8_000_000 + b"]"}).build())
    report = check_isolated(path, memory_mb=300)
    assert (report.verdict, list(report.counts)) == ("could-not-check", [security.LIMIT])


def test_many_files_come_in_the_order_asked(good, tmp_path):
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    paths = [good, empty, good, empty]
    answers = list(check_many(paths, jobs=2))
    assert [path for path, _ in answers] == paths
    assert [report.accepted for _, report in answers] == [True, False, True, False]


def test_missing_file_is_an_error_of_the_caller(tmp_path):
    with pytest.raises(OSError, match=r"missing\.pdf"):
        check_isolated(tmp_path / "missing.pdf")
