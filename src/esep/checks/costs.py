# SPDX-License-Identifier: MIT
"""What an object will cost by a method of registry/rulebooks/costs.yml, in whole tiyn.

The official formula (Methodology 140/НҚ) is not at hand and is not guessed (T-37): a method
says itself whether it is official. ``cost.js`` counts the same way; shared vectors hold both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from esep import yamlsafe
from esep.checks.context import MAX_RULEBOOK_BYTES, Context
from esep.errors import UserError
from esep.findings import Finding
from esep.model.registry import ObjectRecord

COSTS = "registry/rulebooks/costs.yml"
MAX_COUNT = 1_000_000
TIYN = 100


@dataclass(frozen=True, slots=True)
class Cost:
    """A result: `points` of size, `minutes` of work, and sums of money in tiyn."""

    points: int
    minutes: int
    labour: int
    overhead: int
    vat: int

    @property
    def total(self) -> int:
        return self.labour + self.overhead + self.vat


def methods(context: Context) -> Mapping[str, Mapping[str, Any]]:
    """The methods on file, by identifier."""
    data = context.read(COSTS, MAX_RULEBOOK_BYTES)
    if data is None:
        raise UserError(f"{COSTS} must be there; it was not found")
    return _methods(data)


@lru_cache(maxsize=4)
def _methods(data: bytes) -> Mapping[str, Mapping[str, Any]]:
    return {one["id"]: one for one in yamlsafe.load(data)["methods"]}


def norms(method: Mapping[str, Any], on: date) -> Mapping[str, str]:
    """The norms of a day."""
    day = on.isoformat()
    for one in method["norms"]:
        if one["from"] <= day <= one.get("until", "9999"):
            found: Mapping[str, str] = one
            return found
    raise UserError(f"{COSTS} must hold norms of {method['id']} for {day}; it holds none")


def calculate(method: Mapping[str, Any], inputs: Mapping[str, str], on: date) -> Cost:
    """The cost by a method on the norms of a day; inputs left out are zero.

    Raises `UserError` for an unknown input or one that is not a whole number up to a million.
    """
    if method["id"] not in FORMULAS:
        raise UserError(f"a method must be one of {', '.join(FORMULAS)}; found {method['id']}")
    known = {one["id"] for one in method["inputs"]}
    counts = {}
    for name, text in inputs.items():
        if name not in known:
            raise UserError(f"an input must be one of {', '.join(sorted(known))}; found {name!r}")
        if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text) <= MAX_COUNT):
            raise UserError(f"{name} must be a whole number from 0 to {MAX_COUNT}; found {text!r}")
        counts[name] = int(text)
    return FORMULAS[method["id"]](method, counts, norms(method, on))


def _functional_size(
    method: Mapping[str, Any], counts: Mapping[str, int], norm: Mapping[str, str]
) -> Cost:
    points = sum(counts.get(one["id"], 0) * int(one["weight"]) for one in method["inputs"])
    minutes = points * int(norm["minutes_per_point"])
    labour = _share(minutes * int(norm["rate_tiyn_per_hour"]), 60)
    overhead = _share(labour * int(norm["overhead_permille"]), 1000)
    vat = _share((labour + overhead) * int(norm["vat_permille"]), 1000)
    return Cost(points, minutes, labour, overhead, vat)


# A new method is one formula here, its twin in cost.js and its data in costs.yml.
FORMULAS: Mapping[
    str, Callable[[Mapping[str, Any], Mapping[str, int], Mapping[str, str]], Cost]
] = {"functional-size": _functional_size}


def _share(amount: int, parts: int) -> int:
    """Division rounded half up."""
    return (2 * amount + parts) // (2 * parts)


def tenge(tiyn: int) -> str:
    """Money as registers write it.

    >>> tenge(123405)
    '1234.05'
    """
    return f"{tiyn // TIYN}.{tiyn % TIYN:02}"


def check_calculations(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """SVC001: a calculation by a method we know gives the result that is recorded."""
    recorded = record.value.get("cost_calculations", ())
    known = methods(context) if recorded else {}
    for index, one in enumerate(recorded):
        method = known.get(one["method"])
        if not method or method["version"] != one["method_version"]:
            continue
        at = f"/cost_calculations/{index}/result"
        try:
            inputs = {name: str(value) for name, value in one.get("inputs", {}).items()}
            due = tenge(calculate(method, inputs, date.fromisoformat(one["date"])).total)
        except UserError as fault:
            due = str(fault)
        if due != f"{one['result']}{'' if '.' in one['result'] else '.00'}":
            yield context.finding("SVC001", record, at, expected=due, found=one["result"])
