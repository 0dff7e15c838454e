# SPDX-License-Identifier: MIT
"""For each rule: files that break it and near misses that do not. Names follow clause and test."""

from __future__ import annotations

from builders import (
    FONT_CONTENT,
    HEADER,
    IDENTITY,
    Draft,
    annotation,
    cmap_stream,
    compact,
    composite_font,
    draft,
    form,
    icc,
    image,
    simple_font,
    space,
    state,
    stream,
    symbol_truetype,
    tagged,
    to_unicode,
    type1,
    widget,
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


FAIL: dict[str, bytes | Draft] = {
    "6.1.2-1-fail-a": draft(header=b"junk\n" + HEADER),
    "6.1.2-1-fail-b": draft(header=HEADER.replace(b"1.4", b"x.4")),
    "6.1.2-2-fail-a": draft(header=b"%PDF-1.4\n"),
    "6.1.2-2-fail-b": draft(header=b"%PDF-1.4\n%\xe2\xe3\xcfx\n"),
    "6.1.3-1-fail-a": draft(trailer=""),
    "6.1.3-1-fail-b": linearized("", f"/ID {IDENTITY}"),
    "6.1.3-2-fail-a": draft(trailer=f"/ID {IDENTITY} /Encrypt 6 0 R"),
    "6.1.3-3-fail-a": draft(tail=b"\n"),
    "6.1.3-3-fail-b": draft(tail=b"% more\n"),
    "6.1.3-4-fail-a": linearized(f"/ID {OTHER_IDENTITY}", f"/ID {IDENTITY}"),
    "6.1.4-1-fail-a": draft(table="xref\n{first}  {count}\n"),
    "6.1.4-2-fail-a": draft(table="xref\n\n{first} {count}\n"),
    "6.1.4-2-fail-b": draft(table="xref \n{first} {count}\n"),
    "6.1.4-3-fail-a": with_xref_stream(),
    "6.1.6-1-fail-a": extra(b"<414>"),
    "6.1.6-1-fail-b": draft(content=b"/S << /X <414> >> DP\n"),
    "6.1.6-2-fail-a": extra(b"<41G4>"),
    "6.1.7-1-fail-a": extra(b"<< /Length 5 >>\nstream\nabc\nendstream"),
    "6.1.7-2-fail-a": extra(b"<< /Length 3 >>\nstream\rabc\nendstream"),
    "6.1.7-2-fail-b": extra(b"<< /Length 3 >>\nstream\nabcendstream"),
    "6.1.7-3-fail-a": extra(stream(b"abc", "/F (x)")),
    "6.1.8-1-fail-a": raw(b"50  0 obj\n1\nendobj\n"),
    "6.1.8-1-fail-b": raw(b"50 0 obj 1\nendobj\n"),
    "6.1.8-1-fail-c": raw(b"50 0 obj\n1 endobj\n"),
    "6.1.8-1-fail-d": raw(b"50 0 obj\n1\nendobj "),
    "6.1.10-1-fail-a": extra(stream(b"\x80\x0b\x60\x50", "/Filter /LZWDecode")),
    "6.1.10-1-fail-b": extra(stream(b"x", "/Filter [/ASCIIHexDecode /LZWDecode]")),
    "6.1.10-2-fail-a": draft(content=IN_INLINE % b"/F /LZW"),
    "6.1.11-1-fail-a": extra(b"<< /Type /Filespec /F (a) /EF << /F 4 0 R >> >>"),
    "6.1.11-2-fail-a": draft(catalog="/Names << /EmbeddedFiles << /Names [] >> >>"),
    "6.1.12-1-fail-a": extra(b"2147483648"),
    "6.1.12-1-fail-b": draft(content=b"-2147483649 0 0 rg 0 0 9 9 re f\n"),
    "6.1.12-2-fail-a": extra(b"32767.5"),
    "6.1.12-2-fail-b": draft(content=b"0 0 40000.0 9 re n\n"),
    "6.1.12-3-fail-a": extra(b"(" + b"a" * 65536 + b")"),
    "6.1.12-3-fail-b": extra(b"<" + b"41" * 65536 + b">"),
    "6.1.12-4-fail-a": extra(b"/" + b"a" * 128),
    "6.1.12-4-fail-b": extra(b"<< /" + b"a" * 128 + b" 1 >>"),
    "6.1.12-5-fail-a": extra(b"[" + b"0 " * 8192 + b"]"),
    "6.1.12-6-fail-a": extra(b"<<" + b"".join(b"/k%d 0" % i for i in range(4096)) + b">>"),
    "6.1.12-8-fail-a": draft(content=b"q " * 29 + b"Q " * 29),
    "6.1.12-9-fail-a": draft(**space(f"[/DeviceN [{NINE}] /DeviceRGB 46 0 R]", FUNCTION)),
    "6.1.12-10-fail-a": draft(
        **composite_font(encoding="14 0 R", objects={14: cmap_stream(last=65791)})
    ),
    "6.1.13-1-fail-a": draft(catalog="/OCProperties << /OCGs [] /D << >> >>"),
    "6.2.2-1-fail-a": draft(profile=icc(version=4)),
    "6.2.2-1-fail-b": draft(profile=icc(kind=b"scnr")),
    "6.2.2-1-fail-c": draft(profile=b"no profile"),
    "6.2.2-2-fail-a": draft(
        intents="/OutputIntents [6 0 R << /S /GTS_PDFX /DestOutputProfile 51 0 R >>]",
        objects={51: stream(icc(), "/N 3")},
    ),
    "6.2.3.2-1-fail-a": draft(**icc_space(icc(version=4), "/N 3")),
    "6.2.3.2-1-fail-b": draft(**icc_space(icc(kind=b"link"), "/N 3")),
    "6.2.3.2-2-fail-a": draft(**icc_space(icc(), "/N 4")),
    "6.2.3.2-2-fail-b": draft(profile_entries="/N 1"),
    "6.2.3.3-1-fail-a": draft(**CMYK_INTENT),
    "6.2.3.3-1-fail-b": draft(intents=""),
    "6.2.3.3-1-fail-c": draft(**image(), **CMYK_INTENT),
    "6.2.3.3-2-fail-a": draft(content=b"0 0 0 1 k 0 0 9 9 re f\n"),
    "6.2.3.3-2-fail-b": draft(**form(body=b"0 0 0 1 K 0 0 m 9 9 l S")),
    "6.2.3.3-2-fail-c": draft(content=IN_INLINE.replace(b"/RGB", b"/CMYK") % b""),
    "6.2.3.3-2-fail-d": draft(**space(SEPARATION % "/DeviceCMYK", FUNCTION)),
    "6.2.3.3-2-fail-e": draft(
        resources=PATTERN,
        content=b"/Pattern cs /P scn 0 0 9 9 re f\n",
        objects={45: stream(b"0 0 0 1 k 0 0 9 9 re f", TILE % 1)},
    ),
    "6.2.3.3-2-fail-f": draft(
        resources="/Shading << /S << /ShadingType 2 /ColorSpace /DeviceCMYK >> >>",
        content=b"/S sh\n",
    ),
    "6.2.3.3-2-fail-g": draft(**space("[/Indexed /DeviceCMYK 0 <00000000>]")),
    "6.2.3.3-3-fail-a": draft(**GRAY_ONLY),
    "6.2.4-1-fail-a": draft(**image("/Alternates []")),
    "6.2.4-2-fail-a": draft(**image("/OPI << >>")),
    "6.2.4-2-fail-b": draft(**form("/OPI << >>")),
    "6.2.4-3-fail-a": draft(**image("/Interpolate true")),
    "6.2.4-3-fail-b": draft(content=IN_INLINE % b"/I true"),
    "6.2.4-4-fail-a": draft(**image(bits="/BitsPerComponent 16")),
    "6.2.4-5-fail-a": draft(**image("/Mask 41 0 R")),
    "6.2.5-1-fail-a": draft(**form("/Subtype2 /PS")),
    "6.2.5-1-fail-b": draft(**form("/PS 4 0 R")),
    "6.2.6-1-fail-a": draft(**form("/Ref << /F (a) /Page 0 >>")),
    "6.2.7-1-fail-a": draft(
        resources="/XObject << /X 40 0 R >>",
        content=b"/X Do\n",
        objects={40: stream(b"%!PS", "/Type /XObject /Subtype /PS")},
    ),
    "6.2.8-1-fail-a": draft(**state("/TR /Identity")),
    "6.2.8-2-fail-a": draft(**state("/TR2 /Identity")),
    "6.2.9-1-fail-a": draft(content=b"/Vivid ri\n"),
    "6.2.9-1-fail-b": draft(**state("/RI /Vivid")),
    "6.2.9-1-fail-c": draft(**image("/Intent /Vivid")),
    "6.2.10-1-fail-a": draft(content=b"BX foo EX\n"),
    "6.2.10-1-fail-b": draft(**form(body=b"1 foo")),
    "6.3.2-1-fail-a": draft(**simple_font(entries="/FirstChar 65 /LastChar 66 /Widths [500 600]")),
    "6.3.2-1-fail-b": draft(content=FONT_CONTENT),
    "6.3.2-2-fail-a": draft(**simple_font(kind="Type9")),
    "6.3.2-3-fail-a": draft(
        **composite_font(inner="/CIDToGIDMap /Identity /BaseFont null /Type /Font")
    ),
    "6.3.2-4-fail-a": draft(**simple_font(entries="/Type /Font /LastChar 66 /Widths [500 600]")),
    "6.3.2-5-fail-a": draft(**simple_font(entries="/Type /Font /FirstChar 65 /Widths [500 600]")),
    "6.3.2-6-fail-a": draft(
        **simple_font(entries="/Type /Font /FirstChar 65 /LastChar 67 /Widths [500 600]")
    ),
    "6.3.2-7-fail-a": draft(
        **simple_font(compact(), **TYPE1C, program_entries="/Subtype /OpenType")
    ),
    "6.3.3.1-1-fail-a": draft(
        **composite_font(encoding="14 0 R", objects={14: cmap_stream(ordering="Other")})
    ),
    "6.3.3.2-1-fail-a": draft(**composite_font(inner="/Type /Font /W [1 [500 600]]")),
    "6.3.3.3-1-fail-a": draft(**composite_font(encoding="/UniGB-UCS2-H")),
    "6.3.3.3-1-fail-b": draft(
        **composite_font(encoding="14 0 R", objects={14: cmap_stream(use="/GBK-EUC-H usecmap")})
    ),
    "6.3.3.3-2-fail-a": draft(
        **composite_font(encoding="14 0 R", objects={14: cmap_stream(mode=1)})
    ),
    "6.3.4-1-fail-a": draft(**text_in_mode(0)),
    "6.3.4-1-fail-b": draft(**simple_font(b"no font")),
    "6.3.4-1-fail-c": draft(**composite_font(descriptor="")),
    "6.3.5-1-fail-a": draft(**simple_font() | {"content": FONT_CONTENT.replace(b"AB", b"ABC")}),
    "6.3.5-1-fail-b": draft(**composite_font(content=b"BT /F1 12 Tf <0009> Tj ET\n")),
    "6.3.5-1-fail-c": draft(**type3(encoding="/Differences [65 /C /B]")),
    "6.3.5-2-fail-a": draft(**simple_font(compact(), **SUBSET)),
    "6.3.5-2-fail-b": draft(
        **simple_font(compact(), **SUBSET | {"descriptor": "/FontFile3 12 0 R /CharSet (/A)"})
    ),
    "6.3.5-3-fail-a": draft(**composite_font(**CID_SUBSET)),
    "6.3.5-3-fail-b": draft(**composite_font(**CID_SUBSET, descriptor=CIDSET, objects=ONE_CID)),
    "6.3.6-1-fail-a": draft(
        **simple_font(entries="/Type /Font /FirstChar 65 /LastChar 66 /Widths [502 600]")
    ),
    "6.3.6-1-fail-b": draft(
        **composite_font(inner="/Type /Font /CIDToGIDMap /Identity /W [1 2 500]")
    ),
    "6.3.6-1-fail-c": draft(
        **simple_font(
            type1(),
            kind="Type1",
            descriptor="/Flags 32 /FontFile 12 0 R",
            entries="/Type /Font /FirstChar 65 /LastChar 66 /Widths [500 700]",
        )
    ),
    "6.3.6-1-fail-d": draft(
        **simple_font(
            compact(),
            **TYPE1C,
            program_entries="/Subtype /Type1C",
            entries="/Type /Font /FirstChar 65 /LastChar 66 /Widths [510 600]",
        )
    ),
    "6.3.6-1-fail-e": draft(**type3(width=400)),
    "6.3.7-1-fail-a": draft(**simple_font(encoding="")),
    "6.3.7-1-fail-b": draft(
        **simple_font(
            encoding="/Encoding << /BaseEncoding /WinAnsiEncoding /Differences [65 /A] >>"
        )
    ),
    "6.3.7-2-fail-a": draft(
        **simple_font(symbol_truetype(), descriptor="/Flags 4 /FontFile2 12 0 R")
    ),
    "6.3.7-3-fail-a": draft(**simple_font(**SYMBOLIC)),
    "6.3.8-1-fail-a": tagged(**composite_font()),
    "6.3.8-1-fail-b": tagged(**type3()),
    "6.3.8-1-fail-c": tagged(**simple_font(symbol_truetype(), **SYMBOLIC)),
    "6.4-1-fail-a": draft(**state("/SMask << /S /Alpha >>")),
    "6.4-2-fail-a": draft(**image("/SMask 42 0 R")),
    "6.4-3-fail-a": draft(**form("/Group << /S /Transparency >>")),
    "6.4-3-fail-b": draft(page="/Group << /S /Transparency >>"),
    "6.4-4-fail-a": draft(**state("/BM /Multiply")),
    "6.4-4-fail-b": draft(**state("/BM [/Normal]")),
    "6.4-5-fail-a": draft(**state("/CA 0.5")),
    "6.4-6-fail-a": draft(**state("/ca 0.5")),
    "6.5.2-1-fail-a": draft(**annotation("", kind="Sound")),
    "6.5.2-1-fail-b": draft(**annotation("", kind="Caret")),
    "6.5.3-1-fail-a": draft(**annotation("/CA 0.5")),
    "6.5.3-2-fail-a": draft(**annotation("", flags="")),
    "6.5.3-2-fail-b": draft(**annotation("", flags="/F 6")),
    "6.5.3-2-fail-c": draft(**annotation("", flags="/F 36")),
    "6.5.3-3-fail-a": draft(**annotation("/C [1 0 0]"), **CMYK_INTENT),
    "6.5.3-4-fail-a": draft(**annotation("/AP << /N 31 0 R /D 31 0 R >>")),
    "6.5.3-5-fail-a": draft(**widget("", kind="Btn")),
    "6.5.3-6-fail-a": draft(**annotation("/AP << /N << /On 31 0 R >> >>")),
    "6.6.1-1-fail-a": draft(catalog="/OpenAction << /S /Hide /T (a) >>"),
    "6.6.1-1-fail-b": draft(
        **annotation("/A << /S /URI /URI (https://a.kz) /Next << /S /Launch >> >>", kind="Link")
    ),
    "6.6.1-1-fail-c": draft(page="/AA << /O << /S /Sound >> >>"),
    "6.6.1-1-fail-d": draft(
        catalog="/Outlines << /First 53 0 R >>",
        objects={53: b"<< /Title (a) /A << /S /Movie >> >>"},
    ),
    "6.6.1-2-fail-a": draft(catalog="/OpenAction << /S /Named /N /Print >>"),
    "6.6.1-3-fail-a": draft(**widget("/A << /S /GoTo /D (a) >>")),
    "6.6.2-1-fail-a": draft(**widget("/AA << >>")),
    "6.6.2-2-fail-a": draft(
        catalog="/AcroForm << /Fields [54 0 R] >>", objects={54: b"<< /T (a) /AA << >> >>"}
    ),
    "6.6.2-3-fail-a": draft(catalog="/AA << /WC << /S /GoTo /D (a) >> >>"),
    "6.7.2-1-fail-a": draft(metadata_entries="/Type /Metadata"),
    "6.7.2-1-fail-b": draft(metadata_entries="/Type /Data /Subtype /XML"),
    "6.7.2-2-fail-a": draft(metadata_entries=f"/Type /Metadata /Subtype /XML {FLATE_NAME}"),
    "6.8.2.2-1-fail-a": tagged(catalog="/StructTreeRoot 20 0 R"),
    "6.8.2.2-1-fail-b": tagged(catalog="/StructTreeRoot 20 0 R /MarkInfo << /Marked false >>"),
    "6.8.3.3-1-fail-a": tagged(catalog="/MarkInfo << /Marked true >>"),
    "6.8.3.4-1-fail-a": tagged(objects={20: b"<< /Type /StructTreeRoot /K 21 0 R >>"}),
    "6.8.3.4-1-fail-b": tagged(objects={22: b"<< /Type /StructElem /P 21 0 R /K 0 >>"}),
    "6.8.3.4-2-fail-a": tagged(
        objects={20: b"<< /Type /StructTreeRoot /K 21 0 R /RoleMap << /Foo /Bar /Bar /Foo >> >>"}
    ),
    "6.8.4-1-fail-a": tagged(
        catalog="/MarkInfo << /Marked true >> /StructTreeRoot 20 0 R /Lang (russian_ru)"
    ),
    "6.8.4-1-fail-b": tagged(
        content=b"/P << /MCID 0 /Lang (k1) >> BDC 0 0 1 rg 0 0 9 9 re f EMC\n"
    ),
    "6.9-1-fail-a": draft(catalog="/AcroForm << /Fields [] /NeedAppearances true >>"),
    "6.9-2-fail-a": draft(**widget("", appearance="")),
}

PASS: dict[str, bytes | Draft] = {
    "6.1.2-1-pass-a": draft(header=HEADER.replace(b"1.4", b"1.7")),
    "6.1.2-2-pass-a": draft(header=b"%PDF-1.4\r\n%\xff\xff\xff\xff and more\n"),
    "6.1.3-4-pass-a": linearized(f"/ID {IDENTITY}", f"/ID {IDENTITY}"),
    "6.1.3-3-pass-a": draft().build().removesuffix(b"\n"),
    "6.1.3-3-pass-b": draft().build().removesuffix(b"\n") + b"\r\n",
    "6.1.4-2-pass-a": draft(table="xref\r\n{first} {count}\n"),
    "6.1.6-1-pass-a": extra(b"<41 42\n43>"),
    "6.1.7-1-pass-a": extra(b"<< /Length 4 >>\nstream\r\nabc\r\nendstream"),
    "6.1.7-2-pass-a": extra(b"<< /Length 3 >>\nstream\r\nabc\r\nendstream"),
    "6.1.8-1-pass-a": raw(b"50 0 obj\r\n1\r\nendobj\r\n"),
    "6.1.11-1-pass-a": extra(b"<< /Type /Filespec /F (a) >>"),
    "6.1.12-1-pass-a": extra(b"[2147483647 -2147483648]"),
    "6.1.12-2-pass-a": extra(b"[32767.0 -32767.0]"),
    "6.1.12-3-pass-a": extra(b"(" + b"a" * 65535 + b")"),
    "6.1.12-4-pass-a": extra(b"/" + b"a" * 127),
    "6.1.12-4-pass-b": extra(b"/" + b"#61" * 127),
    "6.1.12-5-pass-a": extra(b"[" + b"0 " * 8191 + b"]"),
    "6.1.12-6-pass-a": extra(b"<<" + b"".join(b"/k%d 0" % i for i in range(4095)) + b">>"),
    "6.1.12-8-pass-a": draft(content=b"q " * 28 + b"Q " * 28),
    "6.1.12-9-pass-a": draft(**space(f"[/DeviceN [{EIGHT}] /DeviceRGB 46 0 R]", FUNCTION)),
    "6.2.2-2-pass-a": draft(
        intents="/OutputIntents [6 0 R << /S /GTS_PDFX /DestOutputProfile 7 0 R >>]"
    ),
    "6.2.3.2-1-pass-a": draft(**icc_space(icc(kind=b"scnr"), "/N 3")),
    "6.2.3.2-2-pass-a": draft(**icc_space(icc(space=b"GRAY"), "/N 1")),
    "6.2.3.3-1-pass-a": draft(
        resources="/ColorSpace << /DefaultRGB [/CalRGB << /WhitePoint [1 1 1] >>] >>",
        **CMYK_INTENT,
    ),
    "6.2.3.3-2-pass-a": draft(content=b"0 0 0 1 k 0 0 9 9 re f\n", **CMYK_INTENT),
    "6.2.3.3-2-pass-b": draft(
        resources="/XObject << /X 40 0 R >>",
        objects={40: stream(b"0 0 0 1 k", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")},
    ),
    "6.2.3.3-3-pass-a": draft(content=b"0 0 9 9 re f\n"),
    "6.2.3.3-3-pass-b": draft(
        **GRAY_ONLY
        | {"resources": "/ColorSpace << /DefaultGray [/CalGray << /WhitePoint [1 1 1] >>] >>"}
    ),
    "6.2.4-3-pass-a": draft(**image("/Interpolate false")),
    "6.2.4-5-pass-a": draft(**image("/Mask 42 0 R")),
    "6.2.5-1-pass-a": draft(**form()),
    "6.2.8-2-pass-a": draft(**state("/TR2 /Default")),
    "6.2.9-1-pass-a": draft(content=b"/Perceptual ri\n"),
    "6.2.10-1-pass-a": draft(content=b"BX EX 0 0 m 1 1 l h n BT ET\n"),
    "6.3.2-1-pass-a": draft(**simple_font()),
    "6.3.3.1-1-pass-a": draft(**composite_font(encoding="14 0 R", objects={14: cmap_stream()})),
    "6.3.3.3-2-pass-a": draft(
        **composite_font(encoding="14 0 R", objects={14: cmap_stream(mode=1, stated=1)})
    ),
    "6.3.4-1-pass-a": draft(**text_in_mode(3)),
    "6.3.4-1-pass-b": draft(**text_in_mode(0) | {"content": b"BT /F1 12 Tf ET\n"}),
    "6.3.5-1-pass-a": draft(**composite_font()),
    "6.3.5-2-pass-a": draft(
        **simple_font(
            compact(), **SUBSET | {"descriptor": "/Flags 32 /FontFile3 12 0 R /CharSet (/A/B)"}
        )
    ),
    "6.3.5-3-pass-a": draft(**composite_font(**CID_SUBSET, descriptor=CIDSET, objects=BOTH_CIDS)),
    "6.3.6-1-pass-a": draft(
        **simple_font(entries="/Type /Font /FirstChar 65 /LastChar 66 /Widths [501 599]")
    ),
    "6.3.6-1-pass-b": draft(
        **simple_font(type1(), kind="Type1", descriptor="/Flags 32 /FontFile 12 0 R")
    ),
    "6.3.6-1-pass-c": draft(**simple_font(compact(), **TYPE1C, program_entries="/Subtype /Type1C")),
    "6.3.6-1-pass-d": draft(**type3()),
    "6.3.7-1-pass-a": draft(
        **simple_font(encoding="/Encoding << /BaseEncoding /MacRomanEncoding >>")
    ),
    "6.3.7-3-pass-a": draft(**simple_font(symbol_truetype(), **SYMBOLIC)),
    "6.3.8-1-pass-a": tagged(**simple_font()),
    "6.3.8-1-pass-b": tagged(
        **type3()
        | {
            "objects": type3()["objects"]
            | {
                10: type3()["objects"][10].replace(b"/Type3", b"/Type3 /ToUnicode 62 0 R"),
                62: to_unicode(),
            }
        }
    ),
    "6.4-4-pass-a": draft(**state("/BM /Normal /CA 1.0 /ca 1 /SMask /None")),
    "6.5.3-3-pass-a": draft(**annotation("/C [1 0 0]")),
    "6.5.3-5-pass-a": draft(**widget("", "/AP << /N << /On 31 0 R >> >>", kind="Btn")),
    "6.5.3-6-pass-a": draft(**annotation("/AP << /N 31 0 R >>")),
    "6.6.1-1-pass-a": draft(**annotation("/A << /S /URI /URI (https://a.kz) >>", kind="Link")),
    "6.6.1-1-pass-b": draft(catalog="/OpenAction [3 0 R /Fit]"),
    "6.6.1-2-pass-a": draft(catalog="/OpenAction << /S /Named /N /NextPage >>"),
    "6.6.2-1-pass-a": draft(**widget("")),
    "6.8.3.4-1-pass-a": tagged(),
    "6.8.3.4-1-pass-b": tagged(
        objects={
            22: b"<< /S /P /P 21 0 R /Pg 3 0 R /K [<< /Type /MCR /Pg 3 0 R /MCID 0 >>"
            b" << /Type /OBJR /Obj 3 0 R >>] >>"
        }
    ),
    "6.8.3.4-2-pass-a": tagged(
        objects={
            20: b"<< /Type /StructTreeRoot /K 21 0 R /RoleMap << /Foo /Table /Table /Table >> >>"
        }
    ),
    "6.9-1-pass-a": draft(catalog="/AcroForm << /Fields [] /NeedAppearances false >>"),
}


def data_of(case: bytes | Draft) -> bytes:
    """The bytes of a case."""
    return case if isinstance(case, bytes) else case.build()
