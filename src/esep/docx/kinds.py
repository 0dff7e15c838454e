# SPDX-License-Identifier: MIT
"""Names what a file under .docx really is, from its first bytes and its container."""

from __future__ import annotations

import re
from typing import BinaryIO

ZIP = b"PK\x03\x04"
HEAD_SIZE = 4096

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Stream names of the compound file directory (MS-CFB, 2.6.1: UTF-16LE).
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
)
_MAGIC = (
    (b"version https://git-lfs.github.com/spec/", "lfs-pointer"),
    (b"{\\rtf", "rtf"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x05\x06", "zip-empty"),
)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|meta|table|div|p)[\s>]", re.IGNORECASE
)
_WORD_XML = re.compile(rb"progid=\"Word\.Document\"|/xmlPackage\"|/word/2003/wordml", re.IGNORECASE)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPE = f"{_WORD}document.main+xml"
_MAIN_TYPES = {
    f"{_WORD}template.main+xml": "dotx",
    "application/vnd.ms-word.document.macroenabled.main+xml": "docm",
    "application/vnd.ms-word.template.macroenabledtemplate.main+xml": "dotm",
    "application/vnd.ms-word.template.macroenabled.main+xml": "dotm",
}
_FAMILIES = (
    ("spreadsheetml", "xlsx"),
    ("ms-excel", "xlsx"),
    ("presentationml", "pptx"),
    ("ms-powerpoint", "pptx"),
    ("visio", "visio"),
)


def kind_of(head: bytes, file: BinaryIO) -> str:
    """Return the name of what `file` is ("zip" may still be a DOCX); `head` is its beginning."""
    if not head:
        return "empty"
    if head.startswith(ZIP):
        return "zip"
    if head.startswith(_OLE):
        return _ole_kind(file)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return _text_kind(head)


def kind_of_main(content_type: str) -> str:
    """Return the name of the document whose main part has `content_type`; "" if unknown."""
    if known := _MAIN_TYPES.get(content_type):
        return known
    return next((kind for word, kind in _FAMILIES if word in content_type), "")


def kind_of_archive(names: set[str]) -> str:
    """Return what a ZIP with these entries is when it is no Office Open XML."""
    if {"mimetype", "META-INF/manifest.xml"} <= names:
        return "odf"
    if {"mimetype", "META-INF/container.xml"} <= names:
        return "epub"
    if "META-INF/MANIFEST.MF" in names:
        return "program"
    return "zip"


def _ole_kind(file: BinaryIO) -> str:
    file.seek(0)
    data = file.read()
    for stream, kind in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return kind
    return "ole"


def _text_kind(head: bytes) -> str:
    # UTF-16 text is compared by its ASCII letters.
    text = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe")
    text = text.removeprefix(b"\xfe\xff").lstrip()
    if _WORD_XML.search(text):
        return "word-xml"
    if _HTML.search(text[:1024]):
        return "html"
    if text.startswith(b"<"):
        return "xml"
    if text.startswith((b"MIME-Version:", b"From:")):
        return "mht"
    return "unknown" if re.search(rb"[\x00-\x08\x0e-\x1a]", head) else "text"
