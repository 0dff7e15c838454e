# SPDX-License-Identifier: MIT
"""Which documents an object has at its stage, and the gaps an incomplete one shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from esep.demo.case import Case
from esep.demo.content import three
from esep.demo.nature import (
    bought,
    contract_kind,
    contract_no,
    designs,
    manuals,
    on_books,
    on_icp,
    paid,
    support_price,
    supported,
    transfers_code,
)

_DRAFT = {"form": "draft", "version": "0.9"}
_OWN = ("access", "form", "language", "version", "maker")
_GUARDED = ("protocol-pre", "protocol-trial", "test-program-pre", "test-program-trial", "is-test",
            "is-l3-6", "source-", "bookkeeping")  # fmt: skip
_SCHEMES = ("design-spec", "design-descr", "trial-certificate")
# The schema has no role for these.
_UNNAMED_ROLES = {"write_off", "support", "donation", "cancellation"}
INTERNAL = frozenset({"manual_admin", "test_protocols"})  # least level that policy sets
NEVER = frozenset({("act_trial", "ici.dc")})  # cells of the matrix that read "–"
LONG = {
    "tor",
    "design_spec",
    "design_descr",
    "design_note",
    "manual_admin",
    "manual_user",
    "contracts",
}
ENGLISH = {"manual_user", "manual_admin", "infosec_docs"}  # items with an English body


@dataclass(frozen=True)
class Doc:
    """A document to be made: `extra` are further passport fields, `maker` the tool."""

    id: str
    item: str
    date: str
    title: dict[str, str]
    language: str
    access: str = "public"
    form: str = "original"
    maker: str = "office"
    cycle: int = 0
    version: str = "1.0"
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return f"documents/{self.id}.{'docx' if self.form == 'draft' else 'pdf'}"


def documents(case: Case) -> list[Doc]:
    """Return the documents of one creation or development cycle, gaps applied."""
    gaps = case.entry.get("gaps", []) if not case.cycle else []
    planned = (doc for doc in _all(case) if (doc.item, case.kind) not in NEVER)
    return [made for doc in planned for made in _with_gaps(_secret(case, doc), gaps)]


def _secret(case: Case, doc: Doc) -> Doc:
    """Return the document as its holder keeps it: critical and archived papers stay at home."""
    kept = {"tor", "contracts", "act_industrial", "termination"} | (
        {"manual_user", "act_trial", "psp_requirements", "psp_agreement"} if case.level < 6
        else {"psp_requirements", "psp_agreement"}
    )  # fmt: skip
    opened = doc.item in kept or doc.extra.get("role") in ("impossibility", "donation")
    critical = case.flag("critical") and doc.id != "is-l1-1"
    weakness = case.level >= 5 and doc.id.startswith(_GUARDED)
    weakness |= case.level >= 5 and case.entry["class"] != "3" and doc.id.startswith(_SCHEMES)
    if doc.item in INTERNAL and doc.access == "public":
        doc = replace(doc, access="internal")
    if weakness or ((critical or case.level >= 6) and not opened):
        return replace(doc, access="restricted")
    return doc


def _all(case: Case) -> Iterator[Doc]:
    if case.how == "donation" and not case.cycle:
        yield _doc(case, "general", "planning", role="donation", id="donation")
    yield from _planning(case)
    if case.level >= 1:
        yield from _building(case)
    if case.level >= 2 and not bought(case):
        yield from _trial(case)
    if case.level >= 2 and not case.cycle and case.kind not in ("seir", "psp"):
        yield from _infosec(case)
    if case.level >= 3:
        yield from _tests(case)
    if case.level >= 4 and case.kind != "seir":
        yield from _commissioning(case)
    if case.level >= 5 and not case.cycle:
        yield from _operation(case)
    if "ended" in case.entry and not case.cycle:
        yield from _ending(case)


def _doc(case: Case, item: str, milestone: str, **more: Any) -> Doc:
    content, suffix = case.content, f"-c{case.cycle}" if case.cycle else ""
    name = more.pop("id", item.replace("_", "-")) + suffix
    role = str(more.get("role", ""))
    named = role in content.phrases["roles"]
    title = content.words("roles", role) if named else content.words("items", item)
    if role in _UNNAMED_ROLES:
        more["role"] = "other"
    for detail in (more.pop("detail", None), _cycle_words(case)):
        if detail:
            title = {lang: f"{text}: {detail[lang]}" for lang, text in title.items()}
    known = {key: more.pop(key) for key in _OWN if key in more}
    if "approved" in more:
        more["approved"] = {"by": case.phrase("positions", name), "on": case.on(milestone)}
    maker = "print" if item in LONG or case.pick(f"tool-{name}", 0, 2) == 0 else "office"
    doc = Doc(
        name, item, case.on(milestone), title, case.lang, cycle=case.cycle, maker=maker, extra=more
    )
    if "english" in case.entry and item in ENGLISH and more.get("infosec_type", "L1.1") == "L1.1":
        doc = replace(doc, language="en")
    return replace(doc, **known)


def _cycle_words(case: Case) -> dict[str, str] | None:
    if not case.cycle:
        return None
    return {
        lang: text.format(n=case.cycle)
        for lang, text in three(case.content.phrases["cycle"]).items()
    }


def _planning(case: Case) -> Iterator[Doc]:
    item = "psp_requirements" if case.kind == "psp" else "tor"
    yield _doc(case, item, "tor", approved=True, review_143="positive")
    if case.flag("investment") and not case.cycle:
        for area in ("informatization", "infosec"):
            yield _doc(
                case,
                "tor",
                "conclusion",
                role=f"conclusion_{area}",
                id=f"conclusion-{area}",
                result="positive",
            )
    if not on_icp(case) and not case.cycle and case.kind != "seir":
        yield _doc(case, "general", "calculation", role="impossibility", id="icp-grounds")


def _building(case: Case) -> Iterator[Doc]:
    if paid(case):
        item = "psp_agreement" if case.kind == "psp" else "contracts"
        yield _doc(
            case,
            item,
            "contract",
            id="contract",
            number=contract_no(case),
            contract_kind=contract_kind(case),
            amount=str(case.money),
            parties=[case.org, case.entry["supplier"]],
        )
    if case.kind == "seir":
        return
    draft: dict[str, Any] = dict(_DRAFT) if case.level == 1 else {}
    if case.kind != "psp" and not bought(case):
        more = draft or {"approved": True}
        yield from (_doc(case, item, "design", **more) for item in designs(case))
    yield from (
        _doc(case, item, "manuals" if not draft else "design", **draft) for item in manuals(case)
    )
    if not bought(case):
        for kind, role in (("preliminary", {}), ("trial", {"role": "procedures"})):
            yield _doc(
                case,
                "test_program",
                "programme",
                id=f"test-program-{kind}",
                **role,
                test_kind=kind,
                detail=case.content.words("test_kinds", kind),
                approved=True,
            )


def _trial(case: Case) -> Iterator[Doc]:
    if case.kind == "seir":
        return
    yield _doc(
        case,
        "test_protocols",
        "preliminary",
        id="protocol-preliminary",
        test_kind="preliminary",
        result="positive",
        detail=case.content.words("test_kinds", "preliminary"),
    )
    yield _doc(case, "act_trial", "creation.trial", number=str(case.pick("act", 1, 60)))
    if case.level >= 3:
        yield _doc(
            case,
            "test_protocols",
            "trial_protocol",
            id="protocol-trial",
            test_kind="trial",
            result="positive",
            detail=case.content.words("test_kinds", "trial"),
        )
        yield _doc(
            case, "act_trial", "certificate", id="trial-certificate", role="completion_certificate"
        )
        if not case.cycle and case.pick("log", 0, 3) == 0:
            yield _doc(
                case, "act_trial", "trial_protocol", id="trial-log", role="log", access="internal"
            )


def _tests(case: Case) -> Iterator[Doc]:
    words = case.content.words
    if case.tested and case.kind != "seir":
        for work in case.content.phrases["work_types"]:
            yield _doc(
                case,
                "is_tests",
                "tested",
                id=f"is-test-{work.replace('_', '-')}",
                access="restricted",
                work_type=work,
                result="positive",
                evidence_form=evidence_form(case.on("tested")),
                detail=words("work_types", work),
            )


def evidence_form(day: str) -> str:
    """Return the form in force on an ISO date: an act before 257/НҚ, protocols from it on."""
    return "act" if day < "2024-05-15" else "protocol"


def _infosec(case: Case) -> Iterator[Doc]:
    draft: dict[str, Any] = dict(_DRAFT) if case.level == 2 else {"approved": True}
    for kind in case.content.phrases["infosec"]:
        doc = _doc(
            case,
            "infosec_docs",
            "infosec" if case.level > 2 else "trial_protocol",
            id=f"is-{kind.lower().replace('.', '-')}",
            infosec_type=kind,
            access="restricted",
            **draft,
        )
        yield replace(doc, title=case.content.words("infosec", kind))


def _commissioning(case: Case) -> Iterator[Doc]:
    words = case.content.words("test_kinds", "acceptance")
    yield _doc(
        case,
        "test_program",
        "acceptance_programme",
        id="test-program-acceptance",
        test_kind="acceptance",
        detail=words,
        approved=True,
    )
    yield _doc(
        case,
        "test_protocols",
        "acceptance",
        id="protocol-acceptance",
        test_kind="acceptance",
        result="positive",
        detail=words,
    )
    yield _doc(
        case,
        "act_industrial",
        "operation",
        number=str(case.pick("ind", 1, 60)),
        maker="scan" if case.pick("scan", 0, 7) == 0 else "office",
    )
    if transfers_code(case):
        paper = "psp_agreement" if case.kind == "psp" else "contracts"
        yield _doc(
            case,
            paper if paid(case) else "general",
            "operation",
            id="source-code-transfer",
            role="source_code_transfer",
            access="internal",
        )


def _operation(case: Case) -> Iterator[Doc]:
    if on_books(case):
        yield _doc(case, "bookkeeping", "bookkeeping", access="internal")
    if supported(case):
        yield replace(
            _doc(
                case,
                "contracts",
                "operation",
                role="support",
                id="support-contract",
                contract_kind="support",
                parties=[case.org, case.entry["supplier"]],
                number=f"{case.pick('support', 3, 88)}-26",
                amount=str(support_price(case)),
            ),
            date="2026-01-19",
        )


def _ending(case: Case) -> Iterator[Doc]:
    early = {} if case.level >= 6 else {"id": "cancellation", "role": "cancellation"}
    yield replace(_doc(case, "termination", "operation", **early), date=case.entry["ended"])
    if case.level >= 7:
        made = _doc(case, "bookkeeping", "operation", id="write-off", role="write_off")
        yield replace(made, date=case.entry["wrote_off"], access="internal")


def _with_gaps(doc: Doc, gaps: list[dict[str, Any]]) -> Iterator[Doc]:
    for gap in gaps:
        verb, value = next(iter(gap.items()))
        if verb in ("drop", "known", "waive") and value in (doc.item, doc.id):
            return
        if value not in (doc.item, doc.id):
            continue
        if verb == "draft":
            doc = replace(doc, form="draft", version="0.9", extra=_unapproved(doc.extra))
        if verb in ("plain", "pdfa2", "tracked", "scan"):
            doc = replace(doc, maker=verb)
        if verb == "negative":
            doc = replace(doc, extra={**doc.extra, "result": "negative"})
    yield doc


def _unapproved(extra: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in extra.items() if key not in ("approved", "review_143")}
