# SPDX-License-Identifier: MIT
"""A review as facts: findings in words, with what is not public left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from esep import yamlsafe
from esep.checks.clocks import About, Actor, set_going
from esep.checks.context import Context
from esep.errors import UserError
from esep.findings import Finding
from esep.i18n import LANGUAGES
from esep.model.registry import ACCOUNTS
from esep.model.schemas import Schemas
from esep.portal.access import Access
from esep.reports.text import place
from esep.rulebook import Rulebooks
from esep.workflow.decide import Facts, ObjectFacts, Remark, from_json
from esep.workflow.review import Review

MAX_REMARKS = 500
MAX_BYTES = 8 << 20
ACCESS = "theme/access.yml"
# Values that are codes of the registry, never words of a document.
CODED = frozenset(
    {"item", "number", "stage", "kind", "cycle", "field", "limit", "size", "count", "mode", "form"}
)
HIDDEN = "…"

Shows = Callable[[Finding], bool]


def collect(review: Review, context: Context, shows: Shows, on: date) -> Facts:
    """The facts of a review; `context` is that of the base."""
    remarks = [remark(one, context.rulebooks, shows) for one in review.findings[:MAX_REMARKS]]
    actor = review.actor
    facts = Facts(
        head=review.request.head,
        base=review.request.base,
        login=review.request.login,
        organisation=actor.organisation if actor else "",
        role=actor.role if actor else "",
        on=on.isoformat(),
        paths=review.paths,
        remarks=tuple(remarks),
        objects=tuple(
            ObjectFacts(one.folder, one.id, one.code, one.before, one.after, one.complete)
            for one in review.objects
        ),
        inherited=len(review.inherited),
        omitted=len(review.findings) - len(remarks),
    )
    return facts if review.is_blocked else on_clock(facts, context, on)


def broken(head: str, on: date) -> Facts:
    """The facts of a review that did not finish."""
    return Facts(head, head, "", "", "", on.isoformat(), 0, (), (), fault="no facts")


def on_clock(facts: Facts, context: Context, complete_on: date) -> Facts:
    """The facts with the verification clock started on a day."""
    about = About("", "", "")
    due = set_going(context, "verify", complete_on, Actor.INTEGRATOR, about).due
    said = due.isoformat() if due else ""
    return replace(facts, complete_on=complete_on.isoformat(), due=said)


def remark(finding: Finding, rulebooks: Rulebooks, shows: Shows) -> Remark:
    """One finding in three languages; where it stands in hidden data no value is quoted."""
    if not shows(finding):
        kept = {k: v if k in CODED else HIDDEN for k, v in finding.params.items()}
        finding = replace(finding, params=kept)
    words = {lang: rulebooks.render(finding, lang) for lang in LANGUAGES}
    return Remark(
        finding.code,
        finding.severity.value,
        place(finding),
        {lang: one.message for lang, one in words.items()},
        {lang: one.fix for lang, one in words.items()},
        {lang: one.citation for lang, one in words.items()},
    )


def shows_of(context: Context, passports: Callable[[str], Mapping[str, Any]]) -> Shows:
    """What may be quoted: as the public edition of the portal has it, and no personal data.

    `passports` gives the data of a passport at the head by its path.
    """
    data = context.registry.tree.read(ACCESS, yamlsafe.MAX_BYTES)
    levels = yamlsafe.load(data) if data else {"internal": [], "restricted": []}
    hidden = {
        pointer[1:]: item.access
        for item in context.rulebooks.catalogue.values()
        if item.access == "restricted"
        for pointer in item.pointers
    }
    for level in ("internal", "restricted"):
        hidden |= dict.fromkeys(levels[level], level)
    access = Access(hidden, (), "public")

    def shows(finding: Finding) -> bool:
        at = finding.location
        if at.path.startswith(ACCOUNTS):
            return finding.code.startswith("REV")
        return not at.pointer or access.shows(passports(at.path), at.pointer)

    return shows


def write(facts: Facts) -> str:
    """Facts as JSON (schemas/review.schema.json)."""
    return json.dumps(asdict(facts), ensure_ascii=False, indent=2) + "\n"


def read(data: bytes, schemas: Schemas, head: str) -> Facts:
    """Facts of an artifact that anybody may have written; UserError where they are not to be used.

    They must be small, meet the schema and speak of the commit the host names.
    """
    if len(data) > MAX_BYTES:
        raise UserError(f"the facts must have at most {MAX_BYTES} bytes; found {len(data)}")
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise UserError("the facts must be JSON") from None
    if not schemas.is_valid("review", value):
        raise UserError("the facts must meet schemas/review.schema.json")
    if value["head"] != head:
        raise UserError(f"the facts must be of commit {head}; they are of {value['head']}")
    return from_json(value)
