# SPDX-License-Identifier: MIT
"""Everything a reader sees is said in three languages: labels, fields and coded values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from portal_case import ROOT

from esep import yamlsafe
from esep.checks.context import Context
from esep.errors import UserError
from esep.model.tree import DirTree
from esep.portal.fields import Plan
from esep.portal.wording import Labels, Words

LABELS = [*ROOT.glob("theme/*.yml"), *ROOT.glob("registry/rulebooks/**/*.yml")]
SCHEMAS = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_bytes())
    for path in ROOT.glob("schemas/*.json")
}
# What people write and the portal shows; the others are files that programs pass on.
WRITTEN = ("passport", "document", "facts", "lifecycle", "ict-service", "operator-list",
           "organisation", "account", "verification")  # fmt: skip
# Types whose own name says nothing of a field.
GENERAL = {"date", "line", "text", "line3", "text3", "boolean", "integer"}
TEXTS = {"text3", "line3"}  # their fields are the languages
OWN_GROUP = {"/changes/kind": "change"}
FRAME = ("/texts/ui.language/", "/texts/ui.direction/")  # codes, not words
CYRILLIC = re.compile("[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]")
WORD = re.compile("[A-Za-z]{2,}")


def three(value: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every text in three languages with its place."""
    if isinstance(value, dict):
        if {"kk", "ru", "en"} <= value.keys():
            yield f"{path}/", [str(value[lang]) for lang in ("kk", "ru", "en")]
        for key, one in value.items():
            yield from three(one, f"{path}/{key}")
    elif isinstance(value, list):
        if path.startswith("/texts/"):
            yield f"{path}/", value
        for at, one in enumerate(value):
            yield from three(one, f"{path}/{at}")


@pytest.mark.parametrize("path", LABELS, ids=lambda one: one.relative_to(ROOT).as_posix())
def test_no_kazakh_or_russian_text_is_left_in_english(path: Path) -> None:
    left = [
        (place, text)
        for place, texts in three(yamlsafe.load(path.read_bytes()))
        for text in texts[:2]
        if place not in FRAME
        and WORD.search(re.sub(r"\{\w+\}", "", text))
        and not CYRILLIC.search(text)
    ]
    assert left == []


def test_no_label_is_written_twice() -> None:
    texts = Labels.load(ROOT / "theme").texts
    assert [key for key in texts if texts.get(f"ui.{key}") == texts[key]] == []


def resolved(file: str, node: dict[str, Any]) -> tuple[str, dict[str, Any], str]:
    """Where a node's type stands, the type, and its name in common.schema.json."""
    name = ""
    while "$ref" in node:
        target, _, fragment = node["$ref"].partition("#")
        file = target.removesuffix(".schema.json") or file
        node = SCHEMAS[file]
        for step in filter(None, fragment.split("/")):
            node, name = node[step], step
    return file, node, name


