# SPDX-License-Identifier: MIT
"""No byte of the public edition holds what access rules hide, whatever field it stands in.

Every field that a schema knows is filled with a text of its own; which of them are hidden is
asked of theme/access.yml and the rulebooks, never listed here.
"""

from __future__ import annotations

import gzip
import io
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from portal_case import IDENTITY, ON, PDF, build, commit, git, organisation, passport, put, to_yaml
from schema_values import DROP, Filler, texts

from esep.checks.context import Context
from esep.model.tree import DirTree
from esep.portal.access import Access

ROOT = Path(__file__).parents[2]
WHO = "7319464242"  # stands in names and addresses of the authors of commits
BRANCH, BYTES = "7319464343", "7319464444"
LEVELS = ("public", "internal", "restricted")
FIXED: Mapping[str, Any] = {
    "id": "alfa",
    "kind": "ici.is",
    "traits": {"own_software": "yes", "budget_funded": "yes"},
    "lifecycle": passport("alfa")["lifecycle"],
    "interactions/*/with": "beta",
    "stored_in": DROP,
    "proprietor": "orda",
    "holder": "orda",
    "documents/*/file": DROP,
    "documents/*/sha256": "ab" * 32,
    "documents/*/access": "restricted",
}


class Canaries:
    """Gives every place of a record a text that stands nowhere else."""

    def __init__(self, series: int) -> None:
        self._series, self.places = series, dict[str, str]()

    def text(self, place: str) -> str:
        canary = f"7319{self._series:02d}{len(self.places):04d}68"
        self.places[place] = canary
        return canary


def filled(series: int, schema: str, fixed: Mapping[str, Any]) -> tuple[dict[str, Any], Canaries]:
    canaries = Canaries(series)
    return Filler(canaries.text, fixed).value(schema), canaries


def with_documents(series: int) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """A passport with a document of each level, and all its canaries by place."""
    value, canaries = filled(series, "passport", FIXED)
    found = [(at, one) for at, one in canaries.places.items() if not at.startswith("documents/")]
    value["documents"] = []
    for number, level in enumerate(LEVELS):
        own = Canaries(series + 10 * (number + 1))
        known = {"id": level, "form": "original", "language": "kk", "item": "manual_user"}
        known |= {"access": level, "sha256": "ab" * 32, "keeper": "orda"}
        known["file"] = DROP if level == "restricted" else f"documents/{level}.pdf"
        value["documents"].append(Filler(own.text, known).value("document"))
        found += [(f"documents/{number}/{at}", one) for at, one in own.places.items()]
    return value, found


