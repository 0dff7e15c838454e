# SPDX-License-Identifier: MIT
"""Every page of the small portal: links, languages, policy, labels."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from fontTools.ttLib import TTFont
from jsonschema import Draft202012Validator
from lxml import etree, html
from portal_case import CANARY, ROOT, SECRET, build, contents, document, passport, put

from esep import yamlsafe
from esep.i18n import LANGUAGES
from esep.portal.addresses import public
from esep.portal.settings import ADDRESS

PAGES = (
    *("index.html", "objects/index.html", "objects/orda/alfa/index.html"),
    *("objects/orda/beta/index.html", "objects/saraishyq/broken/index.html"),
    *("organisations/index.html", "organisations/orda/index.html", "kinds/index.html"),
    *("kinds/ici.is/index.html", "rules/index.html", "rules/CMP001/index.html", "about.html"),
    *("rules/book/RB-193/index.html", "rules/item/tor/index.html", "search/index.html"),
    *("data/index.html", "glossary/index.html", "accessibility.html"),
)
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)


def documents(site: Path) -> Iterator[tuple[Path, html.HtmlElement]]:
    for path in sorted(site.rglob("*.html")):
        yield path, html.document_fromstring(path.read_bytes())


def links(page: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    for element, name, value, _ in page.iterlinks():
        if name in ("href", "src", "action"):
            yield element, value


def dead(site: Path) -> list[str]:
    """Links inside that lead to no file or no anchor."""
    anchors = {
        path: {one.get("id") for one in page.iter() if isinstance(one.tag, str)}
        for path, page in documents(site)
    }
    found = []
    for path, page in documents(site):
        for _, url in links(page):
            parts = urlsplit(url)
            if parts.scheme or parts.netloc:
                continue
            base = site if parts.path.startswith("/") else path.parent  # only 404.html has no place
            name = unquote(parts.path).lstrip("/")
            target = (base / name).resolve() if name else path
            if not target.is_file() or (parts.fragment and parts.fragment not in anchors[target]):
                found.append(f"{path.relative_to(site)} -> {url}")
    return found


def test_every_link_inside_leads_to_a_file_and_an_anchor_that_is_there(site: Path) -> None:
    assert dead(site) == []


def test_every_link_inside_leads_somewhere_when_the_ledger_is_damaged(copy: Path) -> None:
    (copy / "registry/codes.jsonl").write_text("{}\n")
    assert dead(build(copy)) == []


def test_nothing_is_asked_of_another_host(site: Path) -> None:
    asked = [
        (str(path.relative_to(site)), url)
        for path, page in documents(site)
        for element, url in links(page)
        if urlsplit(url).netloc and element.tag != "a"
        if element.get("rel") != "canonical" and not element.get("hreflang")  # told, not fetched
    ]
    assert asked == []
    styles = b"".join(one.read_bytes() for one in site.rglob("*.css"))
    found = re.findall(rb"url\(([^)]*)\)|@import ([^;]*)", styles)
    assert [one for pair in found for one in pair if b"//" in one.replace(b"data:", b"")[:9]] == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_is_html_without_a_parse_error(site: Path, lang: str, name: str) -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parse((site / lang / name).read_text("utf-8"))


def test_every_page_forbids_inline_and_foreign_code(site: Path) -> None:
    for path, page in documents(site):
        said = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert said == [POLICY], path
        inline = page.xpath("//script[not(@src)] | //style | //*[@style]")
        assert inline == [], path
        handlers = [name for one in page.iter() for name in one.attrib if name.startswith("on")]
        assert handlers == [], path


def test_every_page_offers_itself_in_all_languages(site: Path) -> None:
    for path, page in documents(site):
        name = path.relative_to(site).as_posix()
        lang, _, rest = name.partition("/")
        if lang not in LANGUAGES:
            continue
        assert page.get("lang") == lang, name
        offered = {
            one.get("hreflang"): one.get("href")
            for one in page.xpath("//link[@rel='alternate'][@hreflang]")
        }
        shown = public(rest)
        assert offered == {one: f"{ADDRESS}{one}/{shown}" for one in LANGUAGES}, name
        switch = page.xpath("//nav[contains(@class, 'e-switch')]/a/@href")
        wanted = [site / one / rest for one in LANGUAGES]
        assert [(path.parent / one).resolve() for one in switch] == wanted, name


def test_every_page_tells_what_it_is_about(site: Path) -> None:
    for path, page in documents(site):
        if path.name == "404.html":
            continue
        (about,) = page.xpath("//meta[@name='description']/@content")
        assert about.strip(), path
        assert len(about) <= 300, path


def test_languages_have_the_same_pages(site: Path) -> None:
    shapes = [
        {path.relative_to(site / lang).as_posix() for path in (site / lang).rglob("*.html")}
        for lang in LANGUAGES
    ]
    assert shapes[0] == shapes[1] == shapes[2]


def test_labels_have_all_languages_and_the_same_places() -> None:
    data = yamlsafe.load((ROOT / "theme/labels.yml").read_bytes())
    for key, texts in data["texts"].items():
        assert len(texts) == 3 and all(texts), key
        places = [sorted(re.findall(r"\{(\w+)(?::\w+)?\}", text)) for text in texts]
        assert places[0] == places[1] == places[2], key
    for group, values in data["values"].items():
        for value, text in values.items():
            assert set(text) == set(LANGUAGES) and all(text.values()), f"{group} {value}"


def test_every_label_is_used() -> None:
    sources = [*(ROOT / "theme").rglob("*.html"), *(ROOT / "src/esep/portal").glob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    data = yamlsafe.load((ROOT / "theme/labels.yml").read_bytes())
    computed = ("section.", "group.", "direction.", "verdict.", "list.", "nav.", "ui.")
    unused = [
        key
        for key in data["texts"]
        if not key.startswith(computed) and not re.search(rf"['\"]{re.escape(key)}['\"]", text)
    ]
    assert unused == []


def test_missing_translation_is_marked_and_not_replaced(site: Path) -> None:
    page = (site / "en/objects/saraishyq/gamma/index.html").read_text("utf-8")
    assert '<h1>[en?] <span class="e-said" lang="kk">Гамма</span></h1>' in page


def test_object_with_a_code_has_a_permanent_address_in_every_language(site: Path) -> None:
    page = html.parse(site / "kk/objects/orda/alfa/index.html")
    code = page.xpath("//p[contains(@class, 'e-code')]/text()")[0]
    for lang in LANGUAGES:
        target = site / lang / "code" / code / "index.html"
        links = html.parse(target).xpath("//a[contains(@class, 'e-button')]/@href")
        assert (target.parent / links[0]).resolve() == site / lang / "objects/orda/alfa/index.html"
    assert (site / "code" / code / "index.html").is_file()


def test_object_without_a_code_is_never_shown_as_registered(site: Path) -> None:
    page = html.parse(site / "en/objects/orda/beta/index.html")
    card = page.xpath("//section[@aria-labelledby='code']")[0].text_content()
    assert "No accounting code is assigned yet" in card
    assert "Assigned on" not in card
    assert json.loads((site / "badges/beta.json").read_bytes())["message"].startswith("—")


def test_proprietor_and_holder_are_two_fields(site: Path) -> None:
    page = html.parse(site / "ru/objects/orda/beta/index.html")
    told = {
        one.xpath("string(dt)"): one.xpath("string(dd)")
        for one in page.xpath("//dl[contains(@class, 'e-who')]/div")
    }
    assert (told["Собственник"], told["Владелец"]) == ("Ұйым orda рус", "Ұйым saraishyq рус")


def test_broken_passport_has_a_page_that_lists_findings(site: Path) -> None:
    page = html.parse(site / "ru/objects/saraishyq/broken/index.html")
    assert "показать нельзя" in page.xpath("string(//p[@class='e-lead'])")
    assert page.xpath("//li[contains(@class, 'e-finding')]//a/text()") == ["YML008"]


def test_personal_data_is_told_with_its_legal_basis(site: Path) -> None:
    page = html.parse(site / "en/objects/orda/alfa/index.html")
    rows = page.xpath("//section[@aria-labelledby='people']//tbody/tr")
    assert [one.text_content() for one in rows] == ["Мекенжай engЗаң 7-бап—"]


@pytest.mark.parametrize("marker", [CANARY, SECRET])
def test_public_edition_holds_nothing_that_is_not_public(site: Path, marker: str) -> None:
    leaks = [name for name, data in contents(site).items() if marker.encode() in data]
    assert leaks == []


def test_what_lacks_stands_before_what_is_there(site: Path) -> None:
    page = html.parse(site / "en/objects/orda/beta/index.html")
    tables = page.xpath("//section[@aria-labelledby='items']//table")
    states = [one.xpath(".//td[2]/span/@class") for one in tables]
    assert [{one.rpartition("--")[2] for one in some} & {"gap", "done"} for some in states] == [
        {"gap"},
        {"done"},
        set(),
    ]


def test_page_not_found_speaks_every_language(site: Path) -> None:
    page = html.parse(site / "404.html")
    sections = page.xpath("//article/section")
    assert [one.get("lang") for one in sections] == list(LANGUAGES)
    assert all(one.xpath(".//a/@href") for one in sections)


def test_rule_shows_no_place_that_a_case_fills(site: Path) -> None:
    for path in (site / "kk/rules").glob("*/index.html"):
        told = html.parse(path).xpath("string(//dl[contains(@class, 'e-pairs--wide')])")
        assert not re.search(r"\{\w+\}", told), path


def test_rulebook_without_a_first_day_names_none(site: Path) -> None:
    told = html.parse(site / "en/rules/book/RB-PRE/index.html").xpath("string(//p[@class])")
    tile = html.parse(site / "en/rules/index.html").xpath("string(//ul[@class='e-tiles']/li[1])")
    assert " 1 January 1" not in told + tile
    assert "until" in tile


def test_guarded_documents_that_look_alike_make_one_row(copy: Path) -> None:
    alike = [document(name, "restricted") for name in ("one", "two", "three")]
    put(copy, "orda/beta", passport("beta", documents=[*alike, document("open", "public")]))
    build(copy)
    page = html.parse(copy / "site/en/objects/orda/beta/index.html")
    rows = page.xpath("//table[contains(@class, 'e-docs')]/tbody/tr")
    assert ["× 3" in one.text_content() for one in rows] == [True, False]


def test_public_document_is_published_and_linked_and_others_are_only_told(site: Path) -> None:
    page = html.parse(site / "en/objects/orda/beta/index.html")
    rows = page.xpath("//table[contains(@class, 'e-docs')]/tbody/tr")
    files = [one.xpath("th/a/@href") for one in rows]
    assert [len(one) for one in files] == [1, 0, 0]
    assert (site / "objects/orda/beta/documents/open.pdf").is_file()
    assert not (site / "objects/orda/beta/documents/inner.pdf").exists()


def test_json_meets_its_published_schema(site: Path) -> None:
    schema = json.loads((site / "api/v1/schema.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    for name in ("alfa", "beta", "gamma"):
        data = json.loads((site / f"api/v1/objects/{name}.json").read_bytes())
        Draft202012Validator(schema).validate(data)
    for name in ("objects", "organisations"):
        part = {**schema, "$ref": f"#/$defs/{name}"}
        data = json.loads((site / f"api/v1/{name}.json").read_bytes())
        Draft202012Validator(part).validate(data)
        assert data[name]


def test_sitemap_lists_every_page_of_every_language(site: Path) -> None:
    listed = set(
        re.findall(r"<loc>https://esep.example/([^<]*)</loc>", (site / "sitemap.xml").read_text())
    )
    pages = {
        path.relative_to(site).as_posix().removesuffix("index.html")
        for lang in LANGUAGES
        for path in (site / lang).rglob("*.html")
    }
    not_listed = {one for one in pages if "/code/" in one or one.endswith("/search/")}
    assert listed == pages - not_listed


def test_feed_is_atom_with_unique_entries(site: Path) -> None:
    feed = etree.parse(site / "ru/changes.atom")
    names = {"a": "http://www.w3.org/2005/Atom"}
    ids = feed.xpath("//a:entry/a:id/text()", namespaces=names)
    assert len(ids) == len(set(ids)) == 3
    assert feed.xpath("count(/a:feed/a:updated)", namespaces=names) == 1


def test_font_has_every_kazakh_letter() -> None:
    letters = {ord(one) for one in "әғқңөұүһіӘҒҚҢӨҰҮҺІ№«»–—"}
    for path in (ROOT / "theme/site/assets/fonts").glob("*.woff2"):
        letters -= TTFont(path).getBestCmap().keys()
    assert letters == set()


def test_badge_says_in_words_what_it_shows(site: Path) -> None:
    svg = etree.parse(site / "badges/alfa.svg").getroot()
    spoken = svg.get("aria-label")
    assert svg.get("role") == "img"
    assert "есептік код берілген" in spoken and "accounting code assigned" in spoken
    assert re.search(r"\d+/\d+$", spoken)


def test_every_page_of_the_official_edition_says_that_it_is_not_public(
    copy: Path, site: Path
) -> None:
    official = build(copy, edition="official", out=copy / "official", languages=("ru",))
    pages = [*(official / "ru").rglob("*.html")]
    mark = "Служебная редакция"
    assert [one for one in pages if mark not in one.read_text("utf-8")] == []
    assert [one for one in (site / "ru").rglob("*.html") if mark in one.read_text("utf-8")] == []


def test_document_that_a_field_names_is_told_by_its_title(copy: Path) -> None:
    booked = {"inventory_no": "1", "date": "2024-02-01", "document": "open"}
    papers = [document("open", "public", title={"kk": "Анықтама", "ru": "Справка о постановке"})]
    put(copy, "orda/beta", passport("beta", documents=papers, bookkeeping=[booked]))
    page = html.parse(build(copy, edition="official") / "ru/objects/orda/beta/index.html")
    (link,) = page.xpath("//section[@aria-labelledby='money']//a")
    assert link.text_content() == "Справка о постановке"
    assert link.get("href").endswith("/open.pdf")


def test_kinds_of_costs_are_told_in_words_beside_contracts(copy: Path) -> None:
    costs = [{"year": "2026", "kind": "support", "plan": "100"}]
    put(copy, "orda/beta", passport("beta", facts={"costs": costs}))
    page = html.parse(build(copy, edition="official") / "ru/contracts/index.html")
    (row,) = page.xpath("//tbody/tr")
    told = [one.text_content() for one in row]
    assert told[2] == "сопровождение"
    assert told[5] == "100"
