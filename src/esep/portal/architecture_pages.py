# SPDX-License-Identifier: MIT
"""The files of architecture and monitoring, and the two overviews that lead to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial

from esep.checks.context import Context
from esep.checks.duplicates import Likeness, find
from esep.exchange import archimate, lists
from esep.exchange.report import to_pdf, to_workbook
from esep.model.architecture import STATES, official
from esep.portal import architecture_activity as activity
from esep.portal import architecture_data as data
from esep.portal import architecture_model as model
from esep.portal import architecture_work as work
from esep.portal.addresses import page as address
from esep.portal.architecture_parts import Block, Cell, Desk, Page, Row, Shared, Texts
from esep.portal.render import Renderer
from esep.portal.settings import digest
from esep.portal.told import CHECKED, DESCRIBED, LISTED, Whole
from esep.reports import implementation
from esep.reports.implementation_lists import tables

File = tuple[str, str, Callable[[], bytes]]
_MAKERS = {**model.PAGES, **activity.PAGES, **data.PAGES, **work.PAGES}
MODEL = ("capabilities", "landscape", "data", "references", "interactions", "goals", "processes",
         "journeys", "technologies", "comparison", "findings", "versions")  # fmt: skip
WORK = (*work.PAGES, "report")
Write = Callable[[Context, implementation.Report, str], bytes]
FORMS: Mapping[str, Write] = {"pdf": to_pdf, "xlsx": to_workbook}


def files(renderer: Renderer, whole: Whole) -> Iterator[File]:
    """Every page in every language; nothing is computed before one must be made."""
    shelf = _Shelf(renderer, whole)
    keys = _Keys(renderer.context, whole)
    keyed = [(parts, keys.of(parts)) for parts in addresses(renderer)]
    for lang in renderer.settings.languages:
        for parts, key in keyed:
            yield address(lang, *parts), key, partial(shelf.render, lang, parts)
    context = renderer.context
    for lang in renderer.settings.languages if context.architecture.of("reports") else ():
        for form, write in FORMS.items():
            yield _report_file(lang, form), keys.report, partial(shelf.download, lang, write)
    described, exchanged = whole.state(DESCRIBED), archimate.Model(context)
    for state in STATES:
        yield f"data/architecture-{state}.xml", described, partial(exchanged.write, state)
    kinds = context.architecture.metamodel.kinds
    yield "api/v1/architecture.json", whole.key, partial(_json, renderer, list(kinds))
    for kind in kinds:
        yield f"data/architecture/{kind}.csv", whole.key, partial(_csv, renderer, kind)


class _Keys:
    """What each page is made from, beside what is common to all."""

    def __init__(self, context: Context, whole: Whole) -> None:
        self._context, self._whole, self._survey = context, whole, whole.survey
        # What an analysis rests on is read from the passports and documents of its objects.
        self._sources = {
            one.id: [
                whole.sources[self._survey[name].folder]
                for name in one.refs("objects")
                if name in self._survey
            ]
            for one in context.architecture.of("ict_projects")
        }
        self._listed = whole.state(LISTED)
        self._judged = digest([whole.state(CHECKED), self._sources])
        self.report = digest([self._judged, *(one.tally for one in whole.told.values())])

    def of(self, parts: tuple[str, ...]) -> str:
        if parts[1:2] == ("domains",) and len(parts) == 3:
            listed = [one.folder for one in self._survey.values() if parts[2] in one.domains]
            return self._whole.state(LISTED, listed)
        if parts[0] == "monitoring" and parts[-1] in self._sources:
            return self._projects[parts[-1]]
        if parts == ("architecture", "capabilities"):
            return digest([self._judged, [one.cost for one in self._survey.values()]])
        if parts == ("monitoring", "report"):
            return self.report
        return self._judged if parts == ("architecture", "findings") else self._listed

    @cached_property
    def _projects(self) -> dict[str, str]:
        """By project; its evidence names what is near its objects or like them."""
        pairs: dict[str, list[Likeness]] = defaultdict(list)
        for pair in find(self._context):
            pairs[pair.first].append(pair)
            pairs[pair.second].append(pair)
        found = {}
        for project in self._context.architecture.of("ict_projects"):
            own = [self._survey[one] for one in project.refs("objects") if one in self._survey]
            like = [pair for one in own for pair in pairs[one.id]]
            names = {name for one in own for name, _ in one.links}
            names |= {name for pair in like for name in (pair.first, pair.second)}
            near = [self._survey[one].folder for one in sorted(names) if one in self._survey]
            near_state = self._whole.state(LISTED, near)
            found[project.id] = digest([like, near_state, self._sources[project.id]])
        return found


def _json(renderer: Renderer, kinds: Sequence[str]) -> bytes:
    return lists.to_json(renderer.context.architecture, kinds).encode()


def _csv(renderer: Renderer, kind: str) -> bytes:
    return lists.to_csv(renderer.context.architecture, kind).encode("utf-8-sig")


def addresses(renderer: Renderer) -> Iterator[tuple[str, ...]]:
    """Where the pages stand below a language; the menu leads to the overviews always."""
    architecture = renderer.context.architecture
    yield from (("architecture",), ("monitoring",))
    if not architecture.records:
        return
    yield from (("architecture", one) for one in MODEL)
    yield from (("architecture", "domains", one.id) for one in architecture.of("domains"))
    yield from (("monitoring", one) for one in WORK)
    yield from (
        ("monitoring", one.id) for one in architecture.of("ict_projects") if one.id not in WORK
    )


class _Shelf:
    """The pages, and what several of them share."""

    def __init__(self, renderer: Renderer, whole: Whole) -> None:
        self._renderer, self._whole = renderer, whole
        self._shared = Shared(renderer.context)

    @cached_property
    def _texts(self) -> Texts:
        return Texts.load(self._renderer.theme)

    @cached_property
    def _report(self) -> implementation.Report | None:
        """The report of the last period that is on record."""
        period = self._renderer.period
        if period is None:
            return None
        tallies = (one.tally for one in self._whole.told.values())
        shared = self._shared
        return implementation.put_together(shared.context, period, tallies, shared.findings)

    def render(self, lang: str, parts: tuple[str, ...]) -> bytes:
        page = self._page(lang, parts)
        renderer, path = self._renderer, address(lang, *parts)
        desk = self._desk(lang)
        root = "../" * path.count("/")
        steps = [(desk.t(parts[0]), f"{root}{lang}/{parts[0]}/index.html")] if parts[1:] else []
        values = {"page": page, "title": page.title, "steps": steps, "none": desk.t("none")}
        values["shade"] = desk.t("shade")
        return renderer.page(path, "architecture/page.html", page.title, values)

    def download(self, lang: str, write: Write) -> bytes:
        assert self._report
        return write(self._shared.context, self._report, lang)

    def _desk(self, lang: str) -> Desk:
        words = self._renderer.by_language[lang].words
        return Desk(self._shared, words, self._texts, self._renderer.organisations)

    def _page(self, lang: str, parts: tuple[str, ...]) -> Page:
        """Made when its turn comes: a change makes few of them stale."""
        desk, name = self._desk(lang), parts[-1]
        if len(parts) == 1:
            return _OVERVIEWS[name](desk)
        if parts == ("monitoring", "report"):
            return _report(desk, self._report)
        if name in _MAKERS and len(parts) == 2:
            return _MAKERS[name](desk)
        kind, make = _OF_ONE[parts[:-1]]
        one = desk.model.get(kind, name)
        assert one
        return make(desk, one)


def _there(desk: Desk, names: Sequence[str]) -> Sequence[str]:
    return names if desk.model.records else ()


def _architecture(desk: Desk) -> Page:
    domains = [
        (desk.name(one), address(desk.lang, "architecture", "domains", one.id), "")
        for one in desk.model.of("domains")
    ]
    menu = [
        (desk.t(one), address(desk.lang, "architecture", one), "") for one in _there(desk, MODEL)
    ]
    menu.append((desk.t("guide"), f"{desk.lang}/architecture-guide.html", ""))
    version = official(desk.model, "target") or official(desk.model, "current")
    mark = f"{desk.name(version)} — {desk.t('official')}" if version else desk.t("draft_mark")
    rows: list[Row] = [([Cell(text, url)],) for text, url, _ in domains]
    blocks = [Block(desk.t("domains"), desk.columns("domains"), rows)]
    return Page(desk.t("architecture"), blocks, desk.t("lead"), mark, menu)


def _monitoring(desk: Desk) -> Page:
    menu = [(desk.t(one), address(desk.lang, "monitoring", one), "") for one in _there(desk, WORK)]
    lead = desk.t("monitoring_lead")
    return Page(desk.t("monitoring"), (), lead, menu=menu)


def _report(desk: Desk, report: implementation.Report | None) -> Page:
    if report is None:
        return Page(desk.t("report"), (), desk.t("none"))
    title, filed = implementation.head(report, desk.lang)
    sections: dict[str, list[Row]] = {}
    for section, row, number in implementation.lines(desk.context, report, desk.lang):
        cells = ([Cell(row)], [Cell(desk.words.number(number))])
        sections.setdefault(section, []).append(cells)
    columns = desk.columns("figure", "number")
    blocks = [Block(name, columns, rows) for name, rows in sections.items()]
    for table in tables(desk.context, report, desk.lang):
        listed = [tuple([Cell(one)] for one in row) for row in table.rows]
        blocks.append(Block(table.title, table.columns, listed))
    forms = [(desk.t(f"as_{form}"), _report_file(desk.lang, form), "") for form in FORMS]
    lead = f"{filed}. {implementation.made_on(desk.context, desk.lang)}."
    return Page(title, blocks, lead, menu=forms)


def _report_file(lang: str, form: str) -> str:
    return f"data/implementation-report-{lang}.{form}"


_OVERVIEWS = {"architecture": _architecture, "monitoring": _monitoring}
_OF_ONE = {
    ("architecture", "domains"): ("domains", model.domain_page),
    ("monitoring",): ("ict_projects", work.project_page),
}
