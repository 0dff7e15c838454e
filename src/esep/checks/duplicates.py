# SPDX-License-Identifier: MIT
"""Objects alike in functions, services, data, users and names: candidates for reuse (V11).

Likeness of each field is a Dice measure whose features weigh the more the rarer they
are; the score is their mean under `WEIGHTS` over the fields known on both sides.  Pairs
come from an index of each object's rarest features, so not all pairs are compared.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain, combinations
from typing import Any, NamedTuple

from esep.checks.context import Context
from esep.i18n import LANGUAGES
from esep.model.survey import Facts
from esep.search import analyser

# Candidates stand mostly across bodies: who uses an object weighs least.
WEIGHTS = {"functions": 0.25, "services": 0.25, "types": 0.25, "bodies": 0.05, "name": 0.2}
# Fewer known fields than this say too little of two objects.
LEAST_KNOWN = 0.5
# A posting longer than this makes no pairs by itself: only together with another feature.
CROWD = 64
SEEDS = 8
# What may stand in for what: software of any form, otherwise the same kind only.
_SOFTWARE = frozenset({"sw", "psp", "ici.is", "ici.tp", "ici.apk"})


class Likeness(NamedTuple):
    """Two objects; `fields` are (field, likeness, shared features), the weightiest first."""

    first: str
    second: str
    score: float
    fields: tuple[tuple[str, float, tuple[str, ...]], ...]

    @staticmethod
    def of(plain: Sequence[Any]) -> Likeness:
        """From the plain data that JSON keeps."""
        first, second, score, fields = plain
        return Likeness(first, second, score, tuple((f, n, tuple(some)) for f, n, some in fields))


# By bits of `_Traits.known`: those fields with their weights, and what they weigh together.
_KNOWN = [
    [(at, weight) for at, weight in enumerate(WEIGHTS.values()) if known >> at & 1]
    for known in range(1 << len(WEIGHTS))
]
_WEIGHT = [math.fsum(weight for _, weight in fields) for fields in _KNOWN]
# Scores are rounded: one this much below the least may still be enough.
ROUNDING = 0.0001


def find(context: Context) -> list[Likeness]:
    """Pairs at or above the policy's threshold that nobody has ruled out, likest first."""
    known = vars(context)  # whoever keeps likenesses between runs puts them here
    if "likenesses" not in known:
        known["likenesses"] = likenesses(context.survey.values(), threshold(context))
    if not (kept := context.alike):  # several checks ask; what is ruled out is told once
        found: list[Likeness] = known["likenesses"]
        kept.append([one for one in found if not is_ruled_out(context, one)])
    pairs: list[Likeness] = kept[0]
    return pairs


def threshold(context: Context) -> float:
    return float(Decimal(context.rulebooks.policy["monitoring"]["similarity_threshold"]))


def is_ruled_out(context: Context, pair: Likeness) -> bool:
    """Whether the integrator has written of either object that it is no duplicate."""
    registry = context.registry
    for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
        agency = context.survey[one].folder.split("/")[1]
        decided = registry.decisions_of(agency, one).get("not_duplicates", ())
        if any(line["of"] == other for line in decided):
            return True
    return False


def likenesses(objects: Iterable[Facts], least: float) -> list[Likeness]:
    """Pairs of living objects that score `least` or more."""
    known = [one for one in objects if not one.is_gone]
    features = [_features(one) for one in known]
    counts = Counter(chain.from_iterable(chain.from_iterable(features)))
    keys = sorted(counts, key=lambda key: (counts[key], key))
    rarity = [math.log1p(len(known) / counts[key]) for key in keys]
    rank = {key: at for at, key in enumerate(keys)}
    traits = [
        _traits(one, fields, rank, rarity) for one, fields in zip(known, features, strict=True)
    ]
    rare, crowded = (bisect_right(keys, most, key=counts.__getitem__) for most in (1, CROWD))
    enough = _enough(least)
    alike = (
        _likeness(traits[first], traits[second], keys, rarity)
        for first, others in enumerate(_candidates(traits, rare, crowded))
        for second in _worthy(traits, first, others, enough)
        if _value(traits[first], traits[second], rarity, least) >= least
    )
    return sorted(alike, key=lambda one: (-one.score, one.first, one.second))


class _Traits(NamedTuple):
    """One object as it is compared; features are ranks, the rarest of all objects is 0.

    `fields` and `sizes`, the weight of all features of a field, are in the order of
    `WEIGHTS`; bits of `known` are the fields that are not empty.
    """

    id: str
    group: str
    fields: tuple[frozenset[int], ...]
    sizes: tuple[float, ...]
    known: int


