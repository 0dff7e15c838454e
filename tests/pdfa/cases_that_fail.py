# SPDX-License-Identifier: MIT
"""For each rule: files that break it. Names follow clause and test."""

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
    type1,
    widget,
)
from case_parts import (
    CID_SUBSET,
    CIDSET,
    CMYK_INTENT,
    FLATE_NAME,
    FUNCTION,
    GRAY_ONLY,
    IN_INLINE,
    NINE,
    ONE_CID,
    OTHER_IDENTITY,
    PATTERN,
    SEPARATION,
    SUBSET,
    SYMBOLIC,
    TILE,
    TYPE1C,
    extra,
    icc_space,
    linearized,
    raw,
    text_in_mode,
    type3,
    with_xref_stream,
)

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
