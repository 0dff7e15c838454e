# SPDX-License-Identifier: MIT
"""Whatever a submission says, it stays text."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from lxml import html
from portal_case import build, document, organisation, passport, put

TEXTS = {
    "html": '<script>alert(1)</script><img src=x onerror=alert(1)><iframe srcdoc="x"></iframe>',
    "markup": "</title></textarea></article><base href=//evil.example><svg/onload=alert(1)>",
    "markdown": "[x](javascript:alert(1)) ![b](//evil.example/b.png) {: onclick=alert(1) }",
    "autolink": "<https://evil.example> ``` | | \n# not a title",
    "snippet": '--8<-- "../../registry/codes.jsonl" {!/etc/passwd!} {% include "/etc/passwd" %}',
    "jinja": "{{ 7*7 }}{{ config }}{% for x in ().__class__.__mro__ %}{{ x }}{% endfor %}",
    "format": "{0} {name} {date.__class__} %s ${x}",
    "marks": "<!--esep:content--><!--esep:head--> \x00",
    "front": "--- title: evil --- shell: yes",
    "entity": "&lt;script&gt; &#60;b&#62; &amp;amp; ]]> <![CDATA[",
}
FORMULAE = ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("//evil.example")')


def fill(root: Path, text: str) -> None:
    """A registry whose every free text is `text`."""
    said = dict.fromkeys(("kk", "ru", "en"), text)
    organisation(root, "orda", names=[{"from": "2020-01-01", "name": said, "short": said}])
    more = {
        "name": said,
        "short_name": said,
        "purpose": said,
        "class_basis": text,
        "placement": {"site": "provider", "impossibility_note": text},
        "components": [{"name": said, "purpose": said}],
        "interactions": [
            {"with": "beta", "direction": "in", "data": said},
            {"party": text, "direction": "out", "data": said, "frequency": text},
        ],
        "cost_calculations": [
            {
                "id": "c1",
                "method": text[:60],
                "method_version": "1",
                "inputs": {text: text},
                "result": "1",
                "date": "2024-01-01",
            }
        ],
        "documents": [document("open", "public", title=said, number=text[:80])],
        "facts": {
            "stored_data": [{"name": said, "personal": "yes", "legal_basis": text}],
            "source_code": [{"language": text[:60], "transferred": "no"}],
        },
        "not_applicable": [
            {"item": "tor", "reason": "other", "text": said, "by": text, "on": "2024-01-01"}
        ],
        "known_gaps": [{"item": "inventory", "since": "2024-01-01", "note": text}],
        "changes": [
            {"kind": "refresh", "changed_on": "2025-01-01", "summary": said, "attested_by": text}
        ],
    }
    put(root, "orda/alfa", passport("alfa", **more))
    put(root, "orda/beta", passport("beta"))
    put(root, "orda/wrong", passport("wrong", kind=text, name=said))


def made(furnished: Path, root: Path, text: str) -> Path:
    shutil.copytree(furnished, root)
    fill(root, text)
    return build(root)


@pytest.fixture(scope="module")
def control(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(furnished, tmp_path_factory.mktemp("control") / "r", "Мәтін")


def marked(site: Path) -> dict[str, Counter[str]]:
    """Every element with its attributes' names, page by page."""
    found = {}
    for path in site.rglob("*.html"):
        page = html.document_fromstring(path.read_bytes())
        tags = Counter(
            f"{one.tag} {sorted(one.attrib)}" for one in page.iter() if isinstance(one.tag, str)
        )
        found[path.relative_to(site).as_posix()] = tags
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text_adds_no_element_and_no_attribute(
    name: str, furnished: Path, tmp_path: Path, control: Path
) -> None:
    text = TEXTS[name].replace("\x00", "").replace("\n", " ")
    site = made(furnished, tmp_path / "r", text)
    assert marked(site) == marked(control)
    page = html.document_fromstring((site / "en/objects/orda/alfa/index.html").read_bytes())
    assert page.xpath("string(//h1)") == text
    assert all("49" not in one.text_content() for one in page.xpath("//h1"))


def test_links_lead_only_where_data_may_lead(started: Path) -> None:
    organisation(started, "orda", site="javascript:alert(1)")
    put(started, "orda/alfa", passport("alfa", requirements_url="https://ok.example/?a=1&b=2"))
    site = build(started)
    urls = {
        url
        for path in site.rglob("*.html")
        for _, name, url, _ in html.document_fromstring(path.read_bytes()).iterlinks()
        if name == "href"
    }
    assert not any(one.lower().startswith(("javascript:", "data:", "vbscript:")) for one in urls)
    assert "https://ok.example/?a=1&b=2" in urls


@pytest.mark.parametrize("text", FORMULAE)
def test_no_exported_cell_begins_a_formula(text: str, started: Path) -> None:
    put(started, "orda/alfa", passport("alfa", name=dict.fromkeys(("kk", "ru", "en"), text)))
    site = build(started)
    rows = list(csv.reader(io.StringIO((site / "data/objects.csv").read_text("utf-8-sig"))))
    sheet = openpyxl.load_workbook(site / "data/objects.xlsx").active
    cells = [cell for row in rows for cell in row]
    cells += [str(cell or "") for row in sheet.iter_rows(values_only=True) for cell in row]
    assert [one for one in cells if one.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert cells.count(f"'{text}") == 6


def test_a_document_is_published_only_if_it_is_what_its_name_says(started: Path) -> None:
    put(started, "orda/alfa", passport("alfa", documents=[document("page", "public")]))
    file = started / "objects/orda/alfa/documents/page.pdf"
    file.parent.mkdir()
    file.write_bytes(b"<html><script>alert(1)</script>")
    assert not (build(started) / "objects").exists()


def test_a_symbolic_link_is_not_followed(started: Path, tmp_path: Path) -> None:
    put(started, "orda/alfa", passport("alfa", documents=[document("page", "public")]))
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(b"%PDF-1.4 secret")
    file = started / "objects/orda/alfa/documents/page.pdf"
    file.parent.mkdir()
    file.symlink_to(secret)
    assert not (build(started) / "objects").exists()
