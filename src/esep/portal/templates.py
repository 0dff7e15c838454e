# SPDX-License-Identifier: MIT
"""Jinja2 for data pages: always escaped, never made from data."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FunctionLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import TemplateError
from markupsafe import Markup
from markupsafe import _escape_inner as escaped  # type: ignore[attr-defined]

from esep.errors import UserError
from esep.portal.wording import Words

FRAGMENTS = 20_000
# A label without values is the same on every page: it becomes part of the template.
_LABEL = re.compile(r"""\{\{ t\((["'])([\w.]+)\1\) \}\}""", re.ASCII)
_WORDS = ("t", "pick", "said", "term", "date", "number", "count", "noun", "size", "percent")
_METHODS = frozenset(dir(dict))


def quote(value: Any) -> str:
    """What `markupsafe.escape` says, as plain text: made half a thousand times a page."""
    kind = type(value)
    if kind is str:
        return escaped(value)
    if kind is Markup or kind is int:
        return str(value)
    if made := getattr(value, "__html__", None):
        return str(made())
    return escaped(str(value))


class _Code(CodeGenerator):
    """Jinja2's compiler, but for what is said most: escaping, and calls.

    A word is a plain function: it needs neither the context nor a look-up by name. So is
    what an object has: a method, or a macro of another template.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.quote(")

    def visit_Call(  # noqa: N802 - as Jinja2 calls it
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        known = self.environment.words  # type: ignore[attr-defined]
        if isinstance(node.node, nodes.Name) and node.node.name in known:
            self.write(f"environment.words[{node.node.name!r}]")
        elif isinstance(node.node, nodes.Getattr) and not forward_caller:
            self.visit(node.node, frame)
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


@cache
def _compiler() -> str:
    """Another compiler makes other code of the same template."""
    return blake2b(Path(__file__).read_bytes(), digest_size=8).hexdigest()


class _Pages(Environment):
    """Templates that take the words of one language as functions."""

    code_generator_class = _Code
    quote = staticmethod(quote)
    words: Mapping[str, Callable[..., str]] = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Values of a mapping first, but never in place of its methods."""
        if type(obj) is dict and attribute not in _METHODS and attribute in obj:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


class Templates:
    """The templates of theme/pages in one language."""

    def __init__(self, theme: Path, words: Words, cache: Path) -> None:
        def load(name: str) -> str:
            source = (theme / "pages" / name).read_text("utf-8")
            return _LABEL.sub(lambda found: quote(words.t(found[2])), source)

        compiled = cache / words.lang  # labels differ, so do the compiled templates
        compiled.mkdir(parents=True, exist_ok=True)
        self._fragments: dict[tuple[str, Hashable], Markup] = {}
        self._pages = _Pages(
            loader=FunctionLoader(load),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=FileSystemBytecodeCache(str(compiled), f"%s-{_compiler()}"),
        )
        self._pages.words = {name: getattr(words, name) for name in _WORDS}
        self._pages.filters["plain"] = str  # for attributes and drawings, which hold no mark
        self._pages.globals["lang"] = words.lang

    def fragment(self, name: str, key: Hashable, values: Callable[[], Mapping[str, Any]]) -> Markup:
        """A part that many pages share, rendered once for each `key` its values depend on."""
        known = self._fragments.get((name, key))
        if known is None:
            if len(self._fragments) >= FRAGMENTS:
                self._fragments.clear()
            known = self._fragments[name, key] = Markup(self.render(name, values()))  # noqa: S704
        return known

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """One page's content."""
        try:
            return self._pages.get_template(name).render(values)
        except TemplateError as error:
            raise UserError(f"theme/pages/{name}: {error.message or error}") from error
