# SPDX-License-Identifier: MIT
"""How the capability map may be shaded: by state, objects, money, risks or likeness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from esep.checks import duplicates
from esep.checks.risks import signals
from esep.model.survey import Facts
from esep.portal.architecture_draw import Heat
from esep.portal.architecture_parts import Desk

HOTTEST = 4


@dataclass(frozen=True)
class Reading:
    """One way to shade the map: levels and texts by capability, and what levels mean."""

    key: str
    title: str
    levels: Mapping[str, str]
    texts: Mapping[str, str]
    legend: tuple[tuple[str, str], ...]

    def of(self, capability: str) -> Heat:
        return Heat(self.key, self.levels.get(capability, "0"), self.texts.get(capability, "—"))


def supporters(desk: Desk) -> dict[str, list[Facts]]:
    """Living objects by the capability they support; a capability without any has none."""
    found: dict[str, list[Facts]] = {one.id: [] for one in desk.model.of("capabilities")}
    for one in desk.context.survey.values():
        for name in one.capabilities if not one.is_gone else ():
            found.setdefault(name, []).append(one)
    return found


def readings(desk: Desk, objects: Mapping[str, list[Facts]]) -> list[Reading]:
    """State first; the others are numbers shaded in four steps up to the largest."""
    risky = _risky(desk)
    alike = Counter(
        name for pair in duplicates.find(desk.context) for name in {pair.first, pair.second}
    )
    return [
        _states(desk),
        _numbers(desk, "objects", {name: len(some) for name, some in objects.items()}),
        _numbers(desk, "cost", {n: sum(one.cost for one in some)
                                for n, some in objects.items()}),
        _numbers(desk, "risk", {n: sum(risky[one.id] for one in some)
                                for n, some in objects.items()}),
        _numbers(desk, "like", {n: sum(one.id in alike for one in some)
                                for n, some in objects.items()}),
    ]  # fmt: skip


def _states(desk: Desk) -> Reading:
    known = {
        one.id: str(one.value["assessment"])
        for one in desk.model.of("capabilities")
        if "assessment" in one.value
    }
    words = {value: desk.v("assessment", value) for value in
             ("absent", "initial", "sufficient", "developed")}  # fmt: skip
    texts = {name: words[value] for name, value in known.items()}
    return Reading("state", desk.t("by_state"), known, texts, tuple(words.items()))


def _numbers(desk: Desk, key: str, numbers: Mapping[str, int]) -> Reading:
    """Steps of equal width between nothing and the largest number."""
    most = max(numbers.values(), default=0)
    step = max(1, -(-most // HOTTEST))
    levels = {name: str(min(HOTTEST, -(-number // step))) for name, number in numbers.items()}
    texts = {name: desk.t(f"{key}_of", n=desk.words.number(n)) for name, n in numbers.items()}
    legend = [("0", "0")]
    for level in range(1, min(HOTTEST, -(-most // step)) + 1):
        first, last = (level - 1) * step + 1, min(level * step, most)
        said = desk.words.number(first) if first == last else (
            f"{desk.words.number(first)} – {desk.words.number(last)}"
        )  # fmt: skip
        legend.append((str(level), said))
    return Reading(key, desk.t(f"by_{key}"), levels, texts, tuple(legend))


def _risky(desk: Desk) -> Counter[str]:
    """Signals of risk by the objects of their projects."""
    return Counter(
        name for one in signals(desk.context) for name in set(one.project.refs("objects"))
    )
