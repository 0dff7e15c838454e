# SPDX-License-Identifier: MIT
"""Family ARC, 101 to 212: integrity, efficiency and completeness of the models, V1 to V13.

ARC1NN and ARC2NN are the two sides of check NN; each opens work for the service
integrator and none stops a registrant (T-40).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from esep.checks import duplicates
from esep.checks.architecture import cycles, grouped
from esep.checks.context import Context
from esep.checks.references import expand
from esep.findings import Finding, Location
from esep.model.architecture import Attribute, Element
from esep.model.passport import flag
from esep.model.registry import PASSPORT
from esep.model.survey import Facts

OBJECTS = ("objects",)


def check_grouping(context: Context) -> Iterator[Finding]:
    """V1: a function or service belongs to exactly one capability."""
    capabilities = context.architecture.of("capabilities")
    for kind in ("functions", "services"):
        holders = grouped((name, one.id) for one in capabilities for name in one.refs(kind))
        for element in context.architecture.of(kind):
            found, at = holders.get(element.id, []), element.at("/id")
            if not found:
                yield context.finding_at("ARC101", at, id=element.reference)
            elif len(found) > 1:
                ids = ", ".join(found)
                yield context.finding_at("ARC201", at, id=element.reference, capabilities=ids)


def check_support(context: Context) -> Iterator[Finding]:
    """V2: a capability is supported by an object, and by one alone in one domain."""
    by_capability: dict[str, list[Facts]] = defaultdict(list)
    for one in _living(context):
        for name in one.capabilities:
            by_capability[name].append(one)
    for capability in context.architecture.of("capabilities"):
        found, at = by_capability.get(capability.id, []), capability.at("/id")
        if not found:
            yield context.finding_at("ARC102", at, id=capability.id)
        by_domain = grouped((domain, one.id) for one in found for domain in one.domains)
        for domain, ids in sorted(by_domain.items()):
            if len(ids) > 1:
                listed = ", ".join(ids)
                params = {"id": capability.id, "domain": domain, "objects": listed}
                yield context.finding_at("ARC202", at, **params)


def check_reference_sources(context: Context) -> Iterator[Finding]:
    """V3: every attribute has one reference source, also counting what passports claim."""
    for one, sources in reference_sources(context):
        at = one.owner.at(f"{one.pointer}/id")
        params = {"id": one.id, "owner": one.owner.reference}
        if not sources:
            yield context.finding_at("ARC103", at, **params)
        elif len(sources) > 1:
            yield context.finding_at("ARC203", at, **params, sources=", ".join(sources))


def reference_sources(context: Context) -> Iterator[tuple[Attribute, list[str]]]:
    """Every attribute with the objects that are held for its reference source."""
    architecture = context.architecture
    claims = grouped((name, one.id) for one in _living(context) for name in one.reference_for)
    owners = grouped((one.id, one.owner.id) for one in architecture.all_attributes)
    for one in architecture.all_attributes:
        declared = one.value.get("reference_source")
        found = [declared] if declared else []
        found += claims.get(one.owner.id, [])
        if len(owners[one.id]) == 1:
            found += claims.get(one.id, [])
        yield one, list(dict.fromkeys(found))


def check_masters(context: Context) -> Iterator[Finding]:
    """V4: no two bodies of one domain keep the same master data (p.24(2))."""
    domains = context.architecture.of("domains")
    for one in context.architecture.of("types"):
        masters = one.refs("masters", "target")
        for domain in domains if len(masters) > 1 and one.is_in("target") else ():
            both = [body for body in masters if body in domain.value["participants"]]
            if len(both) > 1:
                at, bodies = one.at("/id"), ", ".join(both)
                params = {"id": one.id, "domain": domain.id, "bodies": bodies}
                yield context.finding_at("ARC104", at, **params)


def check_digital(context: Context) -> Iterator[Finding]:
    """V5: master data of the target are digital (p.24(3))."""
    architecture = context.architecture
    for owner in (*architecture.of("entities"), *architecture.of("types")):
        for one in architecture.attributes(owner, "target") if owner.is_in("target") else ():
            if not flag(one.value.get("digital", "no")):
                at = owner.at(f"{one.pointer}/id")
                yield context.finding_at("ARC105", at, id=one.id, owner=owner.reference)


def check_goals(context: Context) -> Iterator[Finding]:
    """V6: goals have indicators, indicators have projects or processes."""
    architecture = context.architecture
    measured = {one.value["goal"] for one in architecture.of("target_indicators")}
    for goal in architecture.of("goals"):
        if goal.id not in measured:
            yield context.finding_at("ARC106", goal.at("/id"), id=goal.id)
    fields = {"target_indicators": "target_indicators", "performance_indicators": "indicators"}
    for kind, field in fields.items():
        served = {name for one in architecture.of("ict_projects") for name in one.refs(field)}
        for one in architecture.of(kind):
            if one.id not in served and not one.refs("projects") and not one.refs("processes"):
                yield context.finding_at("ARC206", one.at("/id"), id=one.reference)


def check_passports(context: Context) -> Iterator[Finding]:
    """V7: objects of the model have passports; running objects have a place in the model."""
    known = context.registry.folders_by_id
    for element in context.architecture.all:
        for reference in element.kind.references:
            if reference.targets == OBJECTS:
                for pointer, name in expand(element.value, reference.pattern):
                    if name not in known:
                        at = element.at(pointer)
                        yield context.finding_at("ARC107", at, id=name, owner=element.reference)
    for one in context.survey.values():
        if one.stage == "operation" and not one.capabilities and not one.functions:
            yield context.finding_at("ARC207", _at(one, "/id"), id=one.id)


def check_partners(context: Context) -> Iterator[Finding]:
    """V8: no interaction with an object that is terminated."""
    survey = context.survey
    for one in context.architecture.of("interactions"):
        for field in ("from_object", "to_object"):
            partner = survey.get(one.seen("target").get(field, ""))
            if partner and partner.is_gone and one.is_in("target"):
                at = one.at(f"/{field}" if field in one.value else "/id")
                yield context.finding_at("ARC108", at, id=one.id, object=partner.id)
    for facts in _living(context):
        for name, index in facts.links:
            if name in survey and survey[name].is_gone:
                at = _at(facts, f"/interactions/{index}/with")
                yield context.finding_at("ARC108", at, id=facts.id, object=name)


def check_technologies(context: Context) -> Iterator[Finding]:
    """V9: what an object is built with is on the list and not being retired."""
    listed = context.architecture.by_kind["technologies"]
    for kind in ("is_models", "infra_models"):
        for one in context.architecture.of(kind):
            for name in one.refs("technologies", "target") if one.is_in("target") else ():
                if name in listed and listed[name].value["status"] == "retire":
                    yield context.finding_at("ARC109", one.at("/id"), id=name, status="retire")
    for facts in _living(context):
        for index, name in enumerate(facts.technologies):
            status = listed[name].value["status"] if name in listed else "absent"
            if status in ("absent", "retire"):
                at = _at(facts, f"/technologies/{index}")
                yield context.finding_at("ARC109", at, id=name, status=status)


def check_automation(context: Context) -> Iterator[Finding]:
    """V10: automated processes have objects; objects have processes left in the target."""
    served: dict[str, list[Element]] = defaultdict(list)
    processes = context.architecture.of("processes")
    changed = {
        name for one in context.architecture.of("reengineerings") for name in one.refs("processes")
    }
    for one in processes:
        objects = {*one.refs("objects"), *one.refs("objects", "target")}
        if flag(one.value.get("automated", "no")) and not objects:
            yield context.finding_at("ARC110", one.at("/automated"), id=one.id)
        for name in objects:
            served[name].append(one)
    for name, some in sorted(served.items()):
        left = [
            one for one in some if one.is_in("target") and name in one.refs("objects", "target")
        ]
        facts = context.survey.get(name)
        if facts and not facts.is_gone and not left and any(one.id in changed for one in some):
            ids = ", ".join(one.id for one in some)
            at = some[0].at("/objects" if "objects" in some[0].value else "/id")
            yield context.finding_at("ARC210", at, id=name, processes=ids)


def check_reuse(context: Context) -> Iterator[Finding]:
    """V11: objects alike in functions, data, users and names may be one."""
    for one in duplicates.find(context):
        yield _alike(context, one, one.first, one.second)


def check_reuse_of(context: Context, ids: Collection[str]) -> Iterator[Finding]:
    """V11 over some objects alone, said at them: what a submission is told (p.33(3))."""
    for one in duplicates.find(context):
        if one.first in ids:
            yield _alike(context, one, one.first, one.second)
        elif one.second in ids:
            yield _alike(context, one, one.second, one.first)


def _alike(context: Context, pair: duplicates.Likeness, own: str, other: str) -> Finding:
    why = ", ".join(field for field, like, _ in pair.fields if like > 0)
    params = {"id": own, "other": other, "score": f"{pair.score:.2f}", "why": why}
    return context.finding_at("ARC111", _at(context.survey[own], "/id"), **params)


def check_dependencies(context: Context) -> Iterator[Finding]:
    """V12: a project does not wait for one that ends later, nor for itself."""
    projects: Mapping[str, Element] = context.architecture.by_kind["ict_projects"]

    def waits_for(one: Element) -> Iterable[Element]:
        names = (link["project"] for link in one.value.get("depends_on", ()))
        return [projects[name] for name in names if name in projects]

    for one in projects.values():
        for index, link in enumerate(one.value.get("depends_on", ())):
            other = projects.get(link["project"])
            if other and _end(other) > _end(one):
                at = one.at(f"/depends_on/{index}/project")
                params = {"id": one.id, "other": other.id, "ends": _end(other)}
                yield context.finding_at("ARC112", at, **params)
    for one, way in cycles(projects.values(), waits_for):
        at = one.at("/depends_on")
        yield context.finding_at("ARC212", at, id=one.id, way=" → ".join(way))


def check_journeys(context: Context) -> Iterator[Finding]:
    """V13: target services and processes stand on a customer's journey (p.24(1))."""
    steps = [s for one in context.architecture.of("journeys") for s in one.value["steps"]]
    for kind in ("services", "processes"):
        walked = {name for step in steps for name in step.get(kind, ())}
        for one in context.architecture.of(kind):
            if one.is_in("target") and one.id not in walked:
                yield context.finding_at("ARC113", one.at("/id"), id=one.reference)


CHECKS = (
    check_grouping,
    check_support,
    check_reference_sources,
    check_masters,
    check_digital,
    check_goals,
    check_passports,
    check_partners,
    check_technologies,
    check_automation,
    check_reuse,
    check_dependencies,
    check_journeys,
)


def _living(context: Context) -> Iterator[Facts]:
    return (one for one in context.survey.values() if not one.is_gone)


def _end(project: Element) -> str:
    return str(project.value.get("finished_on", project.value["ends_on"]))


def _at(facts: Facts, pointer: str) -> Location:
    return Location(f"{facts.folder}/{PASSPORT}", *facts.places[pointer], pointer)
