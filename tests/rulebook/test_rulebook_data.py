# SPDX-License-Identifier: MIT
"""The data is complete: languages, citations, lists, schemas."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from committed import BOOKS, ROOT, analysis
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from esep import yamlsafe
from esep.i18n import LANGUAGES
from esep.rulebook import Citation
from esep.rulebook.needs import cell
from esep.rulebook.render import PLACEHOLDER

# covers: R193-A1.1, R193-A1.2, R174-5, T-14


@pytest.mark.parametrize(
    ("book", "name", "tops", "leaves"),
    [("RB-193", "object", 15, 20), ("RB-174A", "object", 14, 19), ("RB-193", "psp", 12, 15)],
)
def test_lists_have_the_length_of_the_law(book: str, name: str, tops: int, leaves: int) -> None:
    listed = next(b for b in BOOKS.books if b.id == book).lists[name]

    assert len({ref.number.rstrip("abc") for ref in listed}) == tops
    assert len({(ref.number, BOOKS.item(ref.key).top) for ref in listed}) == leaves


def test_lists_and_kinds_agree() -> None:
    lists = next(b for b in BOOKS.books if b.id == "RB-193").lists
    psp = {ref.key for ref in lists["psp"]}
    objects = {ref.key for ref in lists["object"]}

    for item in BOOKS.catalogue.values():
        assert (item.kinds["psp"] != "–") == (item.key in psp)
        assert any(n != "–" for k, n in item.kinds.items() if k != "psp") == (item.key in objects)


def test_catalogue_holds_exactly_the_items_of_the_schema() -> None:
    schema = json.loads((ROOT / "schemas/common.schema.json").read_text())

    assert list(BOOKS.catalogue) == schema["$defs"]["item"]["enum"]


def test_every_cell_can_be_read() -> None:
    for item in BOOKS.catalogue.values():
        for kind_need in item.kinds.values():
            assert kind_need in {"R", "o", "–", *BOOKS.conditions}
        for text in item.stages.values():
            assert cell("R", text).stage in ("R", "d", "u", "c", "new")


def test_reasons_are_those_of_the_schema() -> None:
    schema = json.loads((ROOT / "schemas/passport.schema.json").read_text())
    statement = schema["properties"]["not_applicable"]["items"]["properties"]
    known = set(statement["reason"]["enum"])

    assert {r for c in BOOKS.conditions.values() for r in c.reasons} <= known
    assert set(BOOKS.labels["values"]["reason"]) == known


def test_every_pointer_exists_in_the_passport() -> None:
    schema = json.loads((ROOT / "schemas/passport.schema.json").read_text())["properties"]
    tests = [t for c in BOOKS.conditions.values() for t in (*c.required_if, *c.satisfied_by)]
    pointers = {p for i in BOOKS.catalogue.values() for p in i.pointers}
    pointers |= {t.pointer for t in tests}

    assert {p.split("/")[1] for p in pointers} <= set(schema)


def _places(rule: Any) -> Iterator[dict[str, str]]:
    yield from (rule.title, rule.message, rule.fix)


def test_rules_say_the_same_in_three_languages() -> None:
    for rule in BOOKS.rules.values():
        for text in _places(rule):
            names = {frozenset(PLACEHOLDER.findall(text[lang])) for lang in LANGUAGES}
            assert len(names) == 1, rule.code
            assert all(text[lang].strip() for lang in LANGUAGES), rule.code


def test_placeholders_are_plain_names() -> None:
    for rule in BOOKS.rules.values():
        for text in _places(rule):
            for lang in LANGUAGES:
                assert not re.search(r"[{}]", PLACEHOLDER.sub("", text[lang])), rule.code


def test_titles_carry_no_placeholder() -> None:
    assert not [r.code for r in BOOKS.rules.values() if "{" in "".join(r.title.values())]


def test_every_rule_names_its_ground() -> None:
    for rule in BOOKS.rules.values():
        assert rule.citations or rule.policy, rule.code
        assert rule.requirements, rule.code


def test_every_requirement_of_a_rule_is_in_the_ledger() -> None:
    named = {id_ for rule in BOOKS.rules.values() for id_ in rule.requirements}

    assert named <= set(BOOKS.requirements)


def _citations() -> Iterator[Citation]:
    for rule in BOOKS.rules.values():
        yield from rule.citations
    for row in BOOKS.requirements.values():
        if row.citation:
            yield row.citation
    for book in BOOKS.books:
        yield from (ref.citation for refs in book.lists.values() for ref in refs)
        yield from (clock.citation for clock in book.deadlines.values())
    for order in BOOKS.orders.values():
        yield from (clock.citation for clock in order.timers.values())
        yield from (_cite(gate) for gate in order.data.get("gates", ()))


def _cite(gate: Any) -> Citation:
    return Citation(gate["cite"]["act"], gate["cite"].get("unit", ""))


def test_every_cited_act_has_a_source_card_and_every_unit_a_word() -> None:
    for cite in _citations():
        assert cite.act in BOOKS.acts
        for lang in LANGUAGES:
            assert BOOKS.render_citation(cite, lang)


def test_act_names_stay_apart_when_letters_are_folded() -> None:
    names = [name for act in BOOKS.acts.values() for name in (act.id, *act.aliases)]

    for act in BOOKS.acts.values():
        assert all(BOOKS.act(name) is act for name in (act.id, *act.aliases))
    assert len(names) == len(set(names))


def test_every_clock_names_a_duty_of_the_ledger() -> None:
    clocks = [c for b in BOOKS.books for c in b.deadlines.values()]
    clocks += [c for o in BOOKS.orders.values() for c in o.timers.values()]

    assert {c.requirement for c in clocks} <= set(BOOKS.requirements)


def test_texts_use_no_latin_letter_inside_a_cyrillic_word() -> None:
    mixed = re.compile(r"[а-яёәғқңөұүһі][a-z]|[a-z][а-яёәғқңөұүһі]", re.IGNORECASE)
    for path in (ROOT / "registry/rulebooks").rglob("*.yml"):
        text = re.sub(r"aliases: .*|193/HҚ", "", path.read_text())
        assert not mixed.findall(text), path.name


def test_labels_are_complete() -> None:
    for group in BOOKS.labels["values"].values():
        for text in group.values():
            assert set(text) == set(LANGUAGES)
    for text in BOOKS.labels["glossary"].values():
        assert set(LANGUAGES) <= set(text)
    assert len(BOOKS.labels["glossary"]) == 104


def test_order_353_has_thirteen_criteria_in_three_groups() -> None:
    criteria = BOOKS.orders["353"].data["criteria"]
    for_is = [c for c in criteria if "ici.is" in c["applies"]]
    for_apk = [c for c in criteria if "ici.apk" in c["applies"]]

    assert (len(criteria), len(for_is), len(for_apk)) == (13, 12, 10)
    assert {c["group"] for c in criteria} == {"1", "2", "3"}


def test_gates_are_thirteen_and_name_known_items() -> None:
    gates = BOOKS.orders["129"].data["gates"]

    assert [g["id"] for g in gates] == [f"L{n}" for n in range(1, 14)]
    for gate in gates:
        for need in gate["needs"]:
            assert {need.get("object"), need.get("psp")} - {None} <= set(BOOKS.catalogue)


def _schemas() -> Registry[Any]:
    found = [json.loads(p.read_text()) for p in (ROOT / "schemas").glob("*.schema.json")]
    resources = [(s["$id"], Resource.from_contents(s)) for s in found]
    names = [(s["$id"].rsplit("/", 1)[1], Resource.from_contents(s)) for s in found]
    return Registry().with_resources(resources + names)


@pytest.mark.parametrize(
    ("pattern", "schema"),
    [
        ("RB-*.yml", "rulebook"),
        ("rules/*.yml", "rule"),
        ("requirements/*.yml", "requirement"),
    ],
)
def test_files_follow_their_schema(pattern: str, schema: str) -> None:
    contract = json.loads((ROOT / f"schemas/{schema}.schema.json").read_text())
    validator = Draft202012Validator(contract, registry=_schemas())
    files = sorted((ROOT / "registry/rulebooks").glob(pattern))

    assert files
    for path in files:
        errors = [e.message for e in validator.iter_errors(yamlsafe.load(path.read_bytes()))]
        assert not errors, (path.name, errors[:3])


def test_ledger_counts_hold() -> None:
    orders = Counter(id_.partition("-")[0] for id_ in BOOKS.requirements)

    assert orders == {"R193": 87, "R174": 15, "R129": 61, "R353": 16, "T": 40}


def test_ledger_holds_every_row_of_the_analysis() -> None:
    if not (folder := analysis()):
        pytest.skip("the analysis is not here; the counts above hold without it")
    text = (folder / "requirements.md").read_text()
    rows = re.findall(r"^\| (R\d+-[^|]+?|T-\d\d) \|", text, re.MULTILINE)

    assert set(rows) == set(BOOKS.requirements)


def test_classes_are_those_of_the_analysis() -> None:
    if not (folder := analysis()):
        pytest.skip("the analysis is not here")
    text = (folder / "requirements.md").read_text()
    rows = re.findall(r"^\| (R\d+-[^|]+?) \|.* \| ([^|]*) \|$", text, re.MULTILINE)

    assert len(rows) == 179
    for id_, printed in rows:
        wanted = set(re.findall(r"\b[ADVTX]\b", printed))
        assert set(BOOKS.requirements[id_].classes) == wanted, id_
