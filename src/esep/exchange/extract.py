# SPDX-License-Identifier: MIT
"""The registration extract: what the registry holds of a code, as PDF/A-1b in three languages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

import segno
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from esep import yamlsafe
from esep.checks.context import Context
from esep.errors import UserError
from esep.i18n import LANGUAGES, pick
from esep.ledger.rows import Row
from esep.model.passport import flag
from esep.model.registry import ObjectRecord
from esep.portal.addresses import code_page
from esep.rulebook.render import fill

PUBLIC = "public"
FONT = "golos"
MAX_DOCUMENT = 1 << 26
_QR_SIDE = 32.0  # mm
_WIDTH = 170.0
_CLOCK = re.compile(rb'(xmp:(?:Modify|Metadata)Date=")[0-9T:+-]{25}"')
_IDENTITY = re.compile(rb"<[0-9A-F]{32}>")


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
    pdf = FPDF(enforce_compliance="PDF/A-1B")
    pdf.set_creation_date(datetime.combine(context.on, time(), UTC))
    pdf.set_title(f"{row.code} {pick(record.value['name'], languages[0])}")
    pdf.set_lang(languages[0])
    pdf.set_margins(20, 20)
    pdf.set_auto_page_break(True, 20)
    pdf.add_font(FONT, fname=str(files("esep.exchange").joinpath("fonts/golos-text.ttf")))
    for lang in languages:
        pdf.add_page()
        _page(pdf, context, record, row, source, lang)
    return _settled(bytes(pdf.output()), context.on)


def _settled(data: bytes, on: date) -> bytes:
    """The file with the clock taken out of it; no byte moves, so every offset still holds."""
    day = f"{on.isoformat()}T00:00:00+00:00".encode("ascii")
    data = _CLOCK.sub(lambda found: found[1] + day + b'"', data)
    body, trailer, end = data.rpartition(b"trailer")
    identity = hashlib.sha256(body).hexdigest()[:32].upper().encode("ascii")
    return body + trailer + _IDENTITY.sub(b"<" + identity + b">", end)


def _page(
    pdf: FPDF, context: Context, record: ObjectRecord, row: Row, source: Source, lang: str
) -> None:
    words = {key: pick(text, lang) for key, text in _texts().items()}
    _qr(pdf, source.address.rstrip("/") + "/" + code_page("", row.code))
    _line(pdf, words["portal"], 9, _WIDTH - _QR_SIDE - 4)
    _line(pdf, words["title"], 16, _WIDTH - _QR_SIDE - 4)
    _line(pdf, f"{words['code']}: {row.code}", 14, _WIDTH - _QR_SIDE - 4)
    holder = context.registry.organisations.get(str(record.value["holder"]))
    if holder and flag(holder.value.get("demonstration")):
        _line(pdf, words["demonstration"], 9, _WIDTH - _QR_SIDE - 4)
    pdf.set_y(max(pdf.get_y(), 20 + _QR_SIDE + 4))
    for label, value in _facts(context, record, row, words, lang):
        _line(pdf, f"{label}: {value}", 10)
    _list(pdf, *_verified(context, record, words, lang))
    _list(
        pdf, words["documents"], list(_documents(context, record, words, lang)) or [words["none"]]
    )
    pdf.ln(3)
    _line(pdf, f"{words['row']}: {row.seq}, {row.hash}", 8)
    _line(pdf, f"{words['commit']}: {source.commit}", 8)
    _line(pdf, f"{words['made']}: {context.on.isoformat()}", 8)


def _facts(
    context: Context, record: ObjectRecord, row: Row, words: Mapping[str, str], lang: str
) -> Iterator[tuple[str, str]]:
    value, passport = record.value, record.passport.at(context.on)
    yield words["name"], pick(value["name"], lang)
    yield words["assigned"], row.on.isoformat()
    closing = context.ledger.closed.get(row.code) if context.ledger else None
    if closing and closing.successor:
        yield words["code"], fill(words["succeeded"], {"code": closing.successor})
    elif closing:
        yield words["code"], words["withdrawn"]
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


def _line(pdf: FPDF, text: str, size: int, width: float = _WIDTH) -> None:
    pdf.set_font(FONT, size=size)
    pdf.multi_cell(
        width, size * 0.5, _drawable(pdf, text), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L"
    )


def _list(pdf: FPDF, heading: str, lines: Sequence[str]) -> None:
    pdf.ln(3)
    _line(pdf, heading, 11)
    for one in lines:
        _line(pdf, f"– {one}", 9)


def _drawable(pdf: FPDF, text: str) -> str:
    """`text` with what the font lacks as code points: a blank would hide it."""
    font = pdf.fonts[FONT]
    assert isinstance(font, TTFFont)
    known = font.cmap
    return "".join(
        char if ord(char) in known or char == "\n" else f"[U+{ord(char):04X}]"
        for char in " ".join(text.split())
    )


def _qr(pdf: FPDF, address: str) -> None:
    """A QR code of filled squares: no image, so no colour space to declare."""
    rows = list(segno.make(address, error="m", micro=False).matrix)
    side = _QR_SIDE / len(rows)
    left, top = 20 + _WIDTH - _QR_SIDE, 20.0
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                pdf.rect(left + x * side, top + y * side, side, side, style="F")


@cache
def _texts() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yamlsafe.load(
        files("esep.exchange").joinpath("extract.yml").read_bytes()
    )
    return read
