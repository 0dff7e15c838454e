# SPDX-License-Identifier: MIT
"""Decodes stream data under a cap; filters of images (DCT, JPX, CCITT, JBIG2) are left alone."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable

from esep.pdfa.budget import Budget, LimitError
from esep.pdfa.values import Dict, Value, integer_of, name_of

IMAGE_FILTERS = {"DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "CCF", "JBIG2Decode"}
_SHORT = {"Fl": "FlateDecode", "AHx": "ASCIIHexDecode", "A85": "ASCII85Decode"}
_SHORT |= {"LZW": "LZWDecode", "RL": "RunLengthDecode"}
MAX_FILTERS = 8


def decode(raw: bytes, filters: list[str], parms: list[Dict], budget: Budget) -> bytes:
    """`raw` through its filters up to the first image filter; raises `LimitError`.

    Data that ends early or is corrupt gives what could be read of it.
    """
    if len(filters) > MAX_FILTERS:
        raise LimitError("filters", MAX_FILTERS)
    for index, name in enumerate(filters):
        if name in IMAGE_FILTERS:
            return raw
        step = _STEPS.get(_SHORT.get(name, name))
        if step is None:
            return b""
        if step is _lzw:
            budget.spend_operators(len(raw))  # read in Python, a byte at a time
        cap = budget.left_to_decode()
        raw = step(raw, cap)
        if len(raw) > cap:
            raise LimitError("decoded bytes", cap)
        budget.spend_decoded(len(raw))
        raw = _unpredict(raw, parms[index] if index < len(parms) else {}, budget)
    return raw


def inflated_size(raw: bytes, cap: int) -> tuple[int, bool]:
    """Bytes that Flate data holds, counted without keeping them, and whether it is sound."""
    inflate, size, data = zlib.decompressobj(), 0, raw
    try:
        while data and not inflate.eof:
            size += len(inflate.decompress(data, 1 << 20))
            data = inflate.unconsumed_tail
            if size > cap:
                raise LimitError("decoded bytes", cap)
    except zlib.error:
        return size, False
    return size, inflate.eof


def _flate(raw: bytes, cap: int) -> bytes:
    for window in (15, -15):
        inflate, parts, size, data = zlib.decompressobj(window), [], 0, raw
        try:
            while data and not inflate.eof and size <= cap:
                part = inflate.decompress(data, min(1 << 20, cap + 1 - size))
                parts.append(part)
                size += len(part)
                data = inflate.unconsumed_tail
        except zlib.error:
            if not parts and window > 0:
                continue
        return b"".join(parts)
    return b""


def _ascii_hex(raw: bytes, _cap: int) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", raw.split(b">", 1)[0])
    return binascii.unhexlify(digits + b"0" * (len(digits) % 2))


def _ascii85(raw: bytes, _cap: int) -> bytes:
    body = re.sub(rb"\s", b"", raw).removeprefix(b"<~").split(b"~", 1)[0]
    try:
        return base64.a85decode(body)
    except ValueError:
        return b""


def _run_length(raw: bytes, cap: int) -> bytes:
    out, pos = bytearray(), 0
    while pos < len(raw) and raw[pos] != 128 and len(out) <= cap:
        length = raw[pos]
        if length < 128:
            out += raw[pos + 1 : pos + 2 + length]
            pos += length + 2
        else:
            out += raw[pos + 1 : pos + 2] * (257 - length)
            pos += 2
    return bytes(out)


def _lzw(raw: bytes, cap: int) -> bytes:
    table: list[bytes] = []
    out, last, width, bits, held = bytearray(), b"", 9, 0, 0
    for byte in raw:
        held = (held << 8 | byte) & 0xFFFFFF
        bits += 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & (1 << width) - 1
        if code == 257 or len(out) > cap:
            break
        if code == 256 or not table:
            table = [bytes([value]) for value in range(256)] + [b"", b""]
            last, width = b"", 9
            if code == 256:
                continue
        if code > len(table) or (code == len(table) and not last):
            break
        entry = table[code] if code < len(table) else last + last[:1]
        out += entry
        if last and len(table) < 4096:
            table.append(last + entry[:1])
        last = entry
        width = 9 + (len(table) >= 511) + (len(table) >= 1023) + (len(table) >= 2047)
    return bytes(out)


_STEPS: dict[str, Callable[[bytes, int], bytes]] = {
    "FlateDecode": _flate,
    "ASCIIHexDecode": _ascii_hex,
    "ASCII85Decode": _ascii85,
    "RunLengthDecode": _run_length,
    "LZWDecode": _lzw,
    "Crypt": lambda raw, _cap: raw,
}


def _unpredict(data: bytes, parms: Dict, budget: Budget) -> bytes:
    predictor = integer_of(parms.get("Predictor")) or 1
    if predictor < 2:
        return data
    colors = max(1, min(integer_of(parms.get("Colors")) or 1, 32))
    bits = max(1, min(integer_of(parms.get("BitsPerComponent")) or 8, 16))
    columns = max(1, min(integer_of(parms.get("Columns")) or 1, 1 << 20))
    budget.spend_operators(4 * len(data))  # undone in Python, a byte at a time
    width, step = (colors * bits * columns + 7) // 8, max(1, colors * bits // 8)
    if predictor == 2:
        return data  # TIFF prediction is of images only, and images are not looked into
    rows, before = [], bytes(width)
    for start in range(0, len(data), width + 1):
        row = bytearray(data[start + 1 : start + 1 + width].ljust(width, b"\0"))
        _unpredict_row(data[start], row, before, step)
        before = bytes(row)
        rows.append(before)
    return b"".join(rows)


def _unpredict_row(kind: int, row: bytearray, up: bytes, step: int) -> None:
    if kind == 2:
        row[:] = bytes((a + b) & 255 for a, b in zip(row, up, strict=True))
    elif kind in (1, 3, 4):
        for i, value in enumerate(row):
            left, above = (row[i - step] if i >= step else 0), up[i]
            corner = up[i - step] if i >= step else 0
            guess = left if kind == 1 else (left + above) // 2
            row[i] = (value + (_paeth(left, above, corner) if kind == 4 else guess)) & 255


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    far = (abs(guess - left), abs(guess - above), abs(guess - corner))
    return (left, above, corner)[far.index(min(far))]


def names_of_filters(value: Value) -> list[str]:
    """A Filter entry, already resolved, as a list of names."""
    items = value if isinstance(value, list) else [value]
    return [name_of(item) for item in items if name_of(item)]
