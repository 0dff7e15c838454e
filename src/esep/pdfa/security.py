# SPDX-License-Identifier: MIT
"""Findings outside ISO 19005-1: a file may satisfy the standard and still be refused."""

from __future__ import annotations

NOT_PDF = "S-NOT-PDF"
EMPTY = "S-EMPTY"
POLYGLOT = "S-POLYGLOT"
TRAILING = "S-TRAILING"
DAMAGED = "S-DAMAGED"
LIMIT = "S-LIMIT"
ENCRYPTED = "S-ENCRYPTED"
JS_NAMES = "S-JS-NAMES"
JS_OBJECT = "S-JS-OBJECT"
URI_SCHEME = "S-URI-SCHEME"
LAUNCH = "S-LAUNCH"
XMP_DTD = "S-XMP-DTD"
XMP_SIZE = "S-XMP-SIZE"
XMP_STREAM = "S-XMP-STREAM"
CHECKER = "S-CHECKER"

MEANING: dict[str, str] = {
    NOT_PDF: "the file is not a PDF; {found} says what its first bytes are",
    EMPTY: "the file holds no bytes",
    POLYGLOT: "the file is at the same time another format ({found}: ZIP, HTML, …)",
    TRAILING: "{count} bytes follow the end of the document; only one end-of-line may",
    DAMAGED: "the file is broken and cannot be read as it stands: {detail}",
    LIMIT: "reading the file costs more than is allowed: {limit} (decoded bytes, depth, "
    "operators, objects, seconds, memory) exceeds {value}",
    ENCRYPTED: "the file is encrypted, with or without a password for opening",
    JS_NAMES: "the Names dictionary of the catalogue holds JavaScript",
    JS_OBJECT: "an object of the file holds JavaScript, though nothing seems to run it",
    URI_SCHEME: "a link leads to an address of the unsafe scheme {scheme} (javascript, data …)",
    LAUNCH: "an object of the file starts a program, though nothing seems to reach it",
    XMP_DTD: "an XMP packet declares a document type or entities: {detail}",
    XMP_SIZE: "an XMP packet is too large or too deep: {detail}",
    XMP_STREAM: "a metadata stream that is not the catalogue's cannot be read: {detail}",
    CHECKER: "the checker itself failed at {step} ({detail}); the file is not judged",
}
