# SPDX-License-Identifier: MIT
"""Colour spaces as ISO 19005-1 sees them: which device colours and ICC profiles one stands on."""

from __future__ import annotations

from dataclasses import dataclass, field

from esep.pdfa.budget import LimitError
from esep.pdfa.document import Document
from esep.pdfa.values import Dict, Name, Ref, Stream, Value, name_of

DEVICES = {
    "DeviceGray": "DeviceGray",
    "DeviceRGB": "DeviceRGB",
    "DeviceCMYK": "DeviceCMYK",
    "G": "DeviceGray",
    "RGB": "DeviceRGB",
    "CMYK": "DeviceCMYK",
    "I": "Indexed",
}
DEFAULTS = {"DeviceGray": "DefaultGray", "DeviceRGB": "DefaultRGB", "DeviceCMYK": "DefaultCMYK"}
MAX_DEPTH = 12
MAX_SPACES = 20_000


@dataclass(frozen=True, eq=False, slots=True)
class Space:
    """A colour space: its device colours, its ICC profiles and its most DeviceN colorants."""

    family: str
    devices: frozenset[str] = frozenset()
    profiles: tuple[Stream, ...] = ()
    colorants: int = 0
    under: Space | None = None


@dataclass(slots=True)
class Spaces:
    """Builds each colour space once per (object, resources)."""

    document: Document
    _cache: dict[tuple[object, ...], Space | None] = field(default_factory=dict)
    _kept: list[object] = field(default_factory=list)

    def find(self, value: Value, resources: Dict, depth: int = 0) -> Space | None:
        """The space `value` (a name or an array) means under `resources`; None if none."""
        if depth > MAX_DEPTH:
            raise LimitError("colour space nesting", MAX_DEPTH)
        named = self.document.dict_of(resources.get("ColorSpace"))
        key = (_identity(value), id(named) if named else 0)
        if key not in self._cache:
            if len(self._cache) > MAX_SPACES:
                raise LimitError("colour spaces", MAX_SPACES)
            self._kept += (value, named)
            self._cache[key] = self._build(value, named, resources, depth)
        return self._cache[key]

    def _build(self, value: Value, named: Dict, resources: Dict, depth: int) -> Space | None:
        value = self.document.resolve(value)
        if isinstance(value, Name):
            return self._by_name(DEVICES.get(value, str(value)), named, depth)
        if not isinstance(value, list) or not value:
            return None
        family = name_of(self.document.resolve(value[0]))
        family = DEVICES.get(family, family)
        if family in DEFAULTS or family == "Pattern":
            if family != "Pattern" or len(value) < 2:
                return self._by_name(family, named, depth)
            return Space("Pattern", under=self.find(value[1], resources, depth + 1))
        if family == "ICCBased":
            profile = self.document.resolve(value[1]) if len(value) > 1 else None
            profiles = (profile,) if isinstance(profile, Stream) else ()
            return Space(family, profiles=profiles)
        if family in ("Indexed", "Separation", "DeviceN"):
            return self._derived(family, value, resources, depth)
        return Space(family)

    def _by_name(self, name: str, named: Dict, depth: int) -> Space | None:
        if name in DEFAULTS:
            default = named.get(DEFAULTS[name])
            if default is not None and name_of(self.document.resolve(default)) != name:
                rest = {k: v for k, v in named.items() if k not in DEFAULTS.values()}
                found = self.find(default, {"ColorSpace": rest}, depth + 1)
                if found is not None:
                    return found
            return Space(name, frozenset((name,)))
        if name == "Pattern":
            return Space(name)
        if name in named:
            rest = {k: v for k, v in named.items() if k != name}
            return self.find(named[name], {"ColorSpace": rest}, depth + 1)
        return None

    def _derived(self, family: str, value: list[Value], resources: Dict, depth: int) -> Space:
        at = 1 if family == "Indexed" else 2
        parts = [value[at]] if len(value) > at else []
        colorants = 0
        if family == "DeviceN":
            colorants = len(self.document.list_of(value[1]))
            more = self.document.dict_of(value[4]) if len(value) > 4 else {}
            parts += self.document.dict_of(more.get("Colorants")).values()
        found = [self.find(part, resources, depth + 1) for part in parts]
        spaces = [space for space in found if space is not None]
        return Space(
            family,
            frozenset().union(*(space.devices for space in spaces)),
            tuple(profile for space in spaces for profile in space.profiles),
            max([colorants, *(space.colorants for space in spaces)]),
        )


def _identity(value: Value) -> object:
    return value if isinstance(value, (Ref, Name)) else id(value)
