# SPDX-License-Identifier: MIT
"""A child process bounds what a hostile file can cost."""

from __future__ import annotations

import os

import pytest

from esep.isolation import Worker, run

LIMITS = {"seconds": 20, "memory_mb": 512}


def test_value_of_the_function_is_returned() -> None:
    assert run("os.path:basename", "a/b.docx", **LIMITS).value == "b.docx"


def test_exception_is_an_error_with_its_words() -> None:
    result = run("builtins:int", "nine", **LIMITS)
    assert result.failure == "error"
    assert "ValueError" in result.detail


def test_value_that_is_not_json_is_an_error() -> None:
    assert run("builtins:complex", "1", **LIMITS).failure == "error"


def test_unknown_function_is_an_error() -> None:
    assert run("os.path:no_such_function", "", **LIMITS).failure == "error"


def test_memory_limit_ends_the_run() -> None:
    assert run("builtins:bytes", 1 << 40, **LIMITS).failure == "memory"


def test_time_limit_ends_an_idle_run() -> None:
    assert run("time:sleep", 60, seconds=0.5, memory_mb=512).failure == "time"


def test_time_limit_ends_a_busy_run() -> None:
    bomb = "sum(range(10**11))"
    assert run("builtins:eval", bomb, seconds=1, memory_mb=512).failure == "time"


def test_death_of_the_child_is_a_crash() -> None:
    assert run("os:_exit", 7, **LIMITS).failure == "crash"


def test_printing_does_not_disturb_the_reply() -> None:
    result = run("builtins:eval", "(print('{}'), 5)[1]", **LIMITS)
    assert result.value == 5


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no RLIMIT_FSIZE")
def test_child_cannot_write_a_file(tmp_path) -> None:
    target = tmp_path / "marker"
    code = f"__import__('pathlib').Path({str(target)!r}).write_text('x')"
    assert run("builtins:eval", code, **LIMITS).failure != ""
    assert not target.exists() or target.read_bytes() == b""


def test_environment_of_the_caller_is_not_handed_over(monkeypatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    assert run("os:getenv", "SECRET_TOKEN", **LIMITS).value is None


def test_worker_serves_many_runs_in_one_process() -> None:
    with Worker(**LIMITS) as worker:
        first, second = (worker.run("builtins:eval", "__import__('os').getpid()") for _ in "ab")
    assert first.value == second.value != os.getpid()


def test_worker_goes_on_after_a_crash() -> None:
    with Worker(**LIMITS) as worker:
        assert worker.run("os:_exit", 7).failure == "crash"
        assert worker.run("builtins:len", "abc").value == 3


def test_memory_kept_by_an_earlier_run_does_not_decide() -> None:
    keep = "import builtins; builtins.kept = bytearray(300 << 20)"
    with Worker(**LIMITS) as worker:
        assert worker.run("builtins:exec", keep).failure == ""
        assert worker.run("builtins:eval", "len(bytearray(300 << 20))").value == 300 << 20
