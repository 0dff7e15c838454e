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
    to_yaml,
)

from esep.cli.build import render_shells
from esep.ledger.codes import CodeFormat
from esep.model.registry import ObjectRecord, Registry
from esep.portal.build import Session, publish, update
from esep.portal.store import STAMP

CODE = CodeFormat().make(1)


def clean(root: Path, **more: Any) -> dict[str, bytes]:
    """The files of a build that remembers nothing, neither of this registry nor of another."""
    shutil.rmtree(root / ".cache")
    shutil.rmtree(root / "site")
    settings = settings_of(root, **more)
    render_shells(settings)
    publish(settings)
    return served(settings.out)


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


def new_decision(root: Path) -> None:
    said = {"schema_version": "1", "object": "beta", "verifications": []}
    said["rejections"] = [{"item": "general", "on": "2025-05-05", "reason": three("Жоқ")}]
    path = root / "registry/verifications/orda/beta.yml"
    path.parent.mkdir(parents=True)
    path.write_text(to_yaml(said), "utf-8")


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
OF_OBJECTS = (
    (edit, "objects/saraishyq/gamma"),
    (add, "objects/orda/delta"),
    (delete, "objects/orda/beta"),
    (rename_target, "objects/orda/beta"),
    (duplicate, "objects/saraishyq/twin"),
    (replace_document, "objects/orda/beta"),
)


def _name(one: Any) -> str:
    return str(getattr(one, "__name__", one))


@pytest.mark.parametrize("change", CHANGES, ids=_name)
def test_build_equals_a_clean_one_after_a_change(
    change: Callable[[Path], None], copy: Path
) -> None:
    before = served(copy / "site")
    change(copy)
    after = served(build(copy))
    assert after != before
    assert after == clean(copy)


@pytest.mark.parametrize(("change", "folder"), OF_OBJECTS, ids=_name)
def test_served_portal_equals_a_clean_one_after_an_object_changed(
    change: Callable[[Path], None], folder: str, copy: Path
) -> None:
    session = Session.load(settings_of(copy))
    update(session)
    change(copy)
    update(session, touched={folder})
    session.save()
    assert served(copy / "site") == clean(copy)


def test_object_is_read_again_when_its_host_is_the_platform_no_more(copy: Path) -> None:
    placed = {"placement": {"site": "icp", "host": "tirek", "since": "2024-01-01"}}
    put(copy, "orda/ui", passport("ui", kind="psp", **placed))
    put(copy, "orda/tirek", passport("tirek", kind="ici.tp", traits={"is_icp": "yes"}))
    before = served(build(copy))
    put(copy, "orda/tirek", passport("tirek", kind="ici.tp", traits={"is_icp": "no"}))
    after = served(build(copy))
    page = "kk/objects/orda/ui/index.html"
    assert b"PSP006" in after[page] and b"PSP006" not in before[page]
    assert after == clean(copy)


def test_decision_on_an_object_changes_its_page(copy: Path) -> None:
    publish(settings_of(copy))
    new_decision(copy)
    assert publish(settings_of(copy)).read == 1


def test_everything_is_made_anew_when_a_build_was_cut_short(copy: Path) -> None:
    (copy / "site" / STAMP).unlink()
    assert publish(settings_of(copy)).read == 4


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


def test_pages_on_all_objects_read_the_passport_of_none(
    modelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "registry"
    shutil.copytree(modelled, root, symlinks=True)
    edit(root)
    read: set[str] = set()

    def watched(registry: Registry, folder: str) -> ObjectRecord:
        read.add(folder)
        return find(registry, folder)

    find = Registry.object
    monkeypatch.setattr(Registry, "object", watched)
    publish(settings_of(root))
    assert read == {"objects/saraishyq/gamma"}


def test_everything_is_written_again_when_the_folder_was_taken_away(copy: Path) -> None:
    before = served(copy / "site")
    shutil.rmtree(copy / "site")
    assert served(build(copy)) == before
