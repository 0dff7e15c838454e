# SPDX-License-Identifier: MIT
"""Objects and organisations composed from word lists, for registries of any size."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from esep.demo.case import TODAY
from esep.demo.content import Content, load, read, three
from esep.i18n import LANGUAGES
from esep.model.passport import STAGES

PER_BODY = 25
# Days that must have passed since planning began for the stage to be over.
_DAYS = (75, 250, 320, 370, 400, 420, 1100, 1500)
_SHARED = ("private", "operator", "service_integrator", "authorised_body")


def synthetic(count: int, seed: int) -> Content:
    """Return a registry of `count` objects over `count` / 25 bodies, the same for a seed."""
    words, base, rng = read("scale.yml"), load(), random.Random(seed)  # noqa: S311
    bodies = {
        slug: body
        for slug, body in base.organisations.items()
        if body["type"] in _SHARED or slug == "sanaq"
    }
    own = {body["id"]: body for body in _bodies(words, -(-count // PER_BODY))}
    objects = {"tirek-platforma": base.objects["tirek-platforma"] | {"dev": [], "talks": []}}
    for entry in _objects(words, base, list(own), count - 1, rng):
        objects[entry["id"]] = entry
    return replace(
        base, organisations=bodies | own, accounts=[], objects=dict(list(objects.items())[:count])
    )


def _bodies(words: dict[str, Any], count: int) -> Iterator[dict[str, Any]]:
    for n in range(count):
        region = words["regions"][n % len(words["regions"])]
        topic = words["topics"][n // len(words["regions"]) % len(words["topics"])]
        serial = 91000 + n % 8000
        yield {
            "id": f"agency-{n + 1:04d}", "type": words["org_types"][n % len(words["org_types"])],
            "born": f"{n // 8000 % 20:02d}{n % 12 + 1:02d}", "serial": str(serial),
            "from": "2018-02-01", "staff": str(40 + n % 900),
            **{
                lang: text.format(r=region[i], t=topic[i], n=n + 1)
                for i, (lang, text) in enumerate(three(words["body"]).items())
            },
        }  # fmt: skip


def _objects(
    words: dict[str, Any], base: Content, bodies: list[str], count: int, rng: random.Random
) -> Iterator[dict[str, Any]]:
    kinds, stages = words["kinds"], words["stages"]
    first_kinds, first_stages = list(kinds), list(stages)
    known: list[str] = []
    for n in range(count):
        kind = first_kinds[n] if n < len(kinds) else _weighted(kinds, rng)
        stage = first_stages[n] if n < len(stages) else _weighted(stages, rng)
        entry = _names(words, kind, n, rng) | _life(stage, rng)
        entry |= {"id": f"obj-{n + 1:06d}", "kind": kind, "org": bodies[n // PER_BODY]}
        entry |= _links(base, kind, known, rng)
        known.append(entry["id"])
        yield entry


def _weighted(weights: dict[str, str], rng: random.Random) -> str:
    return rng.choices(list(weights), [int(w) for w in weights.values()])[0]


def _names(words: dict[str, Any], kind: str, n: int, rng: random.Random) -> dict[str, Any]:
    topics, forms, regions = words["topics"], words["forms"], words["regions"]
    topic = topics[n % len(topics)]
    form = forms[n // len(topics) % len(forms)]
    place = regions[n // len(topics) // len(forms) % len(regions)]
    turn = n // (len(topics) * len(forms) * len(regions))
    tail = f" {turn + 1}" if turn else ""
    kk = f"{topic[0]} {form[0]} · {place[0]}{tail}"
    ru = f"{form[1]} {topic[1]} · {place[1]}{tail}"
    en = f"{form[2]} {topic[2]} · {place[2]}{tail}"
    label = words["kind_names"][kind]
    chosen = rng.sample(words["sentences"], rng.randint(2, 4))
    return {
        "short": three([kk, ru, en]),
        "name": three([f"«{kk}» {label[0]}", f"{label[1]} «{ru}»", f"{en}, {label[2]}"]),
        "purpose": {
            lang: " ".join(text[i].format(topic=topic[i].lower()) for text in chosen)
            for i, lang in enumerate(LANGUAGES)
        },
        "lang": rng.choice(("kk", "ru")),
    }


def _life(stage: str, rng: random.Random) -> dict[str, Any]:
    level = STAGES.index(stage)
    back = _DAYS[level] + rng.randint(0, 60 if level < 5 else 2600)
    entry = {"stage": stage, "start": (TODAY - dt.timedelta(days=back)).isoformat()}
    if level >= 6:
        entry["ended"] = (TODAY - dt.timedelta(days=rng.randint(240, 600))).isoformat()
        entry["wrote_off"] = (TODAY - dt.timedelta(days=rng.randint(5, 200))).isoformat()
    return entry


def _links(base: Content, kind: str, known: list[str], rng: random.Random) -> dict[str, Any]:
    def some(group: str, low: int, high: int) -> list[str]:
        return rng.sample(list(base.vocabulary[group]), rng.randint(low, high))

    users = rng.randint(20, 400_000)
    suppliers = [slug for slug, body in base.organisations.items() if body["type"] == "private"]
    entry: dict[str, Any] = {
        "class": rng.choice("2333"),
        "supplier": rng.choice(suppliers),
        "money": str(rng.randint(4_000, 600_000) * 1000),
        "users": [str(users), str(users * 2 // 3), str(rng.randint(1, 300))],
        "domains": some("domains", 1, 2),
        "functions": some("functions", 1, 2),
        "services": some("services", 0, 2),
        "capabilities": some("capabilities", 1, 3),
        "parts": some("components", 1, 4),
        "data": some("types", 1, 3),
        "talks": [
            [other, rng.choice(("in", "out", "both")), rng.choice(list(base.vocabulary["types"]))]
            for other in rng.sample(known, min(len(known), rng.randint(0, 4)))
        ],
    }
    if kind == "seir":
        entry["stored_in"] = rng.choice(known) if known else "tirek-platforma"
    if kind == "ir":
        entry["hosts"] = [f"r{len(known) + 1}.example"]
    return entry
