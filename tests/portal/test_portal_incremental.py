# SPDX-License-Identifier: MIT
"""What a build makes of a change is, byte for byte, what a clean build makes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from portal_case import (
    build,
    close_code,
    contents,
    give_code,
    organisation,
    passport,
    put,
    settings_of,
    three,
)

from esep.ledger.codes import CodeFormat
from esep.portal.build import publish
from esep.portal.store import STAMP

CODE = CodeFormat().make(1)


def clean(root: Path, **more: Any) -> dict[str, bytes]:
    """The files of a build that remembers nothing."""
    shutil.rmtree(root / ".cache")
    shutil.rmtree(root / "site")
    return served(build(root, **more))


def served(site: Path) -> dict[str, bytes]:
    files = contents(site)
    files.pop(STAMP)
    return files


def edit(root: Path) -> None:
    put(root, "saraishyq/gamma", passport("gamma", name=three("Жаңа атау")))


def add(root: Path) -> None:
    link = {"with": "alfa", "direction": "both", "data": three("Салық")}
    put(root, "orda/delta", passport("delta", interactions=[link], kind="sw"))


def delete(root: Path) -> None:
    shutil.rmtree(root / "objects/orda/beta")


def rename(root: Path) -> None:
    (root / "objects/saraishyq/gamma").rename(root / "objects/saraishyq/gamma-2")


def move(root: Path) -> None:
    shutil.move(root / "objects/orda/beta", root / "objects/saraishyq/beta")


def rename_target(root: Path) -> None:
    put(root, "orda/beta", passport("beta", name=three("Басқа атау")))


def repair(root: Path) -> None:
    put(root, "saraishyq/broken", passport("broken"))


def damage(root: Path) -> None:
    put(root, "orda/beta", "not: [yaml")


def duplicate(root: Path) -> None:
    put(root, "saraishyq/twin", passport("alfa"))


def replace_document(root: Path) -> None:
    file = root / "objects/orda/beta/documents/open.pdf"
    file.write_bytes(file.read_bytes().replace(b"Catalog", b"catalog"))


def new_organisation(root: Path) -> None:
    organisation(root, "zhana")


def new_label(root: Path) -> None:
    labels = root / "theme/labels.yml"
    text = labels.read_text("utf-8")
    labels.write_text(text.replace("History of changes", "What changed"), "utf-8")


def new_template(root: Path) -> None:
    template = root / "theme/pages/object.html"
    template.write_text(template.read_text("utf-8") + "<p>more</p>\n", "utf-8")


def new_frame(root: Path) -> None:
    template = root / "theme/site/partials/foot.html"
    template.write_text(template.read_text("utf-8").replace("e-foot", "e-bottom"), "utf-8")


def new_page(root: Path) -> None:
    for lang in ("kk", "ru", "en"):
        (root / f"docs/{lang}/more.md").write_text("# More\n", "utf-8")


def new_rulebook(root: Path) -> None:
    items = root / "registry/rulebooks/items.yml"
    text = items.read_text("utf-8")
    items.write_text(text.replace("access: restricted", "access: internal", 1), "utf-8")


def new_code(root: Path) -> None:
    give_code(root, "gamma")


def closed_code(root: Path) -> None:
    close_code(root, CODE)


def object_of_a_code_goes(root: Path) -> None:
    shutil.rmtree(root / "objects/orda/alfa")


CHANGES: tuple[Callable[[Path], None], ...] = (
    edit,
    add,
    delete,
    rename,
    move,
    rename_target,
    repair,
    damage,
    duplicate,
    replace_document,
    new_organisation,
    new_label,
    new_template,
    new_frame,
    new_page,
    new_rulebook,
    new_code,
    closed_code,
    object_of_a_code_goes,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_build_equals_a_clean_one_after_a_change(
    change: Callable[[Path], None], copy: Path
) -> None:
    before = served(copy / "site")
    change(copy)
    after = served(build(copy))
    assert after != before
    assert after == clean(copy)


@pytest.mark.parametrize(
    "setting",
    [{"edition": "official"}, {"languages": ("kk", "en")}, {"address": "https://a.example/b/"}],
    ids=lambda one: next(iter(one)),
)
def test_build_equals_a_clean_one_after_a_setting_changed(
    setting: dict[str, Any], copy: Path
) -> None:
    before = served(copy / "site")
    after = served(build(copy, **setting))
    assert after != before
    assert after == clean(copy, **setting)


def test_code_page_comes_back_with_its_object(copy: Path) -> None:
    before = served(copy / "site")
    shutil.move(copy / "objects/orda/alfa", copy / "alfa")
    build(copy)
    shutil.move(copy / "alfa", copy / "objects/orda/alfa")

    assert served(build(copy)) == before


def test_two_builds_of_the_same_registry_are_identical(copy: Path) -> None:
    before = served(copy / "site")
    assert clean(copy) == before


def test_nothing_is_read_or_rendered_when_nothing_changed(copy: Path) -> None:
    report = publish(settings_of(copy))
    assert (report.objects, report.read, report.rendered) == (4, 0, 0)


def test_only_neighbours_are_rendered_again_when_one_object_changes(copy: Path) -> None:
    path = copy / "objects/orda/beta/passport.yml"
    path.write_text(path.read_text("utf-8").replace("Жүйе beta", "Жаңа beta"), "utf-8")
    report = publish(settings_of(copy))
    assert (report.read, report.rendered) == (1, 2)


def test_everything_is_written_again_when_the_folder_was_taken_away(copy: Path) -> None:
    before = served(copy / "site")
    shutil.rmtree(copy / "site")
    assert served(build(copy)) == before