def fields(file: str, node: dict[str, Any], path: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Schema, place and node of every named field below a node."""
    for name, child in node.get("properties", {}).items():
        if name == "schema_version":
            continue
        yield file, f"{path}/{name}", child
        where, inner, kind = resolved(file, child)
        while "items" in inner:
            where, inner, kind = resolved(where, inner["items"])
        if kind not in TEXTS:
            yield from fields(where, inner, f"{path}/{name}")


@pytest.mark.parametrize("name", WRITTEN)
def test_every_field_has_a_title_of_its_own_in_three_languages(name: str) -> None:
    nameless = []
    top = SCHEMAS[name]
    for file, place, node in fields(name, top.get("$defs", {}).get(name, top), ""):
        _, inner, kind = resolved(file, node)
        title = node.get("title") or ("" if kind in GENERAL else inner.get("title", ""))
        if len(title.split(" / ")) != 3 and kind not in ("sha256", "signed"):
            nameless.append((place, title or kind))
    assert nameless == []


def test_every_coded_value_of_a_passport_has_a_label() -> None:
    context = Context.of(DirTree(ROOT), date(2026, 11, 22))
    labels, nameless = Labels.load(ROOT / "theme").values, []
    for file, place, node in fields("passport", SCHEMAS["passport"], ""):
        _, inner, kind = resolved(file, node)
        _, inner, _ = resolved(file, inner["items"]) if "items" in inner else (file, inner, "")
        group = OWN_GROUP.get(place, place.rpartition("/")[2])
        for value in inner.get("enum", ()) if kind != "boolean" else ():
            known = labels.get(group, {}).get(str(value)) or context.rulebooks.term(group, value)
            if not known:
                nameless.append((place, value))
    assert nameless == []


def words(lang: str) -> Words:
    context = Context.of(DirTree(ROOT), date(2026, 11, 22))
    return Words(lang, Labels.load(ROOT / "theme"), context.rulebooks)


@pytest.mark.parametrize(
    ("day", "case", "said"),
    [
        ("2026-02-05", "from", "ақпаннан"),
        ("2026-05-05", "from", "мамырдан"),
        ("2026-07-05", "to", "шілдеге"),
        ("2026-09-05", "to", "қыркүйекке"),
        ("2026-09-05", "on", "қыркүйекте"),
        ("2026-12-05", "of", "желтоқсандағы"),
    ],
)
def test_kazakh_date_takes_the_case_a_label_asks_for(day: str, case: str, said: str) -> None:
    assert f"{{:{case}}}".format(words("kk").date(day)).endswith(f"5\u00a0{said}")


def test_what_is_no_date_stays_as_it_is_in_any_case() -> None:
    assert words("kk").t("name_from", date=words("kk").date("2024-02-31")) == "2024-02-31 бастап"


@pytest.mark.parametrize(
    ("number", "noun"), [(1, "объект"), (21, "объект"), (22, "объекта"), (11, "объектов")]
)
def test_figure_has_the_noun_that_goes_with_its_number(number: int, noun: str) -> None:
    assert words("ru").noun("on_record", number) == f"{noun} на учёте"


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (0, 0, "0%"),
        (0, 3, "0%"),
        (1, 1000, "1%"),
        (999, 1000, "99%"),
        (2, 3, "67%"),
        (3, 3, "100%"),
    ],
)
def test_share_is_rounded_but_never_to_nothing_or_everything(
    part: int, whole: int, share: str
) -> None:
    assert words("en").percent(part, whole) == share


def test_every_kind_of_notice_and_family_of_rules_has_a_name() -> None:
    values = Labels.load(ROOT / "theme").values
    notices = yamlsafe.load((ROOT / "registry/rulebooks/notices.yml").read_bytes())["notices"]
    assert [one["id"] for one in notices if one["id"] not in values["notice"]] == []
    families = {path.stem for path in ROOT.glob("registry/rulebooks/rules/*.yml")}
    assert families == values["rule_family"].keys()


def test_label_that_stands_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("labels.yml", "labels-more.yml"):
        (tmp_path / name).write_text("texts:\n  feed: [а, б, c]\nvalues: {}\n", "utf-8")
    with pytest.raises(UserError, match="feed"):
        Labels.load(tmp_path)


def test_labels_of_fields_are_spelled_out() -> None:
    """An abbreviation stands in brackets after its words, or not at all."""
    short = re.compile(r"(?<![/(\w])[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]{2,}(?!\w)")
    found = [
        (path.name, title)
        for path in sorted((ROOT / "schemas").glob("*.json"))
        for title in titles(json.loads(path.read_text("utf-8")))
        if short.search(title)
    ]
    assert found == []


def titles(node: Any) -> Iterator[str]:
    """Labels of a schema: those in three languages."""
    if isinstance(node, dict):
        title = node.get("title")
        if isinstance(title, str) and title.count(" / ") == 2:
            yield title
        node = [*node.values()]
    for one in node if isinstance(node, list) else ():
        yield from titles(one)


def test_entry_of_a_list_is_called_as_the_list_where_it_has_no_name_of_its_own() -> None:
    plan = Plan(SCHEMAS)
    for name in ("tests", "interactions", "changes", "environments"):
        assert plan.title(f"{name}/*", "ru") == plan.title(name, "ru") != name
