# SPDX-License-Identifier: MIT
"""What reading one untrusted file may cost, and the two ways in which reading ends early."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

MIB = 1 << 20


class DamagedError(Exception):
    """The file is broken in a way that leaves nothing to check."""


class LimitError(Exception):
    """Reading the file would cost more than its budget; `limit` names what ran out."""

    def __init__(self, limit: str, value: int | float) -> None:
        super().__init__(f"{limit} exceeds {value}")
        self.limit = limit
        self.value = value


@dataclass(slots=True)
class Budget:
    """Counts down what a file may still use; every `spend_…` raises `LimitError` at zero."""

    file_bytes: int = 256 * MIB
    stream_bytes: int = 64 * MIB
    decoded_bytes: int = 256 * MIB
    image_bytes: int = 2048 * MIB
    operators: int = 6_000_000
    objects: int = 500_000
    depth: int = 500
    seconds: float = 60.0
    _decoded: int = field(default=0, init=False)
    _images: int = field(default=0, init=False)
    _operators: int = field(default=0, init=False)
    _start: float = field(default_factory=time.monotonic, init=False)

    def spend_decoded(self, count: int) -> None:
        """Count `count` decompressed bytes."""
        self._decoded += count
        if self._decoded > self.decoded_bytes:
            raise LimitError("decoded bytes", self.decoded_bytes)

    def spend_image(self, count: int) -> None:
        """Count `count` bytes of image data, which are looked at and not kept."""
        self._images += count
        if self._images > self.image_bytes:
            raise LimitError("image bytes", self.image_bytes)
        self.look_at_time()

    def spend_operators(self, count: int) -> None:
        """Count `count` content operators, and look at the time as they go."""
        self._operators += count
        if self._operators > self.operators:
            raise LimitError("operators", self.operators)
        self.look_at_time()

    def look_at_time(self) -> None:
        """Raise `LimitError` once the seconds are used up."""
        if time.monotonic() - self._start > self.seconds:
            raise LimitError("seconds", self.seconds)

    def left_to_decode(self) -> int:
        """Bytes that one more stream may decode to."""
        return min(self.stream_bytes, self.decoded_bytes - self._decoded)
