# SPDX-License-Identifier: MIT
"""For each rule: files that come near it and conform. Names follow clause and test."""

from __future__ import annotations

from builders import (
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
from case_parts import (
    BOTH_CIDS,
    CID_SUBSET,
    CIDSET,
    CMYK_INTENT,
    EIGHT,
    FUNCTION,
    GRAY_ONLY,
    SUBSET,
    SYMBOLIC,
    TYPE1C,
    extra,
    icc_space,
    linearized,
    raw,
    text_in_mode,
    type3,
)

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
