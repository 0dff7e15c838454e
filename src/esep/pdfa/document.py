# SPDX-License-Identifier: MIT
"""A whole PDF file in memory: its objects, its pages, its streams decoded under a budget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from esep.pdfa.budget import Budget, DamagedError, LimitError
from esep.pdfa.faults import Fault
from esep.pdfa.filters import decode, names_of_filters
from esep.pdfa.lexer import Lexer
from esep.pdfa.reader import Layout, read_layout, read_object
from esep.pdfa.values import Dict, Ref, Stream, Value, integer_of, name_of

MAX_CHAIN = 32
MAX_PAGE_DEPTH = 200
INHERITED = ("Resources", "MediaBox", "CropBox", "Rotate")


@dataclass(slots=True)
class Page:
    """A page; `entries` holds what the page tree hands down as well."""

    number: int
    num: int
    entries: Dict


@dataclass(slots=True)
class Document:
    """The file as objects; `spelling` holds the faults found while reading its bytes."""

    data: bytes
    budget: Budget
    layout: Layout = field(default_factory=Layout)
    objects: dict[int, Value] = field(default_factory=dict)
    spelling: list[Fault] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    _decoded: dict[int, bytes] = field(default_factory=dict)
    _indexes: dict[int, list[int]] = field(default_factory=dict)
    _loading: set[int] = field(default_factory=set)

    @property
    def trailer(self) -> Dict:
        """The trailer that `startxref` leads to."""
        return self.layout.sections[0].trailer if self.layout.sections else {}

    @property
    def catalog(self) -> Dict:
        """The catalogue, empty when there is none."""
        root = self.resolve(self.trailer.get("Root"))
        return root if isinstance(root, dict) else {}

    def resolve(self, value: Value) -> Value:
        """Follow references to a direct value; a reference to nothing is None."""
        for _ in range(MAX_CHAIN):
            if not isinstance(value, Ref):
                return value
            value = self._load(value.num)
        raise DamagedError("references form a loop")

    def get(self, container: Value, key: str) -> Value:
        """The resolved entry of a dictionary or stream; None when absent."""
        if isinstance(container, Stream):
            container = container.dict
        return self.resolve(container.get(key)) if isinstance(container, dict) else None

    def dict_of(self, value: Value) -> Dict:
        """The value as a dictionary (a stream's own one too), {} for anything else."""
        value = self.resolve(value)
        if isinstance(value, Stream):
            return value.dict
        return value if isinstance(value, dict) else {}

    def list_of(self, value: Value) -> list[Value]:
        """The items of an array, unresolved; [] for anything else."""
        value = self.resolve(value)
        return value if isinstance(value, list) else []

    def filters(self, stream: Stream) -> list[str]:
        """Names of the filters of a stream."""
        value = self.get(stream, "Filter")
        return names_of_filters(
            [self.resolve(v) for v in value] if isinstance(value, list) else value
        )

    def decoded(self, stream: Stream) -> bytes:
        """The decoded bytes of a stream, within the budget; decoded once."""
        key = id(stream)
        if key not in self._decoded:
            parms = self.get(stream, "DecodeParms")
            items = parms if isinstance(parms, list) else [parms]
            dicts = [{k: self.resolve(v) for k, v in self.dict_of(item).items()} for item in items]
            self._decoded[key] = decode(stream.raw, self.filters(stream), dicts, self.budget)
        return self._decoded[key]

    def pages(self) -> Iterator[Page]:
        """The pages in order; a node met twice is a loop and raises `DamagedError`."""
        seen: set[int] = set()
        root = self.catalog.get("Pages")
        stack: list[tuple[Value, Dict, int]] = [(root, {}, 0)]
        number = 0
        while stack:
            ref, handed, depth = stack.pop()
            num = ref.num if isinstance(ref, Ref) else 0
            node = self.resolve(ref)
            if not isinstance(node, dict):
                raise DamagedError("the page tree leads to something that is no page")
            if num in seen or depth > MAX_PAGE_DEPTH:
                raise DamagedError("the page tree forms a loop")
            seen.add(num) if num else None
            own = handed | {key: node[key] for key in INHERITED if key in node}
            kids = self.resolve(node.get("Kids"))
            if isinstance(kids, list) and name_of(self.get(node, "Type")) != "Page":
                stack.extend((kid, own, depth + 1) for kid in reversed(kids))
            else:
                number += 1
                yield Page(number, num, handed | node)

    def _load(self, num: int) -> Value:
        if num in self.objects:
            return self.objects[num]
        if num in self._loading:
            raise DamagedError(f"object {num} needs itself to be read")
        self._loading.add(num)
        try:
            value = self._read(num)
        finally:
            self._loading.discard(num)
        self.objects[num] = value
        return value

    def _read(self, num: int) -> Value:
        if num in self.layout.offsets:
            return self._read_plain(num, *self.layout.offsets[num])
        if num in self.layout.packed:
            return self._read_packed(num, *self.layout.packed[num])
        return None

    def _read_plain(self, num: int, offset: int, gen: int) -> Value:
        def note(rule: str, at: int) -> None:
            self.spelling.append(Fault(rule, obj=num, offset=at))

        parsed = read_object(self.data, offset, self.resolve, note)
        if parsed.num != num:
            raise DamagedError(f"object {parsed.num} lies where object {num} should")
        self.spelling.extend(Fault(rule, obj=num, offset=offset) for rule in parsed.breaches)
        if isinstance(parsed.value, (Stream, dict)) and gen > 65535:
            raise DamagedError(f"object {num} has no possible generation")
        return parsed.value

    def _read_packed(self, num: int, holder: int, index: int) -> Value:
        stream = self._load(holder)
        if not isinstance(stream, Stream) or holder in self.layout.packed:
            raise DamagedError(f"object {num} lies in no object stream")
        body = self.decoded(stream)
        first = integer_of(self.get(stream, "First")) or 0
        if holder not in self._indexes:
            header = Lexer(body[: max(first, 0)])
            self._indexes[holder] = [value for value in header if isinstance(value, int)]
        numbers = self._indexes[holder]
        if index * 2 + 1 >= len(numbers):
            raise DamagedError(f"the object stream {holder} lacks object {num}")

        def note(rule: str, _at: int) -> None:
            self.spelling.append(Fault(rule, obj=num))

        return Lexer(body, first + numbers[index * 2 + 1], note).read()


def read_document(data: bytes, budget: Budget) -> Document:
    """Read every object of a file; raises `DamagedError` or `LimitError`.

    Objects that cannot be read are noted in `broken` and count as null.
    """
    document = Document(data, budget)

    def note(rule: str, at: int) -> None:
        document.spelling.append(Fault(rule, offset=at, path="trailer"))

    document.layout = read_layout(data, budget, note)
    numbers = [*document.layout.offsets, *document.layout.packed]
    if len(numbers) > budget.objects:
        raise LimitError("objects", budget.objects)
    for num in numbers:
        try:
            document.resolve(Ref(num, 0))
        except DamagedError as error:
            document.objects[num] = None
            document.broken.append(str(error))
        if num % 1024 == 0:
            budget.look_at_time()
    return document