def _traits(
    facts: Facts,
    features: Sequence[Iterable[str]],
    rank: Mapping[str, int],
    rarity: Sequence[float],
) -> _Traits:
    fields = tuple([frozenset([rank[key] for key in some]) for some in features])
    group = "software" if facts.kind in _SOFTWARE else facts.kind
    known = sum([1 << at for at, some in enumerate(fields) if some])
    sizes = tuple([_weight(some, rarity) for some in fields])
    return _Traits(facts.id, group, fields, sizes, known)


def _weight(some: Iterable[int], rarity: Sequence[float]) -> float:
    """The weight of features together; exact sums do not depend on their order."""
    return math.fsum(map(rarity.__getitem__, some))


def _worthy(
    traits: Sequence[_Traits], first: int, others: Iterable[int], enough: Sequence[Sequence[bool]]
) -> list[int]:
    """Those of `others` that could be alike enough by which of the heavy fields share anything."""
    known = traits[first].known
    no_functions, no_services, no_types = (some.isdisjoint for some in traits[first].fields[:3])
    return [
        second
        for second in others
        if (other := traits[second])
        and (fields := other.fields)
        and enough[known & other.known][
            no_functions(fields[0]) + 2 * no_services(fields[1]) + 4 * no_types(fields[2])
        ]
    ]


def _enough(least: float) -> list[list[bool]]:
    """Whether a pair may reach `least`, by bits of fields known to both and fields that differ."""
    return [
        [_WEIGHT[known & ~apart] >= (least - ROUNDING) * _WEIGHT[known] for apart in range(8)]
        for known in range(len(_WEIGHT))
    ]


def _value(one: _Traits, other: _Traits, rarity: Sequence[float], least: float) -> float:
    """The score alone; 0 as soon as it cannot reach `least`, for most pairs are not alike."""
    both = one.known & other.known
    known = _WEIGHT[both]
    if known < LEAST_KNOWN:
        return 0.0
    enough = known * (least - ROUNDING)
    total, left = 0.0, known
    for at, weight in _KNOWN[both]:
        left -= weight
        if shared := one.fields[at] & other.fields[at]:
            size = one.sizes[at] + other.sizes[at]
            total += weight * (2 * _weight(shared, rarity) / size)
        if total + left < enough:
            return 0.0
    return round(total / known, 4)


def _likeness(
    one: _Traits, other: _Traits, keys: Sequence[str], rarity: Sequence[float]
) -> Likeness:
    """How alike two objects are, and by what."""
    found = []
    for at, field in enumerate(WEIGHTS):
        if one.fields[at] and other.fields[at]:
            shared = one.fields[at] & other.fields[at]
            like = 2 * _weight(shared, rarity) / (one.sizes[at] + other.sizes[at])
            told = sorted(keys[key].split(":", 1)[1] for key in shared)
            found.append((field, like, tuple(told)))
    found.sort(key=lambda part: (-part[1] * WEIGHTS[part[0]], part[0]))
    first, second = sorted((one.id, other.id))
    return Likeness(first, second, _value(one, other, rarity, 0.0), tuple(found))


def _features(facts: Facts) -> tuple[Iterable[str], ...]:
    """Features of each field in the order of `WEIGHTS`, each once."""
    words = {
        _stem(lang, word)
        for lang in LANGUAGES
        for word in analyser.tokens(facts.name.get(lang, ""))
    }
    return (
        {f"functions:{one}" for one in facts.functions},
        {f"services:{one}" for one in facts.services},
        {f"types:{one}" for one in facts.types},
        {f"bodies:{one}" for one in (facts.bodies or (facts.holder,))},
        words,
    )


@lru_cache(maxsize=200_000)
def _stem(lang: str, word: str) -> str:
    return f"{lang}:{analyser.read(word, (lang,)).stems.get(lang, (word, word))[1]}"


def _candidates(traits: Iterable[_Traits], rare: int, crowded: int) -> Iterator[set[int]]:
    """For each object those before it that share a rare feature, or two crowded ones.

    Features from `rare` on have several objects, those from `crowded` on too many.
    """
    # A posting keeps its end only: cost stays linear in the number of objects.
    postings: dict[Any, deque[int]] = defaultdict(lambda: deque(maxlen=CROWD))
    members: dict[str, set[int]] = defaultdict(set)
    for at, one in enumerate(traits):
        ordered = sorted(chain.from_iterable(one.fields))
        start, end = bisect_left(ordered, rare), bisect_left(ordered, crowded)
        seeds = (*ordered[start:end][:SEEDS], *combinations(ordered[end:][:SEEDS], 2))
        found = [postings[seed] for seed in seeds]
        near = set().union(*found)
        for posting in found:
            posting.append(at)
        yield near & members[one.group]
        members[one.group].add(at)
