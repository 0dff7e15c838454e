# SPDX-License-Identifier: MIT
"""Dates of XMP (ISO 8601) and of PDF, as moments that can be compared; text strings of PDF."""

from __future__ import annotations

import re
from datetime import date

_XMP_DATE = re.compile(
    r"-?(?P<year>[0-9]+)(?:-(?P<month>[0-9]+)(?:-(?P<day>[0-9]+)"
    r"(?:T(?P<hour>[0-9]+)(?::(?P<minute>[0-9]+)(?::(?P<second>[0-9]+)(?:\.(?P<part>[0-9]+))?)?)?"
    r"(?P<zone>Z|(?P<sign>[+-])(?P<zh>[0-9]+)(?::(?P<zm>[0-9]+))?)?)?)?)?"
)
_PDF_DATE = re.compile(
    r"D:(?P<year>[0-9]{4})(?:(?P<month>[0-9]{2})(?:(?P<day>[0-9]{2})(?:(?P<hour>[0-9]{2})"
    r"(?:(?P<minute>[0-9]{2})(?:(?P<second>[0-9]{2})"
    r"(?:(?P<sign>[Z+-])(?:(?P<zh>[0-9]{2})(?:'(?P<zm>[0-9]{2})?)?)?)?)?)?)?)?)?"
)
_LARGEST = {
    "year": 9999,
    "month": 12,
    "day": 31,
    "hour": 23,
    "minute": 59,
    "second": 59,
    "zh": 23,
    "zm": 59,
}
_DAYS_IN_400_YEARS = 146_097

# ISO 32000-1, annex D: where PDFDocEncoding leaves Latin-1
_PDFDOC = {0x18 + i: c for i, c in enumerate("˘ˇˆ˙˝˛˚˜")}
_PDFDOC |= {0x80 + i: c for i, c in enumerate("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž")}
_PDFDOC[0xA0] = "€"


def is_xmp_date(text: str) -> bool:
    """Tell whether `text` has the form of an XMP date, of any precision; empty text has."""
    return not text or _XMP_DATE.fullmatch(text) is not None


def xmp_moment(text: str) -> int | None:
    """Return the moment of an XMP date in milliseconds, without a zone in UTC; None if unreadable.

    Numbers beyond their range count as the nearest in it, a month or day left
    out as zero: the rules of the XMP toolkit, which the comparison is made with.
    """
    found = _XMP_DATE.fullmatch(text)
    if not found:
        return None
    value = {name: min(int((found[name] or "0")[:9]), top) for name, top in _LARGEST.items()}
    if found["month"]:
        value["month"] = max(value["month"], 1)
    if found["day"]:
        value["day"] = max(value["day"], 1)
    part = int(f"{found['part'] or '':0<3.3}")
    return _moment(value, found["sign"]) + part


def pdf_moment(text: str) -> int | None:
    """Return the moment of a PDF date (ISO 32000-1, 7.9.4) in milliseconds, or None."""
    if text.endswith("''"):
        return None
    found = _PDF_DATE.fullmatch(text.removesuffix("'"))
    if not found:
        return None
    value = {name: int(found[name] or "0") for name in _LARGEST}
    value["month"] = value["month"] if found["month"] else 1
    value["day"] = value["day"] if found["day"] else 1
    if found["sign"] in (None, "Z") and (value["zh"] or value["zm"]):
        return None
    return _moment(value, found["sign"])


def _moment(value: dict[str, int], sign: str | None) -> int:
    months = value["year"] * 12 + value["month"] - 1
    cycles, year = divmod(months // 12, 400)
    days = date(year + 400, months % 12 + 1, 1).toordinal() + cycles * _DAYS_IN_400_YEARS
    minutes = ((days + value["day"] - 1) * 24 + value["hour"]) * 60 + value["minute"]
    zone = value["zh"] * 60 + value["zm"]
    minutes += {"+": -zone, "-": zone}.get(sign or "", 0)
    return (minutes * 60 + value["second"]) * 1000


def text_string(raw: str | bytes) -> str:
    """Decode a PDF text string: UTF-16BE or UTF-8 by its mark, PDFDocEncoding otherwise.

    One trailing NUL is dropped, as writers in C leave it and the comparison ignores it.
    """
    if isinstance(raw, bytes):
        if raw.startswith(b"\xfe\xff"):
            raw = raw[2:].decode("utf-16-be", "replace")
        elif raw.startswith(b"\xef\xbb\xbf"):
            raw = raw[3:].decode("utf-8", "replace")
        else:
            raw = "".join(_PDFDOC.get(byte, chr(byte)) for byte in raw)
    return raw.removesuffix("\0")
