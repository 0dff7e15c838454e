# SPDX-License-Identifier: MIT
"""All files that speak of more than one object, each with the key of what it is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from hashlib import blake2b
from typing import Any

from esep.i18n import LANGUAGES
from esep.model.passport import flag
from esep.portal import (
    addresses,
    api,
    architecture_pages,
    case_pages,
    codes,
    dashboards,
    dcat,
    deadlines_pages,
    decisions_pages,
    expenses_pages,
    extracts,
    facets,
    feeds,
    lawbook,
    ledger_pages,
    lists,
    notices_pages,
    tables,
)
from esep.portal.badges import group_badge
from esep.portal.bands import fresh_from
from esep.portal.lists import Groups, Listing
from esep.portal.past import Past
from esep.portal.records import Brief
from esep.portal.render import Renderer
from esep.portal.settings import digest
from esep.portal.told import Whole

File = tuple[str, str, Callable[[], bytes]]
LATEST = 8


def site_files(renderer: Renderer, whole: Whole) -> Iterator[File]:
    """Every such file as address, key and maker; of two at one address the first."""
    made: dict[str, None] = {}
    for one in _but_sitemap(renderer, whole):
        if one[0] not in made:
            made[one[0]] = None
            yield one
    yield from extracts.files(renderer, whole)
    yield from dcat.files(renderer, whole.key, made)
    yield from _sitemap(renderer, whole.briefs, made)


def _but_sitemap(renderer: Renderer, whole: Whole) -> Iterator[File]:
    briefs, marks, key = whole.briefs, whole.marks, whole.key
    all_lists = list(lists.listings(briefs, renderer.organisations))
    of_briefs = whole.of_briefs
    yield from _handwritten(renderer, key)
    groups = lists.groups(all_lists)
    for listing in all_lists:
        yield from _listing(renderer, listing, marks, key, groups)
    yield from _overviews(renderer, whole, groups)
    yield from lawbook.pages(renderer, key)
    yield from architecture_pages.files(renderer, whole)
    yield from facets.files(renderer, whole)
    yield from dashboards.pages(renderer, all_lists, whole)
    yield from decisions_pages.pages(renderer, whole)
    past = Past(renderer, whole)
    yield from deadlines_pages.pages(past, key)
    yield from notices_pages.pages(past, key)
    yield from expenses_pages.pages(renderer, whole)
    yield from ledger_pages.pages(renderer, briefs, marks, key)
    yield from case_pages.pages(renderer, briefs, of_briefs)
    yield from _exports(renderer, whole)
    yield from _badges(renderer, all_lists, whole.of_counts)
    yield from codes.files(renderer, briefs, key)


def _handwritten(renderer: Renderer, key: str) -> Iterator[File]:
    """What MkDocs wrote: pages of docs/ and the files of the theme; and the schemas."""
    top = renderer.settings.work / "pages"
    schemas = renderer.settings.root / "schemas"
    for folder, prefix in ((top, ""), (schemas, "schemas/")):
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            name = prefix + path.relative_to(folder).as_posix()
            if name.startswith("sitemap."):
                continue  # knows hand-written pages alone
            yield name, blake2b(path.read_bytes(), digest_size=16).hexdigest(), path.read_bytes
    published = renderer.theme / "api.schema.json"
    data = published.read_bytes()
    yield "api/v1/schema.json", blake2b(data, digest_size=16).hexdigest(), published.read_bytes
    first = addresses.PAGE
    yield first, key, partial(renderer.choose, first, "Есеп")


def _listing(
    renderer: Renderer, listing: Listing, marks: Mapping[str, str], key: str, groups: Groups
) -> Iterator[File]:
    for lang in renderer.by_language:
        pages = [path for path, *_ in listing.pages(lang)]
        for path, number, some in listing.pages(lang):
            made_from = digest([key, len(listing.briefs), *(marks[one.folder] for one in some)])
            if number == 1 and listing.group == "objects":
                made_from = digest([made_from, groups])
            if number == 1 and listing.group == "organisations":
                made_from = digest([key, *(marks[one.folder] for one in listing.briefs)])
            place = (listing, path, number, pages)
            yield path, made_from, partial(_list_page, renderer, *place, some, groups)


def _list_page(
    renderer: Renderer,
    listing: Listing,
    path: str,
    number: int,
    pages: list[str],
    some: Sequence[Brief],
    groups: Groups,
) -> bytes:
    lang = path.partition("/")[0]
    words = renderer.by_language[lang].words
    title = listing.title(words)
    values: dict[str, Any] = {
        "listing": listing,
        "rows": [lists.line(one, words, renderer.organisations) for one in some],
        "pages": pages,
        "current": number,
        "total": len(listing.briefs),
    }
    if listing.group == "organisations":
        record = renderer.context.registry.organisations[listing.key]
        title = words.pick(renderer.organisations[listing.key])
        values |= {
            "organisation": record.value,
            "figures": lists.figures(listing.briefs, fresh_from(renderer)),
            "named": lambda slug: words.pick(renderer.organisations.get(slug, {"kk": slug})),
        }
    elif listing.group == "objects":
        title = words.t("nav.objects")
        values["address"] = renderer.settings.address
        values["groups"] = _group_links(renderer, lang, groups)
    template = {"objects": "catalogue.html", "organisations": "organisation.html"}
    values["title"] = title
    return renderer.page(path, template.get(listing.group, "group.html"), title, values)


def _group_links(
    renderer: Renderer, lang: str, groups: Groups
) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """Kinds, stages, classes and domains with their counts and addresses."""
    words = renderer.by_language[lang].words
    found = []
    for name in lists.GROUPS:
        listed = [
            (Listing((name, key), name, key, ()).title(words), addresses.page(lang, name, key), n)
            for key, n in groups[name]
        ]
        if listed:
            found.append((name, listed))
    return found


def _overviews(renderer: Renderer, whole: Whole, groups: Groups) -> Iterator[File]:
    of_briefs, counted = whole.of_briefs, whole.of_counts
    latest = cache(partial(lists.latest, whole.briefs, LATEST))
    has_codes = renderer.context.ledger is not None  # one that is damaged is not published
    for lang in renderer.settings.languages:
        words = renderer.by_language[lang].words
        make = partial(_home, renderer, whole.briefs, lang, groups, latest)
        yield addresses.page(lang), of_briefs, make
        path = addresses.page(lang, "organisations")
        yield path, counted, partial(_organisations, renderer, whole.briefs, path)
        for name in lists.GROUPS:
            path = addresses.page(lang, name)
            values = {
                "name": name,
                "groups": dict(_group_links(renderer, lang, groups)).get(name, []),
            }
            title = words.t(f"group.{name}")
            yield path, counted, partial(renderer.page, path, "groups.html", title, values)
        for name, told in (("data", {"codes": has_codes}), ("search", {})):
            path, title = addresses.page(lang, name), words.t(f"nav.{name}")
            made_from = digest([whole.key, has_codes])
            yield path, made_from, partial(renderer.page, path, f"{name}.html", title, told)
        path, title = addresses.page(lang, "glossary"), words.t("nav.glossary")
        terms: dict[str, Any] = {"terms": _glossary(renderer, lang), "order": _order(lang)}
        yield path, whole.key, partial(renderer.page, path, "glossary.html", title, terms)


def _order(lang: str) -> tuple[str, ...]:
    """The language of the page first."""
    return (lang, *(one for one in LANGUAGES if one != lang))


def _glossary(renderer: Renderer, lang: str) -> list[Mapping[str, str]]:
    terms = renderer.context.rulebooks.labels["glossary"]
    listed = terms.values() if isinstance(terms, Mapping) else terms
    return sorted(listed, key=lambda one: str(one[lang]).casefold())


def _home(
    renderer: Renderer,
    briefs: Sequence[Brief],
    lang: str,
    groups: Groups,
    latest: Callable[[], Sequence[tuple[Any, Brief]]],
) -> bytes:
    words = renderer.by_language[lang].words
    registry = renderer.context.registry
    values = {
        "figures": lists.figures(briefs, fresh_from(renderer)),
        "groups": _group_links(renderer, lang, groups),
        "latest": [
            (change, lists.line(brief, words, renderer.organisations)) for change, brief in latest()
        ],
        "organisations": len({brief.holder for brief in briefs if brief.shown}),
        "demonstration": any(
            flag(one.value.get("demonstration")) for one in registry.organisations.values()
        ),
        "book": renderer.context.rulebooks.in_force(renderer.settings.on),
        "on": renderer.settings.on,
    }
    return renderer.page(addresses.page(lang), "home.html", words.t("home"), values)


def _organisations(renderer: Renderer, briefs: Sequence[Brief], path: str) -> bytes:
    lang = path.partition("/")[0]
    words = renderer.by_language[lang].words
    held: dict[str, list[Brief]] = {}
    for brief in briefs:
        held.setdefault(brief.holder, []).append(brief)
    registry = renderer.context.registry.organisations
    rows = [
        {
            "url": addresses.page(lang, "organisations", slug),
            "name": words.pick(name),
            "type": words.term("organisation_type", registry[slug].value["type"]),
            "figures": lists.figures(held.get(slug, ()), fresh_from(renderer)),
        }
        for slug, name in renderer.organisations.items()
    ]
    rows.sort(key=lambda one: str(one["name"]).casefold())
    return renderer.page(path, "organisations.html", words.t("nav.organisations"), {"rows": rows})


def _exports(renderer: Renderer, whole: Whole) -> Iterator[File]:
    settings, of_briefs = renderer.settings, whole.of_briefs
    shown = [one for one in whole.briefs if one.shown]
    registry = renderer.context.registry.organisations
    known = {slug: registry[slug].value for slug in renderer.organisations}
    yield "api/v1/objects.json", of_briefs, partial(api.objects_data, settings, shown)
    yield "api/v1/organisations.json", whole.key, partial(api.organisations_data, settings, known)
    for path, make in tables.files("data/objects", partial(tables.rows, settings, shown)):
        yield path, of_briefs, make
    latest = lists.latest(shown, feeds.ENTRIES)
    for lang, setting in renderer.by_language.items():
        feed = partial(feeds.atom, settings, setting.words, latest)
        yield f"{lang}/changes.atom", of_briefs, feed


def _badges(renderer: Renderer, all_lists: Sequence[Listing], counted: str) -> Iterator[File]:
    for listing in all_lists:
        if listing.group not in ("objects", "organisations"):
            continue
        name = listing.key or "registry"
        place = f"badges/organisations/{name}" if listing.key else "badges/registry"
        coded = sum(bool(one.code) for one in listing.briefs)
        badge = group_badge(name, coded, len(listing.briefs), renderer.labels)
        yield f"{place}.svg", counted, badge.svg
        yield f"{place}.json", counted, badge.endpoint


def _sitemap(renderer: Renderer, briefs: Sequence[Brief], made: Iterable[str]) -> Iterator[File]:
    """Every page among `made`, and those of objects; one language stands for all."""
    lang = renderer.settings.languages[0]
    search = addresses.page(lang, "search")  # has nothing to say without a question
    of_objects = {addresses.object_page(lang, brief.folder): brief.folder for brief in briefs}
    states = renderer.versions  # the day of the last commit that wrote a passport
    days = {path: states[one][-1].on for path, one in of_objects.items() if one in states}
    paths = list(of_objects)
    paths += [
        one
        for one in made
        if one.startswith(f"{lang}/") and one.endswith(".html") and one != search
    ]
    common = (renderer.settings.address, renderer.settings.languages)
    for name, some in feeds.sitemaps(paths):
        made_from = digest([*common, [(one, days.get(one)) for one in some]])
        yield name, made_from, partial(feeds.sitemap, renderer.settings, some, days)
