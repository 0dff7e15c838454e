# SPDX-License-Identifier: MIT
"""Parse rulebook files; a rulebook that cannot be read ends the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from esep import yamlsafe
from esep.errors import UserError
from esep.findings import Severity
from esep.i18n import LANGUAGES
from esep.rulebook.model import (
    Act,
    Backfill,
    Citation,
    Condition,
    Deadline,
    Edition,
    Item,
    ItemRef,
    LedgerRow,
    OrderData,
    Rule,
    Rulebook,
    Test,
    Text3,
)

Read = Callable[[str], bytes]
Data = Mapping[str, Any]


@contextmanager
def reading(path: str) -> Iterator[None]:
    """Turn any fault of a rulebook file into a `UserError` that names the file."""
    try:
        yield
    except yamlsafe.YamlFault as fault:
        detail = " ".join(fault.params.values())
        raise UserError(
            f"{path}:{fault.line}:{fault.column}: the rulebook must be plain YAML; "
            f"found {fault.code} {detail}"
        ) from None
    except KeyError as error:
        raise UserError(f"{path}: the field {error} must be there; it was not found") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise UserError(f"{path}: the rulebook must match its schema; found: {error}") from None


def read_yaml(read: Read, path: str) -> Any:
    """Return the mapping in the file."""
    with reading(path):
        return yamlsafe.load(read(path))


def text3(data: Data) -> Text3:
    """All three languages, or a fault."""
    return {lang: data[lang] for lang in LANGUAGES}


def day(value: str) -> date | None:
    """A date, or None for an empty value."""
    return date.fromisoformat(value) if value else None


def _known_day(value: str) -> date:
    return date.fromisoformat(value)


def citation(data: Data) -> Citation:
    """One citation."""
    return Citation(data["act"], data.get("unit", ""), day(data.get("edition", "")))


def deadline(timer: str, data: Data, rulebook: str, verified: bool) -> Deadline:
    """One clock of a rulebook or an order."""
    if data["unit"] not in ("working_day", "month", "given"):
        raise ValueError(f"{timer}: unit {data['unit']}")
    return Deadline(
        timer,
        data["from"],
        int(data["length"]),
        data["unit"],
        citation(data["cite"]),
        data["requirement"],
        rulebook,
        data.get("basis", "law"),
        verified=verified,
        title=data.get("title", {}),
    )


def _item_list(data: Data) -> tuple[ItemRef, ...]:
    cite = citation(data["cite"])
    return tuple(
        ItemRef(key, number, _numbered(cite, number), data["basis"])
        for key, number in data["numbers"].items()
    )


def _numbered(cite: Citation, number: str) -> Citation:
    """Leaves are lettered by us; the list itself numbers whole items."""
    return cite._replace(unit=f"{cite.unit} item.{number.rstrip('abc')}")


def _backfill(data: Data) -> Backfill:
    return Backfill(
        tuple(data["items"]), _known_day(data["recorded_before"]), Severity(data["severity"])
    )


def rulebook(data: Data, carried: Data) -> Rulebook:
    """One rulebook; what it does not say itself it takes from the one it carries."""
    merged: Data = {**carried, **data}
    start, end = data["valid_from"], data["valid_to"]
    formats: Data = merged.get("formats", {})
    verified = data["force"] == "in_force"
    return Rulebook(
        id=data["id"],
        title=text3(data["title"]),
        force=data["force"],
        basis=data["basis"],
        valid_from=_known_day(start["on"]),
        valid_to=day(end["on"]),
        from_verified=start["verified"] == "yes",
        to_verified=end["verified"] == "yes",
        deadlines={
            timer: deadline(timer, clock, data["id"], verified)
            for timer, clock in merged.get("deadlines", {}).items()
        },
        lists={name: _item_list(listed) for name, listed in merged.get("lists", {}).items()},
        test_evidence=merged["test_evidence"],
        formats={key: formats[key] for key in ("originals", "drafts") if key in formats},
        format_basis=formats.get("basis", "policy"),
        format_citation=citation(formats["cite"]) if formats else None,
        channel=merged["channel"],
        labels=merged["labels"],
        banner=text3(data["banner"]) if "banner" in data else {},
        notes=tuple(text3(note) for note in data.get("notes", ())),
        backfill=_backfill(merged["backfill"]) if "backfill" in merged else None,
    )


def _test(data: Data) -> Test | None:
    return Test(data["pointer"], tuple(data.get("in", ()))) if data else None


def _tests(data: Any) -> tuple[Test, ...]:
    return tuple(found for each in data if (found := _test(each)))


def condition(key: str, data: Data) -> Condition:
    """One condition of the matrix, c1 to c6."""
    return Condition(
        key,
        text3(data["text"]),
        _tests(data.get("required_if", ())),
        _tests(data.get("satisfied_by", ())),
        {reason: _test(test) for reason, test in data["reasons"].items()},
    )


def item(data: Data, forms: Data, formats: Data) -> Item:
    """One leaf of the catalogue."""
    form, file_format = forms[data["form"]], formats[data["format"]]
    return Item(
        key=data["key"],
        block=data.get("block", ""),
        title=text3(data["title"]),
        form=form["text"]["en"],
        evidence=form["evidence"],
        pointers=tuple(data.get("pointers", ())),
        present=data.get("present", "all"),
        originals=file_format["originals"],
        format_text=file_format["text"],
        drafts=data.get("drafts", ""),
        multiplicity=text3(data["multiplicity"]),
        access=data["access"],
        grace=data.get("grace", ""),
        kinds=data["kinds"],
        stages=data["stages"],
    )


def rule(data: Data, reasons: Mapping[str, Text3]) -> Rule:
    """One rule of the catalogue; `policy` names a reason of policy.yml."""
    return Rule(
        code=data["code"],
        severity=Severity(data["severity"]),
        requirements=tuple(data["requirements"]),
        title=text3(data["title"]),
        message=text3(data["message"]),
        fix=text3(data["fix"]),
        citations=tuple(citation(cite) for cite in data.get("citations", ())),
        policy=reasons[data["policy"]] if "policy" in data else {},
        since=data["since"],
        retired=data.get("retired", ""),
        values=data.get("values", {}),
    )


def act(data: Data) -> Act:
    """One source card."""
    force = data.get("force", {})
    return Act(
        id=data["id"],
        aliases=tuple(data.get("aliases", ())),
        kind=data["kind"],
        signed=day(data.get("date", "")),
        registration=data.get("registration", ""),
        title=text3(data["title"]),
        status=data["status"],
        start=day(force.get("from", "")),
        end=day(force.get("until", "")),
        verified=force.get("verified") == "yes",
        editions=tuple(
            Edition(day(e.get("from", "")), e["by"], e["verified"] == "yes")
            for e in data.get("editions", ())
        ),
        urls=tuple(data.get("urls", ())),
        notes=tuple(text3(note) for note in data.get("notes", ())),
        last_checked=day(data.get("last_checked", "")),
    )


def ledger_row(data: Data) -> LedgerRow:
    """One duty of the requirements ledger, or one trap."""
    return LedgerRow(
        id=data["id"],
        citation=citation(data["cite"]) if "cite" in data else None,
        actors=tuple(data.get("actors", ())),
        classes=tuple(data["classes"]),
        reason=text3(data["reason"]) if "reason" in data else {},
        timer=data.get("timer", ""),
        gist=text3(data["gist"]),
        implements=tuple(data.get("implements", ())),
    )


def check_policy(data: Data) -> None:
    """Refuse a policy whose switches or reasons nobody could apply."""
    for switch in data["severity"].values():
        for level in switch.values():
            Severity(level)
    for reason in data["reasons"].values():
        text3(reason)


def order(data: Data) -> OrderData:
    """Order 129 or 353 as data."""
    start = _known_day(data["valid_from"])
    timers = {
        timer: deadline(timer, clock, data["id"], verified=True)
        for timer, clock in data["timers"].items()
    }
    return OrderData(timers, start, day(data["verified_from"]), data)
