# SPDX-License-Identifier: MIT
"""Parts of the files that break a rule, and of those that only come near."""

from __future__ import annotations

from builders import (
    FONT_CONTENT,
    HEADER,
    IDENTITY,
    Draft,
    draft,
    icc,
    simple_font,
    space,
    stream,
)

OTHER_IDENTITY = "[<34353637> <34353637>]"
FLATE_NAME = "/Filter /FlateDecode"


def extra(value: bytes, num: int = 50) -> Draft:
    """A file with one more object that nothing refers to."""
    return draft(objects={num: value})


def raw(text: bytes) -> Draft:
    """A file whose object 50 is spelled just so."""
    return draft(raw={50: text})


def linearized(first: str, last: str) -> bytes:
    """A linearized file with the identifiers of its first-page and its main trailer."""
    mark = b"8 0 obj\n<< /Linearized 1 /L %010d >>\nendobj\n"
    whole = draft(header=HEADER + mark % 0, trailer=last).build()
    end = whole.rindex(b"startxref")
    at = whole.rindex(b"xref\n0 ", 0, end)
    section = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 9 /Root 1 0 R /Prev %010d %s >>\n"
    head = section % (at + len(section % (0, first.encode())), first.encode())
    file = whole[:at] + head + whole[at:end] + b"startxref\n%d\n%%%%EOF\n" % at
    return file.replace(mark % 0, mark % len(file))


def with_xref_stream() -> bytes:
    """A file whose cross-reference section is a stream."""
    body = draft().build()
    body = body[: body.rfind(b"xref\n0", 0, body.rfind(b"startxref"))]
    offsets = [body.index(b"\n%d 0 obj" % num) + 1 for num in range(1, 8)]
    rows = b"\0" * 5 + b"".join(b"\1" + at.to_bytes(3, "big") + b"\0" for at in offsets)
    rows += b"\1" + len(body).to_bytes(3, "big") + b"\0"
    entries = f"/Type /XRef /Size 9 /W [1 3 1] /Root 1 0 R /ID {IDENTITY}"
    return body + b"8 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        stream(rows, entries),
        len(body),
    )


def text_in_mode(mode: int) -> dict[str, object]:
    """A font without a program, its text shown in a rendering mode."""
    changes = simple_font(descriptor="/Flags 32")
    return changes | {"content": FONT_CONTENT.replace(b"BT", b"BT %d Tr" % mode)}


def type3(width: int = 500, encoding: str = "/Differences [65 /A /B]") -> dict[str, object]:
    """A Type 3 font whose glyphs are 500 wide, A at 65."""
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [0.001 0 0 0.001 0 0]"
        f" /FirstChar 65 /LastChar 66 /Widths [{width} 500] /Encoding << {encoding} >>"
        " /CharProcs << /A 61 0 R /B 61 0 R >> /Resources << >> >>"
    )
    glyph = stream(b"500 0 0 0 9 9 d1 0 0 9 9 re f")
    return {
        "resources": "/Font << /F1 10 0 R >>",
        "content": FONT_CONTENT,
        "objects": {10: font.encode(), 61: glyph},
    }


TYPE1C = {"kind": "Type1", "descriptor": "/Flags 32 /FontFile3 12 0 R"}
SUBSET = TYPE1C | {"name": "ABCDEF+Probe", "program_entries": "/Subtype /Type1C"}
CID_SUBSET = {"name": "ABCDEF+Probe"}
BOTH_CIDS = {16: stream(b"\x60")}
ONE_CID = {16: stream(b"\x40")}
CIDSET = "/FontFile2 12 0 R /CIDSet 16 0 R"
SYMBOLIC = {"encoding": "", "descriptor": "/Flags 4 /FontFile2 12 0 R"}
IN_INLINE = b"BI /W 1 /H 1 /BPC 8 /CS /RGB %s ID abc EI\n"
GRAY_ONLY = {"intents": "", "content": b"0 0 9 9 re f\n"}
PATTERN = "/Pattern << /P 45 0 R >>"
TILE = "/PatternType 1 /PaintType %d /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9"
NINE = " ".join(f"/N{index}" for index in range(9))
EIGHT = NINE.removesuffix(" /N8")
SEPARATION = "[/Separation /Spot %s 46 0 R]"
FUNCTION = {46: b"<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0] /C1 [1 1 1] >>"}
CMYK_INTENT = {"profile": icc(kind=b"prtr", space=b"CMYK"), "profile_entries": "/N 4"}


def icc_space(profile: bytes, entries: str) -> dict[str, object]:
    """Changes that fill with an ICCBased space."""
    return space("[/ICCBased 47 0 R]", {47: stream(profile, entries)})
