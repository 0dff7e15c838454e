# SPDX-License-Identifier: MIT
"""The body of a document: a template's lines filled with what the passport says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from esep.demo.case import Case
from esep.demo.content import Content, read, three
from esep.demo.history import reason
from esep.demo.passport import grounds
from esep.demo.plan import Doc
from esep.demo.tables import label, table


@dataclass(frozen=True)
class Block:
    """`kind` is head, para, item or table; `rows[0]` of a table is its header."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Page:
    """A document ready to be set by any tool."""

    language: str
    title: str
    object_name: str
    body: str
    facts: tuple[str, ...]
    approval: tuple[str, ...]
    notice: str
    blocks: tuple[Block, ...]


def templates() -> dict[str, Any]:
    """Return the bodies of all kinds of documents, by item, role or infosec type."""
    return {**read("texts-design.yml"), **read("texts-acts.yml")}


def page(case: Case, doc: Doc, bodies: dict[str, Any]) -> Page:
    """Return the document's page in its language."""
    lang, content = doc.language, case.content
    holder = content.organisations[case.org][lang]
    return Page(
        language=lang,
        title=doc.title[lang],
        object_name=case.entry["name"][lang],
        body=holder,
        facts=tuple(_facts(doc)),
        approval=_approval(doc),
        notice=label("demo", lang),
        blocks=tuple(_blocks(case, doc, bodies)),
    )


def _facts(doc: Doc) -> Iterator[str]:
    if "number" in doc.extra:
        yield f"{label('number', doc.language)} {doc.extra['number']}"
    yield _spoken(doc.date)
    yield f"{label('version', doc.language)} {doc.version}"


def _spoken(date: str) -> str:
    year, month, day = date.split("-")
    return f"{day}.{month}.{year}"


def _approval(doc: Doc) -> tuple[str, ...]:
    signed = doc.extra.get("approved")
    if not signed:
        return ()
    return (label("approve", doc.language), signed["by"], _spoken(signed["on"]))


def template_key(doc: Doc, bodies: dict[str, Any]) -> str:
    """Return which body a document has: infosec type, then role, then item."""
    extra = doc.extra
    named = "support" if doc.id.startswith("support") else ""
    named = named or ("write_off" if doc.id == "write-off" else "")
    named = named or (doc.id if doc.id in ("donation", "cancellation") else "")
    for key in (extra.get("infosec_type"), named, extra.get("role"), doc.item):
        if key in bodies:
            return str(key)
    raise KeyError(doc.id)


def _blocks(case: Case, doc: Doc, bodies: dict[str, Any]) -> Iterator[Block]:
    words = _words(case, doc)
    number = 0
    for line in bodies[template_key(doc, bodies)][doc.language].splitlines():
        if line.startswith("# "):
            number += 1
            yield Block("head", f"{number}. {line[2:].format(**words)}")
        elif line.startswith("@"):
            if rows := table(line[1:], case, doc):
                yield Block("table", rows=rows)
        elif line.startswith("- "):
            yield Block("item", line[2:].format(**words))
        elif line:
            yield Block("para", line.format(**words))


def _words(case: Case, doc: Doc) -> dict[str, str]:
    lang, extra = doc.language, doc.extra
    return {
        "short": case.entry["short"][lang],
        "purpose": case.entry["purpose"][lang],
        "date": _spoken(doc.date),
        "number": extra.get("number", ""),
        "amount": grouped(extra.get("amount", str(case.money))),
        "load": grouped(str(case.pick("load", 4, 90) * 1000)),
        "detail": doc_detail(case.content, doc),
        "verdict": label("none" if extra.get("result") == "positive" else "found", lang),
        "reason": reason(case)[lang],
        "grounds": grounds(case)[lang],
    }


def doc_detail(content: Content, doc: Doc) -> str:
    """Return the kind of tests or of work, in the document's language."""
    for group, field in (("test_kinds", "test_kind"), ("work_types", "work_type")):
        if field in doc.extra:
            return three(content.phrases[group][doc.extra[field]])[doc.language]
    return ""


def grouped(digits: str) -> str:
    """Return a number with its thousands apart."""
    return f"{int(digits):,}".replace(",", "\u00a0")
