# SPDX-License-Identifier: MIT
"""What a file is by its first bytes, and whether it is something else at the same time."""

from __future__ import annotations

import io
import re
import zipfile

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"version https://git-lfs", "Git LFS pointer"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE (DOC, XLS, encrypted OOXML)"),
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
    (b"AT&TFORM", "DjVu"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"MZ", "Windows program"),
    (b"\x7fELF", "Linux program"),
    (b"-----BEGIN", "PEM"),
    (b"\x30\x82", "CMS or certificate (DER)"),
)
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe)\b", re.IGNORECASE)
_OFFICE = ((b"word/", "DOCX"), (b"xl/", "XLSX"), (b"ppt/", "PPTX"))
HEADER_WITHIN = 1024


def kind_of(data: bytes) -> str:
    """A name for what the bytes are: a format, "text" or "unknown"."""
    for magic, name in MAGIC:
        if data.startswith(magic):
            return _kind_of_zip(data) if name == "ZIP" else name
    if _HTML.search(data[:HEADER_WITHIN]):
        return "HTML"
    if data.lstrip()[:5] == b"<?xml":
        return "XML"
    text = data[:HEADER_WITHIN]
    return "text" if text and not re.search(rb"[\x00-\x08\x0e-\x1f]", text) else "unknown"


def _kind_of_zip(data: bytes) -> str:
    for folder, name in _OFFICE:
        if folder in data:
            return name
    return "ODT" if b"opendocument.text" in data[:200] else "ZIP"


def second_nature(data: bytes) -> str:
    """The other format that a PDF is at the same time; '' when it is only a PDF."""
    start = data.find(b"%PDF-", 0, HEADER_WITHIN)
    if start > 0 and (kind := kind_of(data[:start])) not in ("text", "unknown"):
        return kind
    end = data.rfind(b"%%EOF")
    for part in (data[:start] if start > 0 else b"", data[end:] if end > 0 else b""):
        if _HTML.search(part[: 1 << 20]):
            return "HTML"
    return "ZIP" if zipfile.is_zipfile(io.BytesIO(data)) else ""
