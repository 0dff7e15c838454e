# SPDX-License-Identifier: MIT
"""Objects alike in functions, services, data, users and names: candidates for reuse (V11).

Likeness of each field is a Dice measure whose features weigh the more the rarer they
are; the score is their mean under `WEIGHTS` over the fields known on both sides.  Pairs
come from an index of each object's rarest features, so not all pairs are compared.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
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

Field = Mapping[str, frozenset[str]]


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


def find(context: Context) -> list[Likeness]:
    """Pairs at or above the policy's threshold that nobody has ruled out, likest first."""
    known = vars(context)  # whoever keeps likenesses between runs puts them here
    if "likenesses" not in known:
        known["likenesses"] = likenesses(context.survey.values(), threshold(context))
    found: list[Likeness] = known["likenesses"]
    return [one for one in found if not is_ruled_out(context, one)]


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
    features = {one.id: _features(one) for one in known}
    counts = Counter(key for fields in features.values() for key in _keys(fields))
    rarity = {key: math.log1p(len(known) / number) for key, number in counts.items()}
    group = {one.id: "software" if one.kind in _SOFTWARE else one.kind for one in known}
    sizes = {name: _sizes(fields, rarity) for name, fields in features.items()}
    alike = (
        score(first, second, features, rarity)
        for first, second in _pairs(features, counts)
        if group[first] == group[second]
        and _value(features[first], features[second], sizes[first], sizes[second], rarity) >= least
    )
    return sorted(alike, key=lambda one: (-one.score, one.first, one.second))


def _sizes(fields: Field, rarity: Mapping[str, float]) -> Mapping[str, float]:
    """The weight of all features of each field; exact sums do not depend on their order."""
    return {
        field: math.fsum(rarity[key] for key in fields[field]) for field in WEIGHTS if fields[field]
    }


def _value(
    one: Field,
    other: Field,
    size: Mapping[str, float],
    other_size: Mapping[str, float],
    rarity: Mapping[str, float],
) -> float:
    """The score alone: most pairs that are looked at are not alike."""
    total = known = 0.0
    for field, weight in WEIGHTS.items():
        if field in size and field in other_size:
            known += weight
            if shared := one[field] & other[field]:
                common = math.fsum([rarity[key] for key in shared])
                total += weight * (2 * common / (size[field] + other_size[field]))
    return round(total / known, 4) if known >= LEAST_KNOWN else 0.0


def score(
    first: str, second: str, features: Mapping[str, Field], rarity: Mapping[str, float]
) -> Likeness:
    """How alike two objects are, and by what."""
    one, other = features[first], features[second]
    size, other_size = _sizes(one, rarity), _sizes(other, rarity)
    found = []
    for field in WEIGHTS:
        if field in size and field in other_size:
            shared = one[field] & other[field]
            like = 2 * math.fsum(rarity[key] for key in shared) / (size[field] + other_size[field])
            found.append((field, like, tuple(sorted(key.split(":", 1)[1] for key in shared))))
    found.sort(key=lambda part: (-part[1] * WEIGHTS[part[0]], part[0]))
    return Likeness(first, second, _value(one, other, size, other_size, rarity), tuple(found))


def _features(facts: Facts) -> Field:
    words = {
        f"{lang}:{analyser.read(word, (lang,)).stems.get(lang, (word, word))[1]}"
        for lang in LANGUAGES
        for word in analyser.tokens(facts.name.get(lang, ""))
    }
    return {
        "functions": frozenset(f"functions:{one}" for one in facts.functions),
        "services": frozenset(f"services:{one}" for one in facts.services),
        "types": frozenset(f"types:{one}" for one in facts.types),
        "bodies": frozenset(f"bodies:{one}" for one in (facts.bodies or (facts.holder,))),
        "name": frozenset(words),
    }


def _keys(fields: Field) -> Iterator[str]:
    for some in fields.values():
        yield from some


def _pairs(features: Mapping[str, Field], counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Pairs that share a rare feature, or two crowded ones; each pair once."""
    postings: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, fields in features.items():
        ordered = sorted(set(_keys(fields)), key=lambda key: (counts[key], key))
        rare = [key for key in ordered if 1 < counts[key] <= CROWD][:SEEDS]
        crowded = [key for key in ordered if counts[key] > CROWD][:SEEDS]
        for seed in (*((key,) for key in rare), *combinations(crowded, 2)):
            postings[seed].append(name)
    seen: set[tuple[str, str]] = set()
    for names in postings.values():
        # Past the bound a posting is walked in a window: cost stays linear in its length.
        for at, first in enumerate(names):
            for second in names[at + 1 : at + 1 + CROWD]:
                pair = (first, second) if first < second else (second, first)
                if pair not in seen:
                    seen.add(pair)
                    yield pair
