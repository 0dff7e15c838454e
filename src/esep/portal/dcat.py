# SPDX-License-Identifier: MIT
"""What data the portal gives, told to catalogues of open data (DCAT-AP 3 as JSON-LD)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

from esep.i18n import LANGUAGES
from esep.portal.api import dump
from esep.portal.render import Renderer
from esep.portal.settings import digest

Made = tuple[str, str, Callable[[], bytes]]
FILE = "data/catalogue.jsonld"
PUBLISHER = "service_integrator"  # the type of the organisation that keeps the registers
# The first file of each form in the order told; a star stands for a language.
DATASETS: Mapping[str, tuple[str, ...]] = {
    "objects": (
        *("api/v1/objects.json", "data/objects.csv", "data/objects.xlsx"),
        *("*/changes.atom", "api/v1/schema.json"),
    ),
    "organisations": ("api/v1/organisations.json",),
    "codes": ("api/v1/codes.json", "data/codes.jsonl"),
    "architecture": (
        *("api/v1/architecture.json", "data/architecture-current.xml"),
        "data/architecture-target.xml",
    ),
    "cases": ("data/cases.json", "data/cases.csv", "data/cases.xlsx"),
    "operator-list": ("data/operator-list.csv", "data/operator-list.xlsx"),
}
_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# By ending: the media type, and the file type of the authority table of the EU.
_FORMS = {
    "json": ("application/json", "JSON"),
    "jsonl": ("application/jsonl", "JSON"),
    "csv": ("text/csv", "CSV"),
    "xlsx": (_XLSX, "XLSX"),
    "xml": ("application/xml", "XML"),
    "atom": ("application/atom+xml", "ATOM"),
}
_LANGUAGES = {"kk": "KAZ", "ru": "RUS", "en": "ENG"}
# Every term is defined here: a reader asks no other site what a name means.
CONTEXT: Mapping[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "title": {"@id": "dcterms:title", "@container": "@language"},
    "description": {"@id": "dcterms:description", "@container": "@language"},
    "name": {"@id": "foaf:name", "@container": "@language"},
    "publisher": {"@id": "dcterms:publisher", "@type": "@id"},
    "homepage": {"@id": "foaf:homepage", "@type": "@id"},
    "modified": {"@id": "dcterms:modified", "@type": "xsd:date"},
    "language": {"@id": "dcterms:language", "@type": "@id"},
    "spatial": {"@id": "dcterms:spatial", "@type": "@id"},
    "theme": {"@id": "dcat:theme", "@type": "@id"},
    "themeTaxonomy": {"@id": "dcat:themeTaxonomy", "@type": "@id"},
    "accessRights": {"@id": "dcterms:accessRights", "@type": "@id"},
    "identifier": "dcterms:identifier",
    "landingPage": {"@id": "dcat:landingPage", "@type": "@id"},
    "dataset": {"@id": "dcat:dataset", "@type": "@id"},
    "distribution": {"@id": "dcat:distribution", "@type": "@id"},
    "accessURL": {"@id": "dcat:accessURL", "@type": "@id"},
    "downloadURL": {"@id": "dcat:downloadURL", "@type": "@id"},
    "mediaType": {"@id": "dcat:mediaType", "@type": "@id"},
    "format": {"@id": "dcterms:format", "@type": "@id"},
}


def files(renderer: Renderer, key: str, made: Collection[str]) -> Iterator[Made]:
    """The description of the files among `made`."""
    paths = {name: _paths(renderer, some, made) for name, some in DATASETS.items()}
    yield FILE, digest([key, paths]), partial(_catalogue, renderer, paths)


def _paths(renderer: Renderer, some: Collection[str], made: Collection[str]) -> list[str]:
    languages = renderer.settings.languages
    spread = [one.replace("*", lang) for one in some for lang in languages]
    return [one for one in dict.fromkeys(spread) if one in made]


def _catalogue(renderer: Renderer, paths: Mapping[str, list[str]]) -> bytes:
    settings = renderer.settings
    about = f"{settings.address}data/"
    common = {
        "publisher": _publisher(renderer),
        "language": [f"{_EU}language/{_LANGUAGES[one]}" for one in settings.languages],
        "modified": settings.on.isoformat(),
    }
    told = {
        "@context": CONTEXT,
        "@id": f"{about}catalogue",
        "@type": "dcat:Catalog",
        "title": _said(renderer, "brand_long"),
        "description": _said(renderer, "data_lead"),
        "homepage": settings.address,
        "spatial": f"{_EU}country/KAZ",
        "themeTaxonomy": f"{_EU}data-theme",
        **common,
        "dataset": [
            _dataset(renderer, name, some) | common for name, some in paths.items() if some
        ],
    }
    return dump(told)


def _dataset(renderer: Renderer, name: str, paths: Collection[str]) -> dict[str, Any]:
    address = renderer.settings.address
    return {
        "@id": f"{address}data/catalogue/{name}",
        "@type": "dcat:Dataset",
        "identifier": name,
        "title": _said(renderer, f"dataset.{name}"),
        "description": _said(renderer, f"dataset.{name}.about"),
        "theme": f"{_EU}data-theme/GOVE",
        "accessRights": f"{_EU}access-right/PUBLIC",
        "landingPage": [f"{address}{lang}/data/" for lang in renderer.settings.languages],
        "distribution": [_distribution(renderer, one) for one in paths],
    }


def _distribution(renderer: Renderer, path: str) -> dict[str, Any]:
    url = renderer.settings.address + path
    media, form = _FORMS[path.rpartition(".")[2]]
    return {
        "@id": url,
        "@type": "dcat:Distribution",
        "accessURL": url,
        "downloadURL": url,
        "mediaType": _IANA + media,
        "format": f"{_EU}file-type/{form}",
    }


def _publisher(renderer: Renderer) -> dict[str, Any]:
    """The service integrator where one is on record, else the portal itself."""
    known = renderer.context.registry.organisations
    for slug, name in renderer.organisations.items():
        if known[slug].value["type"] == PUBLISHER:
            home = f"{renderer.settings.address}{renderer.settings.languages[0]}/organisations/"
            return {"@id": f"{home}{slug}/", "@type": "foaf:Agent", "name": dict(name)}
    portal = {"@id": renderer.settings.address, "@type": "foaf:Agent"}
    return portal | {"name": _said(renderer, "brand_long")}


def _said(renderer: Renderer, key: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, renderer.labels.texts[key], strict=True))
