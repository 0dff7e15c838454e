# SPDX-License-Identifier: MIT
"""The search index of the portal, brought up to date with what a build read."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from esep.i18n import pick
from esep.model.registry import Record
from esep.portal.addresses import object_page, page
from esep.portal.objects import Setting
from esep.portal.records import Brief
from esep.portal.settings import Settings
from esep.search.documents import Document, Text
from esep.search.index import build
from esep.search.update import update, write

FOLDER = "search"
SCRIPTS = ("analyser.js", "match.js", "engine.js", "search.js")


def document(settings: Mapping[str, Setting], brief: Brief, value: Mapping[str, Any]) -> Document:
    """What is searched of an object; of one that cannot be shown, its identifier."""
    texts = {lang: _text(setting, brief, value) for lang, setting in settings.items()}
    names = {pick(brief.short, lang) for lang in brief.short}
    closed = (str(brief.closed["code"]),) if brief.closed else ()
    whole = brief.id.replace("-", "")  # its parts would be met instead of the title's words
    keywords = (whole, *closed, *sorted(names), *value.get("domain_names", ()))
    return Document(brief.folder, texts, brief.code, keywords)


def _text(setting: Setting, brief: Brief, value: Mapping[str, Any]) -> Text:
    words = setting.words
    url = object_page(words.lang, brief.folder)
    if not brief.shown:
        return Text(brief.id, url=url)
    holder = setting.organisations.get(brief.holder)
    return Text(
        words.pick(brief.name),
        body=words.pick(value["purpose"]),
        kind=words.term("kind", brief.kind),
        holder=words.pick(holder) if holder else brief.holder,
        stage=words.term("stage", brief.stage),
        url=url,
    )


def organisations(
    settings: Mapping[str, Setting], records: Mapping[str, Record]
) -> Iterable[Document]:
    """Every organisation, by its short and former names and its BIN too.

    They change with the whole build alone.
    """
    known = next(iter(settings.values())).organisations
    for slug, name in known.items():
        value = records[slug].value
        others = [one[key] for one in value["names"] for key in ("name", "short") if key in one]
        texts = {
            lang: Text(
                setting.words.pick(name),
                body=" ".join(setting.words.pick(other) for other in others),
                url=page(lang, "organisations", slug),
            )
            for lang, setting in settings.items()
        }
        yield Document(f"organisations/{slug}", texts, keywords=(slug, str(value.get("bin", ""))))


def refresh(
    settings: Settings,
    by_language: Mapping[str, Setting],
    records: Mapping[str, Record],
    read: Mapping[str, Document],
    gone: Iterable[str],
    *,
    whole: bool,
) -> None:
    """Write the index: anew when every object was read, else only the files that change."""
    folder, state = settings.out / FOLDER, settings.work / FOLDER
    if not whole:
        write(folder, state, update(folder, state, read.values(), gone))
        return
    for old in (folder, state):
        shutil.rmtree(old, ignore_errors=True)
    write(folder, state, build([*read.values(), *organisations(by_language, records)]))
    for name in SCRIPTS:
        source = resources.files("esep.search").joinpath(name)
        (folder / name).write_bytes(source.read_bytes())
