# SPDX-License-Identifier: MIT
"""Hostile containers and packages are refused by name, in little time and memory."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from docx_files import (
    XML_TYPE,
    docx,
    pack,
    parts,
    patch_entry,
    relationships,
    rules,
    word_part,
)

from esep.docx import Verdict, check, check_isolated
from esep.isolation import Worker


def built(case: tuple[bytes | Callable[[], bytes], str]) -> tuple[bytes, str]:
    data, rule = case
    return (data() if callable(data) else data), rule


def bomb(size: int) -> bytes:
    body = word_part("document", "<w:body/>") + " " * size
    return docx(replace={"word/document.xml": body})


def media(name: str, body: bytes) -> dict[str, tuple[str, bytes]]:
    return {f"word/media/{name}": ("", body)}


def many_parts(number: int) -> bytes:
    return docx(extra={f"customXml/item{n}.xml": (XML_TYPE, "<a/>") for n in range(number)})


def lying_size(*, checksum_of_all: bool) -> bytes:
    body = random.Random(1).randbytes(5 << 20)
    data = docx(extra=media("a.png", body))
    if not checksum_of_all:
        data = patch_entry(data, "word/media/a.png", 16, "<L", zlib.crc32(body[:100]))
    return patch_entry(data, "word/media/a.png", 24, "<L", 100)


def huge_directory() -> bytes:
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, *[0] * 4, *[0] * 10)[:46]
    directory = entry * 60_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(directory), 4, 0)
    return b"PK\x03\x04" + directory + end


def encrypted_entry() -> bytes:
    return patch_entry(docx(), "word/document.xml", 8, "<H", 1)


def other_method() -> bytes:
    return pack(parts(), zipfile.ZIP_LZMA)


def symlink() -> bytes:
    data = docx(extra=media("a.png", b"/etc/passwd"))
    return patch_entry(data, "word/media/a.png", 38, "<L", 0o120777 << 16)


def renamed(name: str) -> bytes:
    return pack([*parts().items(), (name, "x")])


CONTAINER = {
    "bomb": (lambda: bomb(150 << 20), "DX-106"),
    "bomb_of_incompressible_claim": (
        lambda: docx(extra={f"word/media/{n}.png": ("", bytes(30 << 20)) for n in range(7)}),
        "DX-105",
    ),
    "lying_size": (lambda: lying_size(checksum_of_all=True), "DX-107"),
    "lying_size_and_checksum": (lambda: lying_size(checksum_of_all=False), "DX-107"),
    "too_many_entries": (lambda: many_parts(2_001), "DX-104"),
    "huge_directory": (lambda: huge_directory(), "DX-104"),
    "truncated": (docx()[:-40], "DX-103"),
    "header_only": (b"PK\x03\x04" + bytes(64), "DX-103"),
    "wrong_checksum": (patch_entry(docx(), "word/document.xml", 16, "<L", 1), "DX-103"),
    "local_header_disagrees": (docx().replace(b"word/document", b"word/dokument", 1), "DX-103"),
    "parent_folder": (renamed("../../evil.xml"), "DX-108"),
    "absolute": (renamed("/etc/evil.xml"), "DX-108"),
    "backslash": (renamed("word\\evil.xml"), "DX-108"),
    "drive": (renamed("C:/evil.xml"), "DX-108"),
    "escaped_parent_folder": (renamed("word/%2e%2e/%2e%2e/evil.xml"), "DX-108"),
    "control_character": (renamed("word/evil\n.xml"), "DX-108"),
    "nul_in_name": (renamed("word/a.xml\x00.png"), "DX-108"),
    "bidi_in_name": (renamed("word/\u202elmx.exe"), "DX-108"),
    "trailing_dot": (renamed("word/evil.xml."), "DX-108"),
    "symlink": (symlink(), "DX-108"),
    "duplicate": (renamed("word/document.xml"), "DX-109"),
    "case_collision": (renamed("word/Document.XML"), "DX-109"),
    "escaped_duplicate": (renamed("word/%64ocument.xml"), "DX-109"),
    "encrypted_entry": (encrypted_entry(), "DX-110"),
    "other_method": (other_method(), "DX-111"),
    "bytes_after": (docx() + b"<html>", "DX-112"),
    "archive_before": (pack({"a.txt": "x"}) + docx(), "DX-112"),
}


@pytest.mark.parametrize("case", CONTAINER)
def test_container_is_refused(case: str) -> None:
    data, rule = built(CONTAINER[case])
    assert rule in rules(check(data))


def test_file_above_the_size_limit_is_refused(tmp_path) -> None:
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate((100 << 20) + 1)
    assert rules(check(path)) == {"DX-102"}


DTD = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "x">]>'
DECLARED = word_part("document", "<w:body><w:p><w:r><w:t>&b;&x;</w:t></w:r></w:p></w:body>")
RELATED = [("officeDocument", "word/document.xml", False)]


def main(body: str | bytes) -> bytes:
    # Stored, so that the limits of the markup are met before those of the container.
    return pack(parts(replace={"word/document.xml": body}), zipfile.ZIP_STORED)


def tags_over_many_parts() -> bytes:
    body = f"<a>{'<b/>' * 500_000}</a>"
    extra = {f"customXml/item{number}.xml": (XML_TYPE, body) for number in range(8)}
    return pack(parts(extra=extra), zipfile.ZIP_STORED)


PACKAGE = {
    "no_package_relationships": (
        pack({name: body for name, body in parts().items() if name != "_rels/.rels"}),
        "DX-201",
    ),
    "no_main_relationship": (docx(replace={"_rels/.rels": relationships([])}), "DX-201"),
    "two_main_relationships": (
        docx(replace={"_rels/.rels": relationships(RELATED * 2)}),
        "DX-201",
    ),
    "main_part_absent": (
        docx(replace={"_rels/.rels": relationships([("officeDocument", "word/x.xml", False)])}),
        "DX-201",
    ),
    "main_part_outside": (
        docx(replace={"_rels/.rels": relationships([("officeDocument", "http://x/", True)])}),
        "DX-201",
    ),
    "unknown_main_type": (docx(main_type="application/xml"), "DX-202"),
    "html_as_main_part": (main("<html/>"), "DX-202"),
    "syntax": (main("<w:document>"), "DX-203"),
    "undeclared_entity": (main(DECLARED), "DX-203"),
    "unknown_encoding": (main('<?xml version="1.0" encoding="no-such"?><a/>'), "DX-203"),
    "external_entity": (main(DTD + DECLARED.partition("\n")[2]), "DX-204"),
    "doctype_in_relationships": (
        docx(replace={"_rels/.rels": "<!DOCTYPE a>" + relationships(RELATED).partition("\n")[2]}),
        "DX-204",
    ),
    "doctype_in_utf16": (main(f"\ufeff{DTD}<a/>".encode("utf-16-le")), "DX-204"),
    "doctype_in_custom_xml": (
        docx(extra={"customXml/item1.xml": (XML_TYPE, "<!DOCTYPE a><a/>")}),
        "DX-204",
    ),
    "deep": (lambda: main("<a>" * 100_000), "DX-205"),
    "many_tags": (lambda: main(word_part("document", "<a/><b/>" * 2_000_000)), "DX-205"),
    "tags_over_many_parts": (lambda: tags_over_many_parts(), "DX-205"),
    "long_token": (lambda: main(f"<a b='{'0123456789abcdef' * 800_000}'/>"), "DX-205"),
    "undeclared_part": (docx(extra={"word/notes.jpeg": ("", b"x")}), "DX-206"),
    "foreign_part": (
        docx(extra={"word/media/a.mp4": ("video/mp4", b"x")}),
        "DX-207",
    ),
    "program_as_part": (docx(extra={"word/a.exe": ("image/png", b"MZ")}), "DX-207"),
    "binary_part": (docx(extra={"word/a.bin": ("image/png", b"x")}), "DX-207"),
}


@pytest.mark.parametrize("case", PACKAGE)
def test_package_is_refused(case: str) -> None:
    data, rule = built(PACKAGE[case])
    assert rule in rules(check(data))


def test_missing_file_could_not_be_checked(tmp_path) -> None:
    assert check(tmp_path / "absent.docx").verdict is Verdict.COULD_NOT_CHECK


@pytest.mark.parametrize("case", ["bomb", "lying_size", "huge_directory", "many_tags", "deep"])
def test_costly_file_is_answered_within_200_mb(case: str, tmp_path) -> None:
    data, rule = built((CONTAINER | PACKAGE)[case])
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with Worker(seconds=60, memory_mb=200) as worker:
        assert rule in rules(check_isolated(path, worker=worker))
