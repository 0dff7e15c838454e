# SPDX-License-Identifier: MIT
"""What follows from an object's kind and from how it came: site, papers, money."""

from __future__ import annotations

from esep.demo.case import Case

INFRASTRUCTURE = {"ici.apk", "ici.dc", "ici.net", "ici.sec"}


def bought(case: Case) -> bool:
    """Whether a finished product was acquired."""
    return case.how == "acquisition" and not case.cycle


def on_icp(case: Case) -> bool:
    """Whether the object is built on the platform (Order 129, p. 14)."""
    return case.kind == "psp" or case.entry.get("site", default_site(case)) == "icp"


def default_site(case: Case) -> str:
    """Return where an object of its kind is placed unless the texts say otherwise."""
    if case.kind in INFRASTRUCTURE | {"ici.tp"}:
        return "egov_infrastructure" if case.entry["class"] == "1" else "own"
    return "icp"


def designs(case: Case) -> list[str]:
    """Return the design items the kind has."""
    return {
        "ici.apk": ["design_spec", "design_note"],
        "ici.dc": ["design_note"],
        "ici.net": ["design_note"],
        "ici.sec": ["design_note"],
    }.get(case.kind, ["design_spec", "design_descr", "design_note"])


def manuals(case: Case) -> list[str]:
    """Return the manuals the kind has."""
    bare = {"ici.dc", "ici.net", "ici.tp", "ici.sec"}
    return ["manual_admin"] if case.kind in bare else ["manual_user", "manual_admin"]


def paid(case: Case) -> bool:
    """Whether money was spent under a contract."""
    return bool(case.cycle) or not (case.flag("in_house") or case.how == "donation")


def contract_kind(case: Case) -> str:
    """Return what the cycle's contract is for."""
    if case.cycle:
        return "development"
    if case.flag("service_model"):
        return "service"
    return "acquisition" if case.how == "acquisition" else "creation"


def contract_no(case: Case) -> str:
    """Return the number of the cycle's contract."""
    return f"{case.pick('contract', 11, 487)}-{case.dates['contract'].year % 100}"


def transfers_code(case: Case) -> bool:
    """Whether sources built on budget money pass to the customer (Order 129, p. 11)."""
    given = case.how == "donation" and not case.cycle
    kept = bought(case) or case.flag("service_model") or given
    return case.kind in ("ici.is", "ici.tp", "sw", "ir", "psp") and not kept


def supported(case: Case) -> bool:
    """Whether a support contract of this year is shown."""
    late = case.dates["operation"].year < 2025
    return late and case.level == 5 and case.kind in ("ici.is", "ici.tp", "ici.net") and paid(case)


def support_price(case: Case) -> int:
    """Return the yearly price of support, tenge: about a tenth of the creation."""
    return round(case.money * case.pick("support-rate", 7, 14) / 100 / 1000) * 1000


def on_books(case: Case) -> bool:
    """Whether the holder itself books the object."""
    return case.proprietor == case.org and case.kind != "seir"
