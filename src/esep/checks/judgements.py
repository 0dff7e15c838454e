# SPDX-License-Identifier: MIT
"""Family PRJ, 014 to 016: what was judged, against what passports and registers show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from esep.checks.context import Context
from esep.checks.evidence import alike, control_of, evidence, judged, verdict
from esep.checks.projects import CHECKS_OF, subject_of
from esep.findings import Finding
from esep.model.architecture import Element

_RANK = {"not_met": 0, "partly": 1, "met": 2}
_OPEN = frozenset({"planning", "implementation"})


def check_evidence(context: Context) -> Iterator[Finding]:
    """PRJ014: a result better than the evidence, or worse without a word why."""
    for one in context.architecture.of("analyses"):
        project = context.architecture.get("ict_projects", one.value.get("project", ""))
        if project is None or "element" in one.value:
            continue
        for index, check in enumerate(one.value["checks"]):
            if check["result"] not in _RANK or CHECKS_OF[check["code"][0]] != one.value["stage"]:
                continue
            lines = evidence(context, project, check["code"])
            shown = verdict(lines)
            if shown == "unknown":
                continue
            gap = _RANK[check["result"]] - _RANK[shown]
            if gap > 0 or (gap < 0 and "note" not in check):
                wanted = ("partly", "no") if gap > 0 else ("yes",)
                against = [line for line in lines if line.holds in wanted]
                params = {"id": one.id, "check": check["code"], "result": check["result"]}
                seen = ", ".join(dict.fromkeys(line.source for line in against))
                at = one.at(f"/checks/{index}/result")
                yield context.finding_at("PRJ014", at, **params, shown=shown, seen=seen)


def check_levels(context: Context) -> Iterator[Finding]:
    """PRJ015: a level that the analyses behind the conclusion do not bear out."""
    conclusions = context.architecture.of("conclusions")
    replaced = {one.value.get("supersedes") for one in conclusions}
    analyses = context.architecture.of("analyses")
    for one in conclusions:
        if one.id in replaced:
            continue
        named = set(one.refs("analyses"))
        subject = subject_of(one)
        behind = [a for a in analyses if (a.id in named if named else subject_of(a) == subject)]
        worst = [
            check
            for analysis in behind
            for check in analysis.value["checks"]
            if check["result"] in ("partly", "not_met")
        ]
        level = str(one.value["level"])
        is_too_high = (level == "2" and worst) or (level == "1" and _all_failed(behind))
        if is_too_high or (level == "0" and behind and not worst):
            codes = ", ".join(check["code"] for check in worst)
            params = {"id": one.id, "level": level, "checks": codes or "—"}
            yield context.finding_at("PRJ015", one.at("/level"), **params)


def _all_failed(analyses: list[Element]) -> bool:
    results = {check["result"] for one in analyses for check in one.value["checks"]}
    return results - {"not_applicable"} == {"not_met"}


def check_control(context: Context) -> Iterator[Finding]:
    """PRJ016: before money is spent on an object like another, control judges it (p.33(3))."""
    architecture = context.architecture
    projects = [one for one in architecture.of("ict_projects") if one.value["stage"] in _OPEN]
    planned = (one for one in architecture.of("acquisitions") if _is_ahead(one.value, context))
    for one in (*projects, *planned):
        own = set(one.refs("objects"))
        project = one.id if one.kind.name == "ict_projects" else ""
        if not own or any(True for _ in control_of(context, own, project)):
            continue
        for pair in alike(context, own):
            if judged(context, pair):
                continue
            params = {"id": one.id, "first": pair.first, "second": pair.second}
            at = one.at("/objects")
            yield context.finding_at("PRJ016", at, **params, score=f"{pair.score:.2f}")


def _is_ahead(value: Mapping[str, object], context: Context) -> bool:
    return str(value["on"]) >= context.on.isoformat()


CHECKS = (check_evidence, check_levels, check_control)
