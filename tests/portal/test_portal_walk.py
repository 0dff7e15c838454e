# SPDX-License-Identifier: MIT
"""However a registry changes, step by step, the portal is that of a build from nothing."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from portal_case import build, contents, settings_of
from portal_edits import EDITS, commit_all, rename_object, walk

from esep.portal.build import Session, publish, update
from esep.portal.serve import touched
from esep.portal.settings import Settings
from esep.portal.store import STAMP

SEED, STEPS, AT_ONCE, EVERY = 4, 4, 4, 4
Step = tuple[str, set[str] | None]


@pytest.fixture
def root(modelled: Path, tmp_path: Path) -> Path:
    """A registry that has something of everything, built in one language."""
    root = tmp_path / "r"
    built = {str(modelled): {"site", ".cache"}}
    shutil.copytree(modelled, root, ignore=lambda folder, _: built.get(folder, ()))
    build(root, languages=("en",))
    return root


def elsewhere(root: Path, name: str) -> Settings:
    """The same build in a folder of its own, with the pages that MkDocs made."""
    first = settings_of(root, languages=("en",))
    settings = replace(first, out=root / f".cache/{name}")
    shutil.rmtree(settings.out, ignore_errors=True)
    shutil.rmtree(settings.work, ignore_errors=True)
    kept = shutil.ignore_patterns("state.sqlite", "search", "past.json", "history.json")
    shutil.copytree(first.work, settings.work, symlinks=True, ignore=kept)
    return settings


def files(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in contents(folder).items() if name != STAMP}


def unequal(root: Path, site: Path) -> list[str]:
    """Files that a build from nothing makes otherwise."""
    clean = elsewhere(root, "clean")
    publish(clean)
    gc.unfreeze()
    ours, wanted = files(site), files(clean.out)
    return sorted(one for one in ours.keys() | wanted.keys() if ours.get(one) != wanted.get(one))


def follow(root: Path, steps: Iterable[Step], every: int) -> Iterator[tuple[list[str], list[str]]]:
    """Serve a registry while it changes; the way, and what is unequal after `every` steps."""
    settings = elsewhere(root, "served")
    session, way = Session.load(settings), list[str]()
    update(session)
    for name, some in steps:
        way.append(name)
        update(session, touched=some)
        if len(way) % every == 0:
            yield way, unequal(root, settings.out)
            session.save()  # as `esep serve` does when there is time
    yield way, unequal(root, settings.out)


def test_served_portal_equals_a_clean_one_after_every_step_of_a_walk(root: Path) -> None:
    for way, found in follow(root, islice(walk(root, SEED), STEPS), 1):
        assert found == [], way


def test_served_portal_equals_a_clean_one_after_every_kind_of_edit(root: Path) -> None:
    """Some at once, as when a branch is checked out."""
    rng = Random(SEED)
    names = sorted(EDITS)
    rng.shuffle(names)

    def steps() -> Iterator[Step]:
        for at in range(0, len(names), AT_ONCE):
            some = names[at : at + AT_ONCE]
            paths = [path for name in some for path in EDITS[name](root, rng)]
            yield ", ".join(some), touched(root, [str(root / one) for one in paths])

    for way, found in follow(root, steps(), EVERY):
        assert found == [], way


def test_built_portal_equals_a_clean_one_after_a_walk(root: Path) -> None:
    settings = settings_of(root, languages=("en",))
    for _ in islice(walk(root, SEED + 1), STEPS):
        publish(settings)
    publish(settings)
    assert unequal(root, settings.out) == []


def test_history_of_other_objects_is_told_when_a_served_registry_is_committed(root: Path) -> None:
    """Nothing that is watched changes with a commit: the next edit finds another head."""
    settings = elsewhere(root, "served")
    session, rng = Session.load(settings), Random(SEED)
    update(session)
    rename_object(root, rng)
    commit_all(root, rng)
    (root / "objects/saraishyq/broken/passport.yml").write_text("id: [\n", "utf-8")
    update(session, touched={"objects/saraishyq/broken"})
    assert unequal(root, settings.out) == []


def test_session_that_was_loaded_anew_looks_at_everything(root: Path) -> None:
    """As after a fault in a template: what was touched since is not all there is."""
    settings = elsewhere(root, "served")
    session = Session.load(settings)
    update(session)
    session.save()
    session = Session.load(settings)
    (root / "objects/saraishyq/broken/passport.yml").write_text("id: [\n", "utf-8")
    update(session, touched={"objects/saraishyq/broken"})
    assert unequal(root, settings.out) == []
