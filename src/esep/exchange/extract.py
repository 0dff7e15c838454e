# SPDX-License-Identifier: MIT
"""The registration extract: what the registry holds of a code, as PDF/A-1b in three languages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from esep import yamlsafe
from esep.checks.context import Context
from esep.errors import UserError
from esep.exchange.paper import Sheet
from esep.i18n import LANGUAGES, pick
from esep.ledger.rows import Row
from esep.model.passport import flag
from esep.model.registry import ObjectRecord
from esep.portal.addresses import code_page
from esep.rulebook.render import fill

PUBLIC = "public"
MAX_DOCUMENT = 1 << 26
_QR_SIDE = 32.0  # mm


@dataclass(frozen=True, slots=True)
class Source:
    """Where an extract is taken from: the commit, and the address that its QR code names."""

    commit: str
    address: str


def extract(
    context: Context, record: ObjectRecord, source: Source, languages: Sequence[str] = LANGUAGES
) -> bytes:
    """One page or more per language; the same facts always give the same bytes.

    `record` must be valid and have a code in the ledger, else `UserError`. Nothing that the
    public edition hides is in it.
    """
    row = context.ledger.by_object.get(record.id) if context.ledger else None
    if row is None:
        raise UserError(f"{record.folder} must have an accounting code; it has none yet")
    title = f"{row.code} {pick(record.value['name'], languages[0])}"
    sheet = Sheet(title, languages[0], context.on)
    for index, lang in enumerate(languages):
        if index:
            sheet.page()
        _page(sheet, context, record, row, source, lang)
    return sheet.finish()


def _page(
    sheet: Sheet, context: Context, record: ObjectRecord, row: Row, source: Source, lang: str
) -> None:
    words = {key: pick(text, lang) for key, text in _texts().items()}
    beside = sheet.qr(source.address.rstrip("/") + "/" + code_page("", row.code), _QR_SIDE)
    sheet.text(words["portal"], size=9, width=beside)
    sheet.text(words["title"], size=16, bold=True, width=beside)
    sheet.text(f"{words['code']}: {row.code}", size=14, width=beside)
    holder = context.registry.organisations.get(str(record.value["holder"]))
    if holder and flag(holder.value.get("demonstration")):
        sheet.text(words["demonstration"], size=9, width=beside)
    sheet.below(_QR_SIDE + 4)
    for label, value in _facts(context, record, row, words, lang):
        sheet.text(f"{label}: {_flat(value)}", size=10)
    _list(sheet, *_verified(context, record, words, lang))
    documents = list(_documents(context, record, words, lang)) or [words["none"]]
    _list(sheet, words["documents"], documents)
    sheet.gap(3)
    sheet.text(f"{words['row']}: {row.seq}, {row.hash}", size=8)
    sheet.text(f"{words['commit']}: {source.commit}", size=8)
    sheet.text(f"{words['made']}: {context.on.isoformat()}", size=8)


def _facts(
    context: Context, record: ObjectRecord, row: Row, words: Mapping[str, str], lang: str
) -> Iterator[tuple[str, str]]:
    value, passport = record.value, record.passport.at(context.on)
    yield words["name"], pick(value["name"], lang)
    yield words["assigned"], row.on.isoformat()
    closing = context.ledger.closed.get(row.code) if context.ledger else None
    if closing:
        said = fill(words["succeeded"], {"code": closing.successor or ""})
        why = f": {closing.reason[lang]}" if closing.reason else ""
        state = said if closing.successor else words["withdrawn"]
        yield words["code"], f"{state}, {closing.on.isoformat()}{why}"
    for group, said in (("kind", passport.kind), ("stage", passport.stage)):
        yield words[group], _term(context, group, said, lang)
    for field in ("proprietor", "holder"):
        yield words[field], _body(context, str(value[field]), lang)


def _verified(
    context: Context, record: ObjectRecord, words: Mapping[str, str], lang: str
) -> tuple[str, list[str]]:
    """The last confirmed verification: its heading, and the items it covers."""
    entries = context.registry.decisions(record).get("verifications", ())
    confirmed = [one for one in entries if one["result"] == "confirmed"]
    last: Mapping[str, Any] | None = max(confirmed, key=lambda one: str(one["on"]), default=None)
    if last is None:
        return words["not_verified"], []
    items = []
    for key in sorted(last.get("items", {})):
        name, _, cycle = key.rpartition(".") if key.rpartition(".")[2].isdigit() else (key, "", "")
        title = _term(context, "item", name, lang)
        items.append(f"{title} ({cycle})" if cycle else title)
    return fill(words["verified"], {"on": str(last["on"])}), items


def _documents(
    context: Context, record: ObjectRecord, words: Mapping[str, str], lang: str
) -> Iterator[str]:
    """Title and digest of public documents; of all others only that they are there."""
    for one in record.passport.documents:
        item = _term(context, "item", one["item"], lang)
        if one["access"] != PUBLIC:
            yield f"{item}: {words['closed']}"
            continue
        data = context.registry.tree.read(f"{record.folder}/{one['file']}", MAX_DOCUMENT)
        digest = hashlib.sha256(data).hexdigest() if data is not None else "—"
        title = pick(one["title"], lang)
        yield f"{item}: {title}, {words['version']} {one['version']}; {digest}"


def _term(context: Context, group: str, value: str, lang: str) -> str:
    text = context.rulebooks.term(group, value)
    return pick(text, lang) if text else value


def _body(context: Context, slug: str, lang: str) -> str:
    """The name an organisation bears on the day."""
    record = context.registry.organisations.get(slug)
    day = context.on.isoformat()
    names = record.value.get("names", ()) if record and record.is_valid else ()
    current = [one for one in names if one["from"] <= day <= one.get("to", "9999")]
    return pick(current[-1]["name"], lang) if current else slug


def _list(sheet: Sheet, heading: str, lines: Sequence[str]) -> None:
    sheet.gap(3)
    sheet.text(heading, bold=True)
    for one in lines:
        sheet.text(f"– {_flat(one)}", size=9)


def _flat(text: str) -> str:
    return " ".join(text.split())


@cache
def _texts() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yamlsafe.load(
        files("esep.exchange").joinpath("extract.yml").read_bytes()
    )
    return read
