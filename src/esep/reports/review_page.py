# SPDX-License-Identifier: MIT
"""The page for the person who verifies: what changed, what lacks, how long there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from esep import yamlsafe
from esep.checks.context import Context
from esep.checks.duplicates import Likeness
from esep.i18n import LANGUAGES, pick
from esep.model.commit import CommitTree
from esep.model.registry import ObjectRecord, Registry
from esep.reports.comment import texts as comment_texts
from esep.reports.markdown import as_text
from esep.workflow.decide import Facts, decide
from esep.workflow.fingerprints import changed_since, fingerprints
from esep.workflow.review import Review
from esep.workflow.submission import Overlay

# Fields whose values every edition shows: what two objects share in them may be quoted.
_QUOTED = frozenset({"functions", "services"})


def write(review: Review, facts: Facts, base: Context, head: CommitTree) -> str:
    """Markdown in all three languages; every value is inert, nothing hidden is quoted.

    `base` is the context of the base commit, `head` the tree of the head.
    """
    law = base.registry.tree
    assert isinstance(law, CommitTree)
    context = Context(Registry(Overlay(head, law)), base.rulebooks, base.on)
    lines = [*_head(facts)]
    for one in review.objects:
        lines += _object(context, one.folder, facts, review.alike)
    lines += ["", f"## {_words('findings')}", ""]
    lines += [
        f"- **{one.code}** {one.severity} {as_text(one.place)}: "
        + " / ".join(as_text(one.message[lang]) for lang in LANGUAGES)
        for one in facts.remarks
    ]
    return "\n".join([*lines, ""])


def _head(facts: Facts) -> Iterator[str]:
    verdict = comment_texts()["verdict"][decide(facts).verdict]
    yield f"# {_words('title')}"
    yield ""
    yield f"- {_words('verdict')}: " + " / ".join(verdict[lang] for lang in LANGUAGES)
    who = " · ".join(as_text(one) for one in (facts.login, facts.organisation, facts.role) if one)
    yield f"- {_words('from')}: {who}"
    if facts.complete_on:
        yield (
            f"- {_words('clock')}: {_words('complete_on')} {as_text(facts.complete_on)}, "
            f"{_words('due')} {as_text(facts.due or '—')}"
        )


def _object(
    context: Context, folder: str, facts: Facts, pairs: tuple[Likeness, ...]
) -> Iterator[str]:
    if folder not in context.registry.folders:
        return  # a name that is no text; said among the findings
    record = context.registry.object(folder)
    fact = next(one for one in facts.objects if one.folder == folder)
    was, now = ("{}/{}".format(*one) if one else "—" for one in (fact.before, fact.after))
    yield from ("", f"## {_words('object')}: {as_text(folder)} {as_text(fact.code)}".rstrip(), "")
    yield f"- {_words('completeness')}: {was} → {now}"
    if not record.is_valid:
        return
    since, changed = changed_since(context, record)
    names = ", ".join(as_text(one) for one in changed) or _words("nothing")
    yield f"- {_words('changed')} ({as_text(since) if since else _words('never')}): {names}"
    alike = [one for one in pairs if record.id in (one.first, one.second)]
    yield f"- {_words('duplicates')}: {len(alike) or '—'}"
    for one in alike:
        other = one.second if one.first == record.id else one.first
        yield f"  - {as_text(other)} {one.score:.2f}: {'; '.join(_why(context, one))}"
    yield from _documents(record, facts)
    yield from _decision(context, record, facts)


def _why(context: Context, pair: Likeness) -> Iterator[str]:
    """Each field that is alike, and how much; what it shares where all may read it."""
    for field, like, shared in pair.fields:
        if like > 0:
            label = context.rulebooks.term("likeness", field)
            words = " / ".join(as_text(pick(label, lang)) for lang in LANGUAGES)
            quoted = ", ".join(as_text(one) for one in shared) if field in _QUOTED else ""
            yield f"{words} {like:.2f}" + (f" ({quoted})" if quoted else "")


def _documents(record: ObjectRecord, facts: Facts) -> Iterator[str]:
    """Identifier, item and access of each document, and the rules it breaks."""
    yield from ("", f"**{_words('documents')}**", "")
    broken: dict[int, list[str]] = {}
    for one in facts.remarks:
        path, _, pointer = one.place.partition(":")
        if path == record.path and one.code.startswith("DOC"):
            line = int(pointer.partition(":")[0] or 0)
            broken.setdefault(line, []).append(one.code)
    for index, document in enumerate(record.passport.documents):
        lines = range(
            record.at(f"/documents/{index}").line,
            _end(record, index),
        )
        codes = [code for line in lines for code in broken.get(line, ())]
        said = ", ".join(codes) or _words("sound")
        words = (document["id"], document["item"], document["form"], document["access"])
        yield f"- {' · '.join(as_text(str(word)) for word in words)}: {said}"
    if not record.passport.documents:
        yield "—"


def _end(record: ObjectRecord, index: int) -> int:
    """The line after a document's entry."""
    if index + 1 < len(record.passport.documents):
        return record.at(f"/documents/{index + 1}").line
    return record.at(f"/documents/{index}").line + 100


def _decision(context: Context, record: ObjectRecord, facts: Facts) -> Iterator[str]:
    """What to write into registry/verifications when the record is confirmed."""
    entry = {
        "on": context.on.isoformat(),
        "commit": facts.head,
        "result": "confirmed",
        "items": fingerprints(context, record),
    }
    text = yaml.safe_dump([entry], sort_keys=False, width=200)
    yield from ("", f"**{_words('record')}**", "", "```yaml", text.rstrip(), "```")


@cache
def _texts() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yamlsafe.load(files("esep.reports").joinpath("page.yml").read_bytes())
    return read


def _words(key: str) -> str:
    return " / ".join(pick(_texts()[key], lang) for lang in LANGUAGES)
