# SPDX-License-Identifier: MIT
"""Runs content streams far enough to know what they paint with.

Every (stream, resources, inherited state) runs once, so a form drawn 2^40 times costs one run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import ClassVar, TypeAlias

from esep.pdfa.budget import LimitError
from esep.pdfa.colour import Space, Spaces
from esep.pdfa.content import OPERATORS, operations
from esep.pdfa.document import Document, Page
from esep.pdfa.faults import Fault
from esep.pdfa.usage import FontUse, Place, Usage
from esep.pdfa.values import Dict, Name, Ref, Stream, Value, integer_of, name_of

MAX_SAVES = 28
MAX_FORM_DEPTH = 100
COST_OF_A_RUN = 32
MAX_NAMED = 1000
MAX_KEPT_STATES = 100_000
# Whether an operator fills and whether it strokes.
_PAINTS = {
    **dict.fromkeys(("f", "F", "f*"), (True, False)),
    **dict.fromkeys(("s", "S"), (False, True)),
    **dict.fromkeys(("b", "B", "b*", "B*"), (True, True)),
}
_PASSIVE_WORDS = "m l c v y re h n W W* cm w J j M d i BT ET Td TD Tm T* Tc Tw Tz TL Ts BMC EMC MP"
_PASSIVE = frozenset(_PASSIVE_WORDS.split())
_SHOWS = frozenset(("Tj", "TJ", "'", '"'))
_SET_DEVICE = {
    "g": ("fill", "DeviceGray"),
    "G": ("stroke", "DeviceGray"),
    "rg": ("fill", "DeviceRGB"),
    "RG": ("stroke", "DeviceRGB"),
    "k": ("fill", "DeviceCMYK"),
    "K": ("stroke", "DeviceCMYK"),
}


_Handler: TypeAlias = "Callable[[Interpreter, str, list[Value], Scope, State], State]"


@dataclass(frozen=True, slots=True)
class State:
    """The part of the graphics state that decides what is used."""

    fill: Space | None = None
    stroke: Space | None = None
    font: int = 0
    mode: int = 0
    coloured: bool = True


@dataclass(slots=True)
class Scope:
    """What a running stream sees: its resources, then those of its page."""

    resources: Dict
    outer: Dict
    place: Place
    depth: int


@dataclass(slots=True)
class Interpreter:
    """Runs streams and writes down in `usage` what they use."""

    document: Document
    usage: Usage = field(default_factory=Usage)
    spaces: Spaces = field(init=False)
    _done: set[tuple[object, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.spaces = Spaces(self.document)

    def run_page(self, page: Page) -> None:
        """Run the content of a page."""
        place = Place(page.number, page.num)
        resources = self.document.dict_of(page.entries.get("Resources"))
        contents = self.document.resolve(page.entries.get("Contents"))
        items = contents if isinstance(contents, list) else [contents]
        streams = [self.document.resolve(item) for item in items]
        parts = [self.document.decoded(item) for item in streams if isinstance(item, Stream)]
        if len(parts) > 1:
            self.document.budget.spend_decoded(sum(len(part) for part in parts))
        scope = Scope(resources, resources, place, 0)
        self._run(b"\n".join(parts), scope, self._start(scope))
        group = self.document.dict_of(page.entries.get("Group"))
        if group:
            self.usage.groups.setdefault(id(group), (group, place))

    def run_form(
        self, form: Stream, outer: Dict, place: Place, state: State | None = None, depth: int = 0
    ) -> None:
        """Run a form XObject or an appearance stream; `outer` are the resources of its page."""
        own = self.document.dict_of(form.dict.get("Resources"))
        scope = Scope(own or outer, outer, Place(place.page, form.num or place.num), depth)
        state = state or self._start(scope)
        key = (id(form), id(own), id(outer) if not own else 0, state)
        if key in self._done:
            return
        if depth > MAX_FORM_DEPTH:
            raise LimitError("form nesting", MAX_FORM_DEPTH)
        self._done.add(key)
        self.usage.xobjects.setdefault(id(form), (form, scope.place))
        self._run(self.document.decoded(form), scope, state)

    def _start(self, scope: Scope) -> State:
        gray = self._space(Name("DeviceGray"), scope)
        return State(gray, gray)

    def _space(self, value: Value, scope: Scope) -> Space | None:
        found = self.spaces.find(value, scope.resources)
        return found or (self.spaces.find(value, scope.outer) if scope.outer else None)

    def _find(self, scope: Scope, category: str, name: Value) -> Value:
        """A named resource, resolved; the page's own counts where the form has none."""
        for resources in (scope.resources, scope.outer):
            found = self.document.get(self.document.dict_of(resources.get(category)), str(name))
            if found is not None:
                return found
        return None

    def _run(self, data: bytes, scope: Scope, state: State) -> None:
        place, usage = scope.place, self.usage
        self.document.budget.spend_operators(COST_OF_A_RUN)
        saved: list[State] = []

        def note(rule: str, _at: int) -> None:
            usage.spelling.append(Fault(rule, obj=place.num or None, page=place.page))

        for count, (op, operands) in enumerate(operations(data, note)):
            if count & 1023 == 1023:
                self.document.budget.spend_operators(1024)
            if op in _PASSIVE:
                continue
            if op in _SHOWS:
                self._show(operands, scope, state)
            elif op in self._handlers:
                state = self._handlers[op](self, op, operands, scope, state)
            elif op in _PAINTS:
                fills, strokes = _PAINTS[op]
                self._use(state.fill if fills else None, scope)
                self._use(state.stroke if strokes else None, scope)
            elif op == "q":
                saved.append(state)
                if len(saved) > MAX_SAVES:
                    usage.deep[:] = usage.deep or [place]
                if len(saved) > MAX_KEPT_STATES:
                    raise LimitError("saved graphics states", MAX_KEPT_STATES)
            elif op == "Q":
                state = saved.pop() if saved else state
            elif op not in OPERATORS and len(usage.undefined) < MAX_NAMED:
                usage.undefined.setdefault(op[:40], place)

    def _use(self, space: Space | None, scope: Scope) -> None:
        if space is not None and space not in self.usage.spaces:
            self.usage.spaces[space] = scope.place

    def _set_device(self, op: str, _operands: list[Value], scope: Scope, state: State) -> State:
        if not state.coloured:
            return state
        target, device = _SET_DEVICE[op]
        return self._set_space(target, self._space(Name(device), scope), scope, state)

    def _set_named(self, op: str, operands: list[Value], scope: Scope, state: State) -> State:
        if not state.coloured or not operands:
            return state
        space = self._space(operands[-1], scope)
        return self._set_space("fill" if op == "cs" else "stroke", space, scope, state)

    def _set_space(self, target: str, space: Space | None, scope: Scope, state: State) -> State:
        self._use(space, scope)
        return replace(state, fill=space) if target == "fill" else replace(state, stroke=space)

    def _set_pattern(self, op: str, operands: list[Value], scope: Scope, state: State) -> State:
        if not state.coloured or not operands or not isinstance(operands[-1], Name):
            return state
        space = state.fill if op == "scn" else state.stroke
        pattern = self._find(scope, "Pattern", operands[-1])
        entries = self.document.dict_of(pattern)
        if integer_of(self.document.get(entries, "PatternType")) == 2:
            self._use_shading(self.document.get(entries, "Shading"), scope)
            self._use_state(self.document.get(entries, "ExtGState"), scope)
        elif isinstance(pattern, Stream):
            self._run_tile(pattern, space.under if space else None, scope)
        return state

    def _run_tile(self, pattern: Stream, under: Space | None, scope: Scope) -> None:
        state = None
        if integer_of(self.document.get(pattern, "PaintType")) == 2:
            self._use(under, scope)
            state = State(under, under, coloured=False)
        self.run_form(pattern, scope.outer, scope.place, state, scope.depth + 1)

    def _use_shading(self, shading: Value, scope: Scope) -> None:
        entries = self.document.dict_of(shading)
        if entries.get("ColorSpace") is not None:
            self._use(self._space(entries["ColorSpace"], scope), scope)

    def _shade(self, _op: str, operands: list[Value], scope: Scope, state: State) -> State:
        if state.coloured and operands:
            self._use_shading(self._find(scope, "Shading", operands[-1]), scope)
        return state

    def _set_font(self, _op: str, operands: list[Value], scope: Scope, state: State) -> State:
        if not operands or not isinstance(operands[0], Name):
            return state
        return self._enter_font(self._font_ref(scope, operands[0]), scope, state)

    def _font_ref(self, scope: Scope, name: Name) -> Value:
        for resources in (scope.resources, scope.outer):
            fonts = self.document.dict_of(resources.get("Font"))
            if name in fonts:
                return fonts[name]
        return None

    def _enter_font(self, value: Value, scope: Scope, state: State) -> State:
        font = self.document.resolve(value)
        if not isinstance(font, dict):
            return replace(state, font=0)
        if id(font) not in self.usage.fonts:
            num = value.num if isinstance(value, Ref) else scope.place.num
            self.usage.fonts[id(font)] = FontUse(font, Place(scope.place.page, num))
        return replace(state, font=id(font))

    def _show(self, operands: list[Value], scope: Scope, state: State) -> None:
        mode = state.mode
        if mode in (0, 2, 4, 6):
            self._use(state.fill, scope)
        if mode in (1, 2, 5, 6):
            self._use(state.stroke, scope)
        use = self.usage.fonts.get(state.font)
        if use is None:
            if len(self.usage.fontless) < 100:
                self.usage.fontless.append((scope.place, mode))
            return
        shown = use.unseen if mode == 3 else use.drawn
        text = operands[-1] if operands else b""
        for item in text if isinstance(text, list) else [text]:
            if isinstance(item, bytes):
                shown.add(item)
        if not use.drawn and not use.unseen:
            shown.add(b"")
        if name_of(self.document.get(use.entries, "Subtype")) == "Type3":
            self._run_glyphs(use, scope, state)

    def _run_glyphs(self, use: FontUse, scope: Scope, state: State) -> None:
        """Run the glyph procedures of a Type 3 font; like forms they inherit the state."""
        resources = self.document.dict_of(use.entries.get("Resources"))
        key = (id(use.entries), id(scope.outer), replace(state, font=0, mode=0))
        if key in self._done:
            return
        self._done.add(key)
        for value in self.document.dict_of(use.entries.get("CharProcs")).values():
            glyph = self.document.resolve(value)
            if isinstance(glyph, Stream):
                inner = Scope(
                    resources or scope.outer,
                    scope.outer,
                    Place(scope.place.page, glyph.num),
                    scope.depth + 1,
                )
                if inner.depth > MAX_FORM_DEPTH:
                    raise LimitError("glyph nesting", MAX_FORM_DEPTH)
                self._run(self.document.decoded(glyph), inner, replace(state, font=0, mode=0))

    def _uncolour(self, _op: str, _operands: list[Value], _scope: Scope, state: State) -> State:
        return replace(state, coloured=False)

    def _set_mode(self, _op: str, operands: list[Value], _scope: Scope, state: State) -> State:
        mode = integer_of(operands[0]) if operands else None
        return replace(state, mode=mode if mode is not None and 0 <= mode < 8 else 0)

    def _set_intent(self, _op: str, operands: list[Value], scope: Scope, state: State) -> State:
        named = operands and isinstance(operands[-1], Name)
        if named and state.coloured and len(self.usage.intents) < MAX_NAMED:
            self.usage.intents.setdefault(operands[-1], scope.place)
        return state

    def _set_state(self, _op: str, operands: list[Value], scope: Scope, state: State) -> State:
        if not operands:
            return state
        entries = self._find(scope, "ExtGState", operands[-1])
        self._use_state(entries, scope)
        font = self.document.list_of(self.document.dict_of(entries).get("Font"))
        return self._enter_font(font[0], scope, state) if font else state

    def _use_state(self, entries: Value, scope: Scope) -> None:
        if isinstance(entries, dict):
            self.usage.states.setdefault(id(entries), (entries, scope.place))

    def _mark(self, _op: str, operands: list[Value], scope: Scope, state: State) -> State:
        if operands:
            value = operands[-1]
            named = isinstance(value, Name)
            entries = self._find(scope, "Properties", value) if named else value
            language = self.document.get(entries, "Lang")
            if isinstance(language, bytes):
                self.usage.languages.setdefault(language, scope.place)
        return state

    def _inline(self, _op: str, operands: list[Value], scope: Scope, state: State) -> State:
        entries = operands[0]
        if state.coloured or entries.get("ImageMask") is True:
            self.usage.inline_images.append((entries, scope.place))
            self._use_image(entries, scope, state)
        return state

    def _use_image(self, entries: Dict, scope: Scope, state: State) -> None:
        if self.document.get(entries, "ImageMask") is True:
            self._use(state.fill, scope)
        elif entries.get("ColorSpace") is not None:
            self._use(self._space(entries["ColorSpace"], scope), scope)

    def _draw(self, _op: str, operands: list[Value], scope: Scope, state: State) -> State:
        xobject = self._find(scope, "XObject", operands[-1]) if operands else None
        if not isinstance(xobject, Stream):
            return state
        if name_of(self.document.get(xobject, "Subtype")) == "Form":
            self.run_form(xobject, scope.outer, scope.place, state, scope.depth + 1)
            return state
        place = Place(scope.place.page, xobject.num)
        self.usage.xobjects.setdefault(id(xobject), (xobject, place))
        self._use_image(xobject.dict, scope, state)
        for key in ("Mask", "SMask"):
            mask = self.document.get(xobject, key)
            if isinstance(mask, Stream):
                self.usage.xobjects.setdefault(id(mask), (mask, Place(place.page, mask.num)))
                if key == "Mask":
                    self.usage.masks.add(id(mask))
        return state

    _handlers: ClassVar[dict[str, _Handler]] = {
        **dict.fromkeys(_SET_DEVICE, _set_device),
        **dict.fromkeys(("cs", "CS"), _set_named),
        **dict.fromkeys(("scn", "SCN"), _set_pattern),
        **dict.fromkeys(("BDC", "DP"), _mark),
        "sh": _shade,
        "Tf": _set_font,
        "Tr": _set_mode,
        "d1": _uncolour,
        "ri": _set_intent,
        "gs": _set_state,
        "BI": _inline,
        "Do": _draw,
    }
