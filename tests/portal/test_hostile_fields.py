# SPDX-License-Identifier: MIT
"""Whatever any field of any register says, it stays text: no page gains an element."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree, html
from portal_case import ON, PDF, build, close_code, give_code, passport, put, to_yaml
from schema_values import DROP, Filler

from esep.checks.context import Context
from esep.checks.procedures import procedures
from esep.model.metamodel import Metamodel
from esep.model.schemas import Schemas
from esep.model.tree import DirTree
from esep.portal.tables import SIGNS

ROOT = Path(__file__).parents[2]
MARKUP = (
    "</script></title></textarea><script>alert(1)</script><svg/onload=alert(2)>"
    "<img src=x onerror='alert(3)'>\"><base href=//evil.example>]]><![CDATA[<!--esep:content-->"
)
WORDS = (
    "{{ 7*7 }}{% for x in y %}{0} %s ${z} [x](javascript:alert(1)) ![b](//evil.example/b.png)"
    '{: onclick=a } --8<-- "../../registry/codes.jsonl" <https://evil.example> &lt;b&#62; \\u003cb>'
)
SHEET = "=HYPERLINK(//evil.example); +1;\uff1d1;@a;-2"
PAYLOADS = {"markup": MARKUP, "words": WORDS, "sheet": SHEET}
LONG = "<b>" * 2600  # as long as the longest field may be


def registry(root: Path, furnished: Path, text: str) -> None:
    """A registry whose every register has a record with every field, each text being `text`."""
    shutil.copytree(furnished, root)
    shutil.copytree(ROOT / "registry/calendar", root / "registry/calendar")
    context = Context.of(DirTree(root), ON)
    schemas = Schemas(DirTree(root))

    def keep(name: str, schema: str, **fixed: Any) -> None:
        value = Filler(lambda _: text, fixed).value(schema)
        assert schemas.is_valid(schema, value), list(schemas.errors(schema, value))[:3]
        path = root / "registry" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(to_yaml(value), "utf-8")

    keep("organisations/orda.yml", "organisation")
    keep("accounts/login.yml", "account")
    keep("verifications/orda/orda.yml", "verification")
    keep("operator-list/2025/orda.yml", "operator-list")
    keep("trusted-software/orda.yml", "trusted-software")
    keep("ict-services/orda.yml", "ict-service")
    for law in procedures(context).values():
        keep(f"{law['folder'].removeprefix('registry/')}/2025/orda.yml", law["schema"])
    for group, folder in Metamodel.read(DirTree(root)).folders.items():
        keep(f"{folder.removeprefix('registry/')}/all.yml", group)
    whole = {"id": "orda", "lifecycle": passport("x")["lifecycle"], "documents/*/sha256": DROP}
    whole |= {"documents/*/access": "public"}
    value = Filler(lambda _: text, whole).value("passport")
    assert schemas.is_valid("passport", value), list(schemas.errors("passport", value))[:3]
    put(root, "orda/orda", value)
    put(root, "orda/wrong", passport("wrong", kind=text, purpose={"kk": text, text: text}))
    file = root / "objects/orda/orda" / value["documents"][0]["file"]
    file.parent.mkdir()
    file.write_bytes(PDF)
    (file.parent / f"{text.replace('/', '')[:60]}.pdf").write_bytes(PDF)
    give_code(root, "orda")
    close_code(root, "KZ-000001-63")


def plain(text: str) -> str:
    """Words as long as those of a text, of letters alone."""
    return re.sub(r"\S", "m", text)


@pytest.fixture(scope="module", params=PAYLOADS)
def both(
    request: pytest.FixtureRequest, furnished: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, str]:
    """The portal of a hostile registry, that of a plain one of the same shape, and the text."""
    text, folder = PAYLOADS[request.param], tmp_path_factory.mktemp("both")
    registry(folder / "hostile", furnished, text)
    registry(folder / "plain", furnished, plain(text))
    hostile, harmless = (build(folder / one, languages=("en",)) for one in ("hostile", "plain"))
    return hostile, harmless, text


def marked(site: Path) -> dict[str, Counter[str]]:
    """Every element with the names of its attributes, page by page and drawing by drawing."""
    found = {}
    for path in [*site.rglob("*.html"), *site.rglob("*.svg")]:
        read = html.document_fromstring if path.suffix == ".html" else etree.fromstring
        found[path.relative_to(site).as_posix()] = Counter(
            f"{one.tag} {sorted(one.attrib)}"
            for one in read(path.read_bytes()).iter()
            if isinstance(one.tag, str)
        )
    return found


def test_no_page_gains_an_element_or_an_attribute(both: tuple[Path, Path, str]) -> None:
    ours, clean = marked(both[0]), marked(both[1])
    assert ours.keys() == clean.keys()
    differ = {name: (ours[name] - clean[name], clean[name] - ours[name]) for name in clean}
    assert {name: one for name, one in differ.items() if any(one)} == {}


def test_text_is_seen_as_it_was_written(both: tuple[Path, Path, str]) -> None:
    site, _, text = both
    page = html.document_fromstring((site / "en/objects/orda/orda/index.html").read_bytes())
    assert page.xpath("string(//h1)") == " ".join(text[:300].split())


def test_no_link_leads_where_only_code_leads(both: tuple[Path, Path, str]) -> None:
    site, _, _ = both
    for path in site.rglob("*.html"):
        for _, name, url, _ in html.document_fromstring(path.read_bytes()).iterlinks():
            assert not re.match(r"\s*(javascript|vbscript|data)\s*:", url, re.IGNORECASE), name
            assert name in ("href", "src", "action", "cite"), (path, name)


def test_feeds_maps_and_models_are_well_formed(both: tuple[Path, Path, str]) -> None:
    site, control, _ = both
    for path in [*site.rglob("*.atom"), *site.rglob("*.xml")]:
        ours = Counter(str(one.tag) for one in etree.parse(path).iter())
        clean = etree.parse(control / path.relative_to(site))
        assert ours == Counter(str(one.tag) for one in clean.iter()), path


def test_no_line_of_a_calendar_begins_with_data(both: tuple[Path, Path, str]) -> None:
    site, control, _ = both
    for path in site.rglob("*.ics"):
        names = re.findall(rb"^([A-Z-]+)[:;]", path.read_bytes(), re.MULTILINE)
        clean = (control / path.relative_to(site)).read_bytes()
        assert names == re.findall(rb"^([A-Z-]+)[:;]", clean, re.MULTILINE), path


def test_data_files_are_json_and_scripts_hold_nothing_but_data(
    both: tuple[Path, Path, str],
) -> None:
    site, _, _ = both
    for path in [*site.rglob("*.json"), *site.rglob("*.jsonld")]:
        json.loads(path.read_bytes())
    for path in (site / "data/facets").glob("*.js"):
        text = path.read_text("utf-8")
        json.loads(text[text.index("]=") + 2 : text.rindex(";")])
    for path in (site / "search").rglob("[dtv]/**/*.js"):
        text = path.read_text("utf-8")
        json.loads(text[text.index(",") + 1 : text.rindex(")")])


def test_no_cell_of_any_table_begins_a_formula(both: tuple[Path, Path, str]) -> None:
    site, _, _ = both
    begins = re.compile(rf"(?:^|[;\t\r\n])\s*[{SIGNS}]|^[\t\r\n]")
    for path in site.rglob("*.csv"):
        rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        assert [one for row in rows for one in row if begins.search(one)] == [], path
    for path in site.rglob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        for sheet in book:
            assert re.fullmatch(r"[^\[\]:*?/\\]{1,31}", sheet.title)
            for row in sheet.iter_rows():
                assert all(one.data_type != "f" for one in row), path


def test_long_texts_of_a_registry_make_pages_of_a_bounded_size(
    furnished: Path, tmp_path: Path
) -> None:
    registry(tmp_path / "r", furnished, LONG)
    site = build(tmp_path / "r", languages=("en",))
    sizes: Mapping[str, int] = {
        path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*.html")
    }
    assert max(sizes.values()) < 3_000_000