@pytest.fixture(scope="module")
def root(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry of which every field is filled, on its second commit."""
    root = tmp_path_factory.mktemp("canaries") / "r"
    shutil.copytree(furnished, root)
    for name in ("architecture", "calendar", "operator-list", "organisations"):
        shutil.copytree(ROOT / "registry" / name, root / "registry" / name)
    organisation(root, "orda", type="service_integrator")
    put(root, "orda/beta", passport("beta"))
    (root / ".gitignore").write_text("/site/\n/.cache/\n")
    git(root, "init", "-q", "-b", f"main-{BRANCH}")
    for series, day in ((2, "2025-05-20"), (1, "2025-05-30")):
        value, _ = with_documents(series)
        if series == 2:
            for one in value["documents"][1:2]:
                one["access"] = "public"  # what was public then is not today
        put(root, "orda/alfa", value)
        put(root, "orda/broken", broken())
        put(root, "orda/torn", f"id: torn\nkind: !{SECRETS['torn']} x\n")
        folder = root / "objects/orda/alfa/documents"
        folder.mkdir(exist_ok=True)
        for level in LEVELS[:2]:
            (folder / f"{level}.pdf").write_bytes(
                PDF + (BYTES.encode() if level != "public" else b"")
            )
        write(root, "accounts/login.yml", account()[0])
        write(root, "operator-list/2025/one.yml", application()[0])
        sign(root, day)
    return root


SECRETS = {"torn": "7319490001", "broken": "7319490002"}


def broken() -> dict[str, Any]:
    """A passport that cannot be shown, for what stands in a hidden field."""
    return passport("broken", bookkeeping=[{"inventory_no": "1", "date": SECRETS["broken"]}])


def account() -> tuple[dict[str, Any], Canaries]:
    return filled(5, "account", {"organisation": "orda", "schema_version": "1"})


def application() -> tuple[dict[str, Any], Canaries]:
    return filled(6, "operator-list", {"id": "one", "object": "alfa", "criteria": DROP})


def write(root: Path, name: str, value: Mapping[str, Any]) -> None:
    path = root / "registry" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_yaml(dict(value)), "utf-8")


def sign(root: Path, day: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        for key in IDENTITY:
            patched.setitem(IDENTITY, key, f"a{WHO}@esep.example")
        commit(root, day)


@pytest.fixture(scope="module")
def public(root: Path) -> bytes:
    return everything(build(root))


@pytest.fixture(scope="module")
def official(root: Path) -> bytes:
    return everything(build(root, out=root / "official", edition="official"))


def everything(folder: Path) -> bytes:
    """All bytes below a folder, what is packed unpacked; gaps in numbers closed."""
    found = b"\0".join(part for path in folder.rglob("*") if path.is_file() for part in told(path))
    return re.sub(rb"(?<=[0-9])(?: |,|\xc2\xa0|&nbsp;|&#160;)(?=[0-9])", b"", found)


def told(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    yield path.as_posix().encode() + b"\0" + data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield name.encode() + packed.read(name)
    if path.suffix in (".gz", ".z"):
        yield gzip.decompress(data)


def test_passport_with_every_field_is_valid_and_shown(root: Path, public: bytes) -> None:
    assert (root / "site/api/v1/objects/alfa.json").is_file()
    value, _ = with_documents(1)
    assert value["name"]["kk"].encode() in public


def test_public_edition_holds_no_hidden_field_of_a_passport(root: Path, public: bytes) -> None:
    for series in (1, 2):
        value, canaries = with_documents(series)
        told = shown_texts(root, value)
        hidden = [(at, one) for at, one in canaries if one in str(value) and one not in told]
        assert [at for at, one in hidden if one.encode() in public] == []
        assert len(hidden) > 40


def shown_texts(root: Path, value: Mapping[str, Any]) -> str:
    """All that the public edition may tell of a passport, as one text."""
    context = Context.of(DirTree(root), ON)
    access = Access.load(root / "theme", context.rulebooks, "public")
    return str(access.cut_past(value) if "731902" in str(value) else access.cut(value)[0])


def test_official_edition_tells_what_the_public_one_hides(official: bytes) -> None:
    """Or the test above would find nothing because nothing is told at all."""
    value, _ = with_documents(1)
    assert value["documents"][1]["title"]["kk"].encode() in official
    assert (
        value["contacts"]
        and str(next(iter(texts(value["contacts"]).values()))).encode() in official
    )


def test_public_edition_holds_no_account(public: bytes) -> None:
    value, canaries = account()
    assert len(canaries.places) > 5
    assert [at for at, one in canaries.places.items() if one.encode() in public] == []
    assert value["application"]["work_email"].encode() not in public


def test_public_edition_names_no_signatory_of_an_application(public: bytes) -> None:
    places = application()[1].places
    assert places["application/signatory"].encode() not in public
    assert places["application/object_name/kk"].encode() in public


@pytest.mark.parametrize("marker", [WHO, BRANCH, BYTES])
def test_public_edition_holds_no_author_no_branch_and_no_guarded_bytes(
    public: bytes, marker: str
) -> None:
    assert marker.encode() not in public


@pytest.mark.parametrize("name", SECRETS)
def test_public_edition_does_not_quote_what_cannot_be_read(
    name: str, public: bytes, official: bytes
) -> None:
    assert SECRETS[name].encode() not in public
    assert SECRETS[name].encode() in official
