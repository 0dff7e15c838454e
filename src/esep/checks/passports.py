# SPDX-License-Identifier: MIT
"""Family PSP: what a passport says of itself, beyond its schema."""

from __future__ import annotations

from collections.abc import Iterator

from esep.checks.context import Context
from esep.checks.texts import has_check_digit
from esep.findings import Finding
from esep.model.passport import flag
from esep.model.registry import ObjectRecord

ICP_ENVIRONMENTS = ("development", "testing", "trial")
_EGOV_SITES = frozenset({"icp", "egov_infrastructure"})


def check_identity(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """PSP001, PSP002, AGY006: one identifier, one folder, a known agency."""
    found = record.value.get("id")
    if isinstance(found, str) and found:
        folders = context.registry.folders_by_id.get(found, ())
        if record.folder not in folders:
            # An identifier the index cannot see could hide a second use of it.
            yield context.finding(
                "YML023", record, "/id", field="id", value=found, expected=f"id: {found}"
            )
        for other in folders:
            if other != record.folder:
                yield context.finding("PSP001", record, "/id", id=found, other=other)
        if found != record.name and "accounting_code" not in record.value:
            yield context.finding("PSP002", record, "/id", folder=record.name, id=found)
    if record.agency not in context.registry.organisations:
        yield context.finding("AGY006", record, folder=record.agency)


def check_numbers(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """PSP003: BINs of suppliers."""
    for index, contract in enumerate(record.value.get("procurement", ())):
        if not has_check_digit(contract["supplier_bin"]):
            pointer = f"/procurement/{index}/supplier_bin"
            yield context.finding("PSP003", record, pointer, value=contract["supplier_bin"])


def check_kind(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """PSP005 to PSP008: what a kind asks of its passport (R193-2j, R129-3.13)."""
    value, passport = record.value, record.passport
    placement = value.get("placement", {})
    if passport.is_psp:
        if placement.get("site") != "icp":
            yield context.finding("PSP005", record, "/placement")
        elif (host := placement.get("host")) and not _is_icp(context, host):
            yield context.finding("PSP006", record, "/placement/host", host=host)
    if passport.kind == "ir" and not value.get("domain_names"):
        yield context.finding("PSP007", record)
    linked = value.get("functions") or value.get("services")
    if passport.kind == "ici.is" and passport.stage == "operation" and not linked:
        yield context.finding("PSP008", record)


def check_icp(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """PSP025, PSP026: what the platform itself must show (R129-12.1a, c)."""
    if not record.passport.trait("is_icp"):
        return
    present = {one["kind"] for one in record.value.get("environments", ())}
    for kind in ICP_ENVIRONMENTS:
        if kind not in present:
            yield context.finding("PSP025", record, "/environments", environment=kind)
    if not record.value.get("requirements_url"):
        yield context.finding("PSP026", record, "/requirements_url")


def _is_icp(context: Context, host: str) -> bool:
    """Whether a host is the platform; many objects have one host, which is read once."""
    known: dict[str, bool] = vars(context).setdefault("icp_hosts", {})
    if host not in known:
        folders = context.registry.folders_by_id.get(host, ())
        known[host] = not folders or flag(
            context.registry.object(folders[0]).value.get("traits", {}).get("is_icp")
        )
    return known[host]


def check_placement(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """PSP017 to PSP019, PSP027: where an object of a class may be placed (R129-13b, c)."""
    placement = record.value.get("placement", {})
    site, object_class = placement.get("site"), str(record.value.get("class", ""))
    built = context.rulebooks.orders["129"].data["software_kinds"]
    if record.passport.stage == "operation" and record.passport.kind in built:
        for field, said in (("class", object_class), ("placement", site)):
            if not said:
                yield context.finding("PSP027", record, "", field=field)
    if not site or not object_class or site in _EGOV_SITES:
        return
    if object_class == "1":
        yield context.finding("PSP017", record, "/placement/site", site=site)
    elif site == "own":
        yield context.finding("PSP019", record, "/placement/site")
    elif not (placement.get("impossibility_note") and placement.get("evidence")):
        yield context.finding("PSP018", record, "/placement")
