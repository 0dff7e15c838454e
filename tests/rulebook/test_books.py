# SPDX-License-Identifier: MIT
"""Which rules hold on which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from committed import BOOKS, ROOT
from hypothesis import given
from hypothesis import strategies as st

from esep.errors import UserError
from esep.findings import Severity
from esep.rulebook import Rulebooks

# covers: T-01, T-02, T-03, T-33, R174-0


@pytest.mark.parametrize(
    ("on", "book"),
    [
        (date(2019, 1, 1), "RB-PRE"),
        (date(2024, 7, 21), "RB-174B"),
        (date(2024, 7, 22), "RB-GAP"),
        (date(2025, 1, 7), "RB-GAP"),
        (date(2025, 1, 8), "RB-193"),
        (date(2026, 7, 10), "RB-193"),
        (date(2026, 7, 11), "RB-DC"),
        (date(2030, 1, 1), "RB-DC"),
    ],
)
def test_in_force_at_the_edges(on: date, book: str) -> None:
    assert BOOKS.in_force(on).id == book


def test_rulebooks_leave_no_gap_and_no_overlap() -> None:
    ends = [(a.valid_to, b.valid_from) for a, b in zip(BOOKS.books, BOOKS.books[1:], strict=False)]

    assert all(end is not None and end + timedelta(days=1) == start for end, start in ends)
    assert BOOKS.books[-1].valid_to is None


@given(st.dates())
def test_every_day_lies_in_its_rulebook(on: date) -> None:
    book = BOOKS.in_force(on)

    assert book.valid_from <= on
    assert book.valid_to is None or on <= book.valid_to


@pytest.mark.parametrize(
    ("timer", "on", "length"),
    [
        ("account", date(2023, 5, 1), 2),
        ("account", date(2025, 1, 8), 1),
        ("verify", date(2024, 7, 21), 5),
        ("verify", date(2025, 1, 8), 2),
        ("refresh", date(2024, 7, 21), 10),
        ("refresh", date(2025, 1, 8), 5),
        ("architecture_decision", date(2025, 6, 1), 10),
        ("icp_environment", date(2025, 6, 1), 10),
        ("icp_environment_use", date(2025, 6, 1), 3),
        ("placement_service", date(2025, 6, 1), 10),
        ("warranty", date(2025, 6, 1), 12),
        ("list_check", date(2025, 6, 1), 5),
        ("list_recommendation", date(2025, 6, 1), 5),
        ("list_decision", date(2025, 6, 1), 5),
        ("list_operator_notice", date(2025, 6, 1), 5),
        ("list_order", date(2025, 6, 1), 5),
        ("list_exclusion_notice", date(2025, 6, 1), 10),
    ],
)
def test_deadline_is_that_of_the_day(timer: str, on: date, length: int) -> None:
    found = BOOKS.deadline(timer, on)

    assert found is not None
    assert found.length == length
    assert found.unit == (
        "month" if timer in ("warranty", "icp_environment_use") else "working_day"
    )


@pytest.mark.parametrize("timer", ["account", "verify", "refresh"])
@pytest.mark.parametrize("on", [date(2024, 7, 22), date(2025, 1, 7), date(2015, 1, 1)])
def test_no_deadline_when_no_rule_was_in_force(timer: str, on: date) -> None:
    assert BOOKS.deadline(timer, on) is None


def test_carried_deadline_says_it_is_not_verified() -> None:
    found = BOOKS.deadline("refresh", date(2026, 11, 22))

    assert found is not None
    assert (found.length, found.rulebook, found.verified) == (5, "RB-DC", False)


def test_rulebooks_of_doubtful_force_carry_a_banner() -> None:
    doubtful = [b for b in BOOKS.books if b.force != "in_force"]

    assert {b.id for b in doubtful} == {"RB-PRE", "RB-GAP", "RB-DC"}
    assert all(set(b.banner) == {"kk", "ru", "en"} for b in doubtful)


@pytest.mark.parametrize(
    ("book", "basis"),
    [("RB-174A", "law"), ("RB-174B", "law"), ("RB-GAP", "policy"), ("RB-193", "policy")],
)
def test_format_rule_is_law_only_under_order_174(book: str, basis: str) -> None:
    assert next(b for b in BOOKS.books if b.id == book).format_basis == basis


@pytest.mark.parametrize(
    ("book", "form"),
    [("RB-174A", "act"), ("RB-174B", "protocol"), ("RB-GAP", "protocol"), ("RB-193", "protocol")],
)
def test_evidence_of_tests_changes_with_the_rulebook(book: str, form: str) -> None:
    assert next(b for b in BOOKS.books if b.id == book).test_evidence == form


@pytest.mark.parametrize("name", ["193/НҚ", "193/HK", "193/HҚ", "193/нқ", "193 / NK", "193/RD"])
def test_act_is_found_in_look_alike_letters(name: str) -> None:
    assert BOOKS.act(name).id == "193/НҚ"


def test_unknown_rule_names_the_code() -> None:
    with pytest.raises(UserError, match="XYZ999"):
        BOOKS.rule("XYZ999")


def test_severity_switches_with_the_rulebook() -> None:
    gap = BOOKS.in_force(date(2024, 10, 1))

    assert BOOKS.severity("DOC016", gap) is Severity.WARNING
    assert BOOKS.severity("DOC016", BOOKS.in_force(date(2025, 2, 1))) is Severity.ERROR
    assert BOOKS.severity("PSP001") is Severity.ERROR


def _files() -> Iterator[tuple[str, bytes]]:
    for path in sorted((ROOT / "registry/rulebooks").rglob("*.yml")):
        yield path.relative_to(ROOT).as_posix(), path.read_bytes()


@pytest.mark.parametrize(
    ("path", "old", "new", "found"),
    [
        ("RB-193.yml", b"force: in_force\n", b"", "'force'"),
        ("RB-193.yml", b"2025-01-08", b"2025-13-08", "RB-193.yml"),
        ("RB-193.yml", b"unit: working_day", b"unit: moon", "moon"),
        ("policy.yml", b"{default: error,", b"{default: grave,", "grave"),
        ("items.yml", b"items:\n", b"items: &x\n", "YML004"),
        ("rules/ACC.yml", b"severity: warning", b"severity: deadly", "deadly"),
        ("rules/ACC.yml", b"code: ACC002", b"code: ACC001", "ACC001 twice"),
        ("rules/ACC.yml", b"policy: identity", b"policy: whim", "whim"),
        ("requirements/R174.yml", b"      ru:", b"      de:", "'ru'"),
    ],
)
def test_broken_rulebook_names_file_and_fault(
    path: str, old: bytes, new: bytes, found: str
) -> None:
    files = dict(_files())
    name = f"registry/rulebooks/{path}"
    assert old in files[name]
    files[name] = files[name].replace(old, new, 1)

    with pytest.raises(UserError, match=path) as raised:
        Rulebooks.load(files.__getitem__, files)
    assert found in str(raised.value)


@pytest.mark.parametrize("missing", ["policy.yml", "labels.yml", "129.yml", "acts.yml"])
def test_missing_rulebook_file_is_named(missing: str) -> None:
    files = {p: d for p, d in _files() if not p.endswith(f"/{missing}")}

    with pytest.raises(UserError, match=missing):
        Rulebooks.load(files.__getitem__, files)


def test_rulebook_that_carries_an_unknown_one_is_told_by_file() -> None:
    def read(path: str) -> bytes:
        return (ROOT / path).read_bytes().replace(b"carries: RB-193", b"carries: RB-999")

    names = [one.relative_to(ROOT).as_posix() for one in (ROOT / "registry/rulebooks").rglob("*")]

    with pytest.raises(UserError, match=r"RB-DC.yml.*RB-999.*RB-193"):
        Rulebooks.load(read, names)
