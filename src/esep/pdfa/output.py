# SPDX-License-Identifier: MIT
"""Reports of the PDF/A checker as text, JSON (version 1) and SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from typing import Any
from urllib.parse import quote

import yaml

from esep import __version__
from esep.i18n import LANGUAGES, pick
from esep.pdfa.faults import Fault
from esep.pdfa.report import Report
from esep.pdfa.texts import Rule, load_rules, printable, render

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_PLACES_TOLD = 5
Checked = Sequence[tuple[str, Report]]


def summary(checked: Checked) -> dict[str, int]:
    """Count the files by outcome."""
    accepted = sum(report.accepted for _, report in checked)
    unchecked = sum(report.verdict == "could-not-check" for _, report in checked)
    refused = len(checked) - accepted - unchecked
    return {
        "files": len(checked),
        "accepted": accepted,
        "refused": refused,
        "unchecked": unchecked,
    }


def write_text(checked: Checked, lang: str) -> str:
    """One line a file and one a message, in the shape of a compiler; the counts come last."""
    lines = [line for path, report in checked for line in _file_lines(path, report, lang)]
    return "\n".join([*lines, _words("summary", lang).format(**summary(checked)), ""])


def _file_lines(path: str, report: Report, lang: str) -> Iterator[str]:
    path = printable(path)
    verdict = pick(_data()["verdicts"][report.verdict], lang).format(
        level=report.level,
        rules=len(report.counts),
        places=sum(report.counts.values()),
        reason=printable(report.reason),
    )
    yield f"{path}: {verdict}"
    if report.only_level_a:
        yield f"    {_words('only_level_a', lang)}"
    remedies: dict[str, list[str]] = {}
    for rule, faults in groupby(sorted(report.faults, key=_order), key=lambda f: f.rule):
        kept = list(faults)
        yield from _rule_lines(path, kept, report.counts.get(rule, len(kept)), lang)
        remedies.setdefault(render(kept[0], lang)[1], []).append(rule)
    for remedy, rules in remedies.items():
        yield f"    {_words('fix', lang)} [{', '.join(rules)}]: {remedy}"


def _rule_lines(path: str, faults: Sequence[Fault], count: int, lang: str) -> Iterator[str]:
    """Yield a line for each different message of one rule, with the first places."""
    told: dict[str, list[str]] = {}
    for fault in faults:
        told.setdefault(render(fault, lang)[0], []).append(_place(fault, lang))
    rule = load_rules().get(faults[0].rule)
    severity = pick(_data()["severities"][rule.severity if rule else "error"], lang)
    for message, places in told.items():
        shown = [place for place in dict.fromkeys(places) if place][:_PLACES_TOLD]
        total = count if len(told) == 1 else len(places)
        if (more := total - max(len(shown), 1)) > 0:
            shown.append(pick(_data()["places"]["more"], lang).format(n=more))
        where = f" – {'; '.join(shown)}" if shown else ""
        yield f"{path}: {severity}: {message} [{faults[0].rule}]{where}"


def _order(fault: Fault) -> tuple[Any, ...]:
    """Rules as the standard has them, then by place."""
    rank = _ranks().get(fault.rule, len(_ranks()))
    return (rank, fault.rule, fault.page or 0, fault.obj or 0, fault.offset or 0)


@cache
def _ranks() -> Mapping[str, int]:
    return {id_: rank for rank, id_ in enumerate(load_rules())}


def _place(fault: Fault, lang: str) -> str:
    numbers = (("page", fault.page), ("object", fault.obj), ("offset", fault.offset))
    words = [
        pick(_data()["places"][name], lang).format(n=number)
        for name, number in numbers
        if number is not None
    ]
    return ", ".join([*words, *([printable(fault.path)] if fault.path else [])])


def _norm(rule: Rule, lang: str) -> str:
    if rule.clause == "S":
        return _words("security", lang)
    return f"ISO 19005-1, {rule.clause}, {pick(rule.title, lang)}"


def write_json(checked: Checked, lang: str) -> str:
    """One object; `lang` is recorded, the texts come in every language."""
    broken = {fault.rule for _, report in checked for fault in report.faults}
    document = {
        "version": 1,
        "lang": lang,
        "summary": summary(checked),
        "rules": {id_: _rule_json(rule) for id_, rule in load_rules().items() if id_ in broken},
        "files": [{"path": path, **_report_json(report)} for path, report in checked],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule_json(rule: Rule) -> dict[str, object]:
    return {
        "clause": rule.clause,
        "title": dict(rule.title),
        "level": rule.level,
        "severity": rule.severity.value,
        "how_to_fix": dict(rule.fix),
    }


def _report_json(report: Report) -> dict[str, object]:
    data = report.to_dict()
    data["accepted"] = report.accepted
    data["counts"] = dict(report.counts)
    data["faults"] = [_fault_json(fault) for fault in sorted(report.faults, key=_order)]
    return data


def _fault_json(fault: Fault) -> dict[str, object]:
    return {
        "rule": fault.rule,
        "object": fault.obj,
        "page": fault.page,
        "offset": fault.offset,
        "path": fault.path,
        "params": dict(fault.params),
        "message": {lang: render(fault, lang)[0] for lang in LANGUAGES},
    }


def write_sarif(checked: Checked, lang: str) -> str:
    """One run; each rule once, each file an artifact with its verdict, each fault a result."""
    ids = sorted({fault.rule for _, report in checked for fault in report.faults})
    driver = {
        "name": "esep pdfa",
        "semanticVersion": __version__,
        "rules": [_rule_sarif(id_, lang) for id_ in ids],
    }
    run = {
        "tool": {"driver": driver},
        "language": lang,
        "invocations": [{"executionSuccessful": not summary(checked)["unchecked"]}],
        "artifacts": [_artifact(path, report) for path, report in checked],
        "results": [
            _result(path, fault, ids.index(fault.rule), lang)
            for path, report in checked
            for fault in sorted(report.faults, key=_order)
        ],
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule_sarif(id_: str, lang: str) -> dict[str, object]:
    rule = load_rules().get(id_)
    if rule is None:
        return {"id": id_}
    fix = pick(rule.fix, lang)
    return {
        "id": id_,
        "shortDescription": {"text": _norm(rule, lang)},
        "help": {"text": fix},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _artifact(path: str, report: Report) -> dict[str, object]:
    return {
        "location": {"uri": quote(path)},
        "length": report.size,
        "hashes": {"sha-256": report.sha256},
        "properties": {"verdict": report.verdict, "counts": dict(report.counts)},
    }


def _result(path: str, fault: Fault, index: int, lang: str) -> dict[str, object]:
    message, fix = render(fault, lang)
    rule = load_rules().get(fault.rule)
    physical: dict[str, object] = {"artifactLocation": {"uri": quote(path)}}
    if fault.offset is not None:
        physical["region"] = {"byteOffset": fault.offset}
    location: dict[str, object] = {"physicalLocation": physical}
    if place := _place(fault, lang):
        location["logicalLocations"] = [{"fullyQualifiedName": place}]
    identity = "\0".join((fault.rule, path, _place(fault, "en"), *map(str, fault.params.values())))
    return {
        "ruleId": fault.rule,
        "ruleIndex": index,
        "level": rule.severity.value if rule else "error",
        "message": {"text": f"{message} {fix}".strip()},
        "locations": [location],
        "partialFingerprints": {
            "esep-pdfa/v1": sha256(identity.encode("utf-8", "backslashreplace")).hexdigest()
        },
    }


FORMATS: Mapping[str, Callable[[Checked, str], str]] = {
    "text": write_text,
    "json": write_json,
    "sarif": write_sarif,
}


def _words(key: str, lang: str) -> str:
    return pick(_data()[key], lang)


@cache
def _data() -> Mapping[str, Any]:
    text = files("esep.pdfa").joinpath("output.yml").read_text("utf-8")
    data: Mapping[str, Any] = yaml.safe_load(text)
    return data
