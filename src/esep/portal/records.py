# SPDX-License-Identifier: MIT
"""One object read for the portal: what its own page shows, and what other pages say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from esep.checks import check_object
from esep.checks.clocks import Clock, passport_clocks
from esep.checks.completeness import Row, counts, is_complete, table
from esep.checks.context import Context
from esep.checks.documents import WANTED, content_type
from esep.checks.expenses import planned_year, support
from esep.checks.platform_advice import Advice, advise, concerns
from esep.checks.references import OBJECTS, expand
from esep.findings import Finding
from esep.ledger.rows import Row as LedgerRow
from esep.model.passport import flag
from esep.model.registry import ObjectRecord
from esep.model.tree import REGULAR
from esep.portal.access import PUBLIC, Access
from esep.portal.edits import Edit
from esep.portal.measures import Measures, measure
from esep.portal.settings import digest

LATEST = 5
MAGIC = 8


class Brief(NamedTuple):
    """What lists, neighbours and figures need of an object; plain data, kept between builds.

    `shown` is false where the passport cannot be shown; `done` and `due` count items;
    `changes` are the latest (date, kind, summary), newest first; `links` are
    (other object, direction, data); `refs` all objects the passport names;
    `written` is the code the passport claims; `closed` tells of a code that was closed:
    code, on, reason by language, successor.
    `platform` is where a platform publishes its technical requirements (R129-12.1c);
    `measures` are what dashboards add up; `lacks` is what shuts the expense gate, each
    (item, its number, cycle, state), the state being ``copy`` where only the file is absent;
    `people` whether data about people is ``kept``, ``none``, or ``untold``.
    """

    folder: str
    id: str
    shown: bool
    name: Mapping[str, str] = {}
    short: Mapping[str, str] = {}
    kind: str = ""
    stage: str = ""
    klass: str = ""
    holder: str = ""
    proprietor: str = ""
    code: str = ""
    coded_on: str = ""
    done: int = 0
    due: int = 0
    complete: bool = False
    domains: tuple[str, ...] = ()
    changes: tuple[tuple[str, str, Mapping[str, str]], ...] = ()
    links: tuple[tuple[str, str, Mapping[str, str]], ...] = ()
    refs: tuple[str, ...] = ()
    written: str = ""
    platform: str = ""
    measures: Measures = Measures()
    closed: Mapping[str, Any] = {}
    lacks: tuple[tuple[str, str, int, str], ...] = ()
    people: str = ""

    @staticmethod
    def of(plain: Sequence[Any]) -> Brief:
        """From the plain data that JSON keeps of a brief."""
        brief = Brief(*plain)
        return brief._replace(
            domains=tuple(brief.domains),
            changes=tuple((day, kind, text) for day, kind, text in brief.changes),
            links=tuple((target, way, data) for target, way, data in brief.links),
            refs=tuple(brief.refs),
            measures=Measures(*brief.measures),
            lacks=tuple((item, number, cycle, state) for item, number, cycle, state in brief.lacks),
        )

    @property
    def mark(self) -> str:
        """Tells one state of the brief from another."""
        return digest(self)

    @property
    def counted(self) -> str:
        """As `mark`, for pages that count and sort objects but do not name them."""
        unnamed = self._replace(name={}, short={}, changes=(), links=(), refs=())
        return digest([unnamed, self.changed_on])

    @property
    def agency(self) -> str:
        return self.folder.split("/")[1]

    @property
    def changed_on(self) -> str:
        return self.changes[0][0] if self.changes else ""


@dataclass(frozen=True)
class View:
    """All that the page of an object is made from, as plain data.

    `value` is the passport as the edition may show it, `levels` what was cut out of it;
    `rows` the table of items, `findings` what the check says, `files` the published
    documents by id, `clocks` the deadlines of the passport, `edits` what commits changed,
    `advice` where to build what is planned.
    """

    value: Mapping[str, Any]
    levels: Mapping[str, str]
    rows: tuple[Row, ...]
    findings: tuple[tuple[Finding, bool], ...]
    files: Mapping[str, str]
    clocks: tuple[Clock, ...] = ()
    advice: Advice | None = None
    edits: tuple[Edit, ...] = ()


def owners(briefs: Iterable[Brief]) -> dict[str, Brief]:
    """The object each identifier stands for: the first that can be shown, else the first."""
    found: dict[str, Brief] = {}
    for brief in sorted(briefs, key=lambda one: not one.shown):
        found.setdefault(brief.id, brief)
    return found


def read(context: Context, record: ObjectRecord, access: Access) -> tuple[Brief, View]:
    """Read one object; what cannot be shown is told as findings."""
    findings = tuple(
        (one, _is_quoted(access, record, one))
        for one in sorted(check_object(context, record), key=Finding.sort_key)
    )
    row = code_row(context, record.id)
    if not record.is_valid:
        coded = (row.code, row.on.isoformat()) if row else ("", "")
        brief = Brief(record.folder, record.id or record.name, False, code=coded[0])
        brief = brief._replace(coded_on=coded[1], closed=closing_of(context, record.id))
        return brief, View({}, {}, (), findings, {})
    rows = table(context, record)
    value, levels = access.cut(record.value)
    files = dict(_published(context, record, access))
    clocks = tuple(one for one in passport_clocks(context, record.passport, record.path) if one.due)
    measures = measure(context, record, clocks, (one for one, _ in findings))
    brief = _brief(record, value, rows, row)
    brief = brief._replace(measures=measures, closed=closing_of(context, record.id))
    if measures.closed:
        gate = support(context, record, planned_year(context.on))
        lacks = tuple((one.item, one.number, one.cycle, one.shown) for one in gate.lacks)
        brief = brief._replace(lacks=lacks)
    advice = advise(context, record) if concerns(context, record) else None
    return brief, View(value, levels, rows, findings, files, clocks, advice)


def _is_quoted(access: Access, record: ObjectRecord, finding: Finding) -> bool:
    """Whether readers may be told what a finding found; of what no text can be told apart, not."""
    if access.edition == "official":
        return True
    value = None if record.fault else record.value
    return isinstance(value, Mapping) and access.shows(value, finding.location.pointer)


def code_row(context: Context, name: str) -> LedgerRow | None:
    """The row that gives an object its code; none once the code was closed."""
    if context.ledger is None or not (row := context.ledger.by_object.get(name)):
        return None
    return None if row.code in context.ledger.closed else row


def closing_of(context: Context, name: str) -> dict[str, Any]:
    """How the code of an object was closed; empty while it is in use."""
    row = context.ledger.by_object.get(name) if context.ledger else None
    closing = context.ledger.closed.get(row.code) if context.ledger and row else None
    return told(closing) if closing else {}


def told(closing: LedgerRow) -> dict[str, Any]:
    """A closing row as pages tell of it."""
    on, reason = closing.on.isoformat(), dict(closing.reason or {})
    return {"code": closing.code, "on": on, "reason": reason, "successor": closing.successor or ""}


def _brief(
    record: ObjectRecord, value: Mapping[str, Any], rows: tuple[Row, ...], row: LedgerRow | None
) -> Brief:
    done, due = counts(rows)
    passport = record.passport
    changes = sorted(value["changes"], key=lambda one: str(one["changed_on"]), reverse=True)
    found = [name for pattern in OBJECTS for _, name in expand(record.value, pattern)]
    return Brief(
        folder=record.folder,
        id=passport.id,
        shown=True,
        name=value["name"],
        short=value.get("short_name", {}),
        kind=passport.kind,
        stage=passport.stage,
        klass=str(value.get("class", "")),
        holder=value["holder"],
        proprietor=value["proprietor"],
        code=row.code if row else "",
        coded_on=row.on.isoformat() if row else "",
        done=done,
        due=due,
        complete=is_complete(rows),
        domains=tuple(value.get("domains", ())),
        changes=tuple((one["changed_on"], one["kind"], one["summary"]) for one in changes[:LATEST]),
        links=tuple(
            (one["with"], one["direction"], one["data"])
            for one in value.get("interactions", ())
            if "with" in one
        ),
        refs=tuple(dict.fromkeys(found)),
        written=str(value.get("accounting_code", "")),
        platform=str(value.get("requirements_url", "")) if passport.trait("is_icp") else "",
        people=_people(value),
    )


def _people(value: Mapping[str, Any]) -> str:
    stored = value.get("facts", {}).get("stored_data", ())
    if any(flag(one["personal"]) for one in stored):
        return "kept"
    return "none" if stored else "untold"


def _published(context: Context, record: ObjectRecord, access: Access) -> Iterator[tuple[str, str]]:
    """Documents whose bytes the edition publishes: what they are called is what they are."""
    wanted = {PUBLIC} if access.edition == "public" else {PUBLIC, "internal"}
    sizes = {one.path: one.size for one in record.entries if one.mode == REGULAR}
    for document in record.passport.documents:
        path = f"{record.folder}/{document.get('file', '')}"
        if document["access"] not in wanted or not sizes.get(path):
            continue
        head = context.registry.tree.read(path, MAGIC) or b""
        if content_type(head) == WANTED[path.rpartition(".")[2]]:
            yield document["id"], path
