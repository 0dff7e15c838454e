# SPDX-License-Identifier: MIT
"""Builds DOCX files, clean and hostile, from their parts."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from esep.docx import Report
from esep.findings import Severity

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
XML_TYPE = "application/xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MAIN_TYPE = f"{WORD_TYPE}document.main+xml"
STRICT = {
    W: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    f"{R}/": "http://purl.oclc.org/ooxml/officeDocument/relationships/",
}
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)

Part = str | bytes
# (type after R/ or a whole URI, target, is external)
Link = tuple[str, str, bool]


def paragraph(text: str = "", properties: str = "", runs: str = "") -> str:
    """Return one paragraph: plain text, or runs given as markup."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{run}{runs}</w:p>"


def field(*code: str, result: str = "") -> str:
    """Return a complex field whose code is split over several runs."""
    codes = "".join(f"<w:r><w:instrText>{escape(piece)}</w:instrText></w:r>" for piece in code)
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{codes}'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{escape(result)}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def word_part(root: str, body: str) -> str:
    """Return a part of WordprocessingML with this root element."""
    spaces = (
        f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:wp15="http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing"'
    )
    return f"{XML}<w:{root} {spaces}>{body}</w:{root}>"


def document(*blocks: str) -> str:
    """Return the main part with these blocks."""
    return word_part("document", f"<w:body>{''.join(blocks)}<w:sectPr/></w:body>")


def relationships(links: Iterable[Link]) -> str:
    """Return a ``.rels`` part."""
    items = "".join(
        f"<Relationship Id='rId{number}' Type={quoteattr(kind if ':' in kind else f'{R}/{kind}')} "
        f"Target={quoteattr(target)}{' TargetMode=' + quoteattr('External') if outside else ''}/>"
        for number, (kind, target, outside) in enumerate(links, 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def content_types(overrides: Mapping[str, str], main_type: str = MAIN_TYPE) -> str:
    """Return ``[Content_Types].xml``."""
    everything = {"word/document.xml": main_type, **overrides}
    items = "".join(
        f'<Override PartName="/{name}" ContentType="{media}"/>'
        for name, media in everything.items()
    )
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{RELS_TYPE}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{items}</Types>'
    )


def parts(
    *blocks: str,
    extra: Mapping[str, tuple[str, Part]] | None = None,
    links: Iterable[Link] = (),
    main_type: str = MAIN_TYPE,
    replace: Mapping[str, Part] | None = None,
) -> dict[str, Part]:
    """Return the parts of a document: `extra` maps a name to its content type and bytes."""
    extra = extra or {}
    overrides = {name: media for name, (media, _) in extra.items() if media}
    found: dict[str, Part] = {
        "[Content_Types].xml": content_types(overrides, main_type),
        "_rels/.rels": relationships([("officeDocument", "word/document.xml", False)]),
        "word/document.xml": document(*(blocks or (paragraph("Мемлекеттік орган"),))),
    }
    if links:
        found["word/_rels/document.xml.rels"] = relationships(links)
    found |= {name: body for name, (_, body) in extra.items()}
    return found | dict(replace or {})


def pack(
    entries: Mapping[str, Part] | Iterable[tuple[str, Part]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Return a ZIP with these entries in this order; names may repeat."""
    pairs = entries.items() if isinstance(entries, Mapping) else entries
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in pairs:
            info = zipfile.ZipInfo(name, (2024, 7, 1, 0, 0, 0))
            info.filename = info.orig_filename = name
            info.compress_type = method
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # a name may repeat on purpose
                archive.writestr(info, body)
    return buffer.getvalue()


def docx(*blocks: str, **kwargs: object) -> bytes:
    """Return a DOCX file; arguments as for `parts`."""
    return pack(parts(*blocks, **kwargs))  # type: ignore[arg-type]


def patch_entry(data: bytes, name: str, field_offset: int, layout: str, *values: int) -> bytes:
    """Return the ZIP with fields of the central directory entry `name` overwritten."""
    at = -1
    wanted = name.encode()
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + length] == wanted:
            out = bytearray(data)
            struct.pack_into(layout, out, at + field_offset, *values)
            return bytes(out)
    raise KeyError(name)


def rules(report: Report) -> set[str]:
    """The rules that a file breaks."""
    return {fault.rule for fault in report.faults if fault.severity is Severity.ERROR}
