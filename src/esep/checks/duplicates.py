# SPDX-License-Identifier: MIT
"""Objects alike in functions, services, data, users and names: candidates for reuse (V11).

Likeness of each field is a Dice measure whose features weigh the more the rarer they
are; the score is their mean under `WEIGHTS` over the fields known on both sides.  Pairs
come from an index of each object's rarest features, so not all pairs are compared.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

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


@dataclass(frozen=True)
class Likeness:
    """Two objects; `fields` are (field, likeness, shared features), the weightiest first."""

    first: str
    second: str
    score: float
    fields: tuple[tuple[str, float, tuple[str, ...]], ...]


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
    scored = (
        score(first, second, features, rarity)
        for first, second in _pairs(features, counts)
        if group[first] == group[second]
    )
    return sorted(
        (one for one in scored if one.score >= least),
        key=lambda one: (-one.score, one.first, one.second),
    )


def score(
    first: str, second: str, features: Mapping[str, Field], rarity: Mapping[str, float]
) -> Likeness:
    """How alike two objects are, and by what."""
    one, other = features[first], features[second]
    total = known = 0.0
    found = []
    for field, weight in WEIGHTS.items():
        if not one[field] or not other[field]:
            continue
        shared = one[field] & other[field]
        common = sum(rarity[key] for key in shared)
        whole = sum(rarity[key] for key in (*one[field], *other[field]))
        like = 2 * common / whole
        known += weight
        total += weight * like
        found.append((field, like, tuple(sorted(key.split(":", 1)[1] for key in shared))))
    value = total / known if known >= LEAST_KNOWN else 0.0
    found.sort(key=lambda part: (-part[1] * WEIGHTS[part[0]], part[0]))
    return Likeness(first, second, round(value, 4), tuple(found))


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
