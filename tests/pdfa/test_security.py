# SPDX-License-Identifier: MIT
"""What is refused though ISO 19005-1 does not speak of it, and what must not hurt the checker."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from builders import HEADER, PACKET, composite_font, draft, form, stream

from esep.pdfa import check, security
from esep.pdfa.budget import Budget
from esep.pdfa.document import Document
from esep.pdfa.reader import read_layout
from esep.pdfa.registry import KNOWN
from esep.pdfa.values import Ref


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


def bomb(size: int) -> bytes:
    return zlib.compress(bytes(size), 9)


REFUSED = {
    security.EMPTY: b"",
    security.POLYGLOT: draft(tail=zipped()).build(),
    security.TRAILING: draft(tail=b"data").build(),
    security.ENCRYPTED: draft(trailer="/Encrypt << /Filter /Standard >>").build(),
    security.DAMAGED: draft().build()[:600],
    security.JS_NAMES: draft(catalog="/Names << /JavaScript << /Names [] >> >>").build(),
    security.JS_OBJECT: draft(objects={50: b"<< /S /JavaScript /JS (app.alert(1)) >>"}).build(),
    security.LAUNCH: draft(objects={50: b"<< /S /Launch /F (a.exe) >>"}).build(),
    security.URI_SCHEME: draft(
        objects={50: b"<< /S /URI /URI (java%73cript:alert\\(1\\)) >>"}
    ).build(),
}


@pytest.mark.parametrize("rule", REFUSED)
def test_file_is_refused_when_it_is_unsafe(rule):
    report = check(REFUSED[rule])
    assert (rule in report.counts, report.accepted) == (True, False)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (zipped(), "ZIP"),
        (zipped().replace(b"a.txt", b"word/"), "DOCX"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE (DOC, XLS, encrypted OOXML)"),
        (b"plain words", "text"),
        (b"\0\1\2\3", "unknown"),
    ],
)
def test_kind_is_named_when_the_file_is_no_pdf(data, found):
    (fault,) = check(data).faults
    assert (fault.rule, fault.params["found"]) == (security.NOT_PDF, found)


def test_html_before_the_header_is_a_polyglot():
    report = check(draft(header=b"<html><script>1</script>\n" + HEADER).build())
    assert security.POLYGLOT in report.counts


@pytest.mark.parametrize(
    "data",
    [
        draft(objects={4: stream(bomb(100 << 20), "/Filter /FlateDecode")}).build(),
        draft(
            objects={
                3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents [%s] >>"
                % (b"4 0 R " * 50),
                4: stream(bomb(20 << 20), "/Filter /FlateDecode"),
            }
        ).build(),
        draft(objects={50: b"[" * 100_000 + b"]" * 100_000}).build(),
        draft(objects={50: stream(bomb(300 << 20), "/Filter /FlateDecode")}).build(),
    ],
    ids=["content", "repeated-content", "nesting", "unused-stream"],
)
def test_file_is_not_accepted_when_it_costs_more_than_allowed(data):
    report = check(data)
    assert (report.verdict, list(report.counts)) == ("could-not-check", [security.LIMIT])


def test_width_ranges_without_end_are_cut_short():
    spans = "0 65535 1 " * 2000 + "-2147483648 2147483647 1"
    plan = composite_font(inner=f"/Type /Font /CIDToGIDMap /Identity /W [{spans}]")
    assert security.LIMIT in check(draft(**plan).build()).counts


def test_object_stream_with_many_objects_is_indexed_once():
    count = 20_000
    head = " ".join(f"{num} {2 * num}" for num in range(count)).encode() + b" "
    holder = stream(head + b"1 " * count, f"/Type /ObjStm /N {count} /First {len(head)}")
    document = Document(draft(objects={50: holder}).build(), Budget())
    document.layout = read_layout(document.data, Budget(), lambda _rule, _at: None)
    document.layout.packed = {100 + num: (50, num) for num in range(count)}
    assert all(document.resolve(Ref(100 + num, 0)) == 1 for num in range(count))


def test_colour_spaces_that_multiply_end():
    names = " ".join(f"/S{index} /S{index}" for index in range(8))
    colorants = f"<< /Colorants << {names} >> >>"
    entry = f"[/DeviceN [/A] /DeviceRGB 46 0 R {colorants}]"
    spaces = " ".join(f"/S{index} {entry}" for index in range(8))
    plan = {"resources": f"/ColorSpace << {spaces} >>", "content": b"/S0 cs\n"}
    objects = {46: b"<< /FunctionType 2 /Domain [0 1] /N 1 >>"}
    assert security.LIMIT in check(draft(**plan, objects=objects).build()).counts


def test_filtered_metadata_is_never_decoded():
    packed = stream(bomb(100 << 20), "/Type /Metadata /Subtype /XML /Filter /FlateDecode")
    report = check(draft(objects={5: packed}).build())
    assert list(report.counts) == ["6.7.2-2"]


def test_page_tree_that_holds_itself_ends():
    report = check(draft(objects={2: b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"}).build())
    assert security.DAMAGED in report.counts


def test_form_drawn_by_doubling_forms_runs_once():
    objects = {}
    for num in range(100, 140):
        inner = b"/X Do /X Do"
        entries = "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
        objects[num] = stream(inner, f"{entries} /Resources << /XObject << /X {num + 1} 0 R >> >>")
    objects[140] = stream(b"0 0 9 9 re f", entries)
    changes = {"resources": "/XObject << /X 100 0 R >>", "content": b"/X Do\n"}
    assert check(draft(**changes, objects=objects).build(), "b", Budget(operators=5000)).accepted


def test_form_that_draws_itself_ends():
    changes = form("/Resources << /XObject << /X 40 0 R >> >>", b"/X Do")
    assert check(draft(**changes).build()).accepted


@pytest.mark.parametrize(
    "rule_module", ["syntax", "objects", "icc", "graphics", "annots", "actions", "metadata"]
)
def test_file_is_not_accepted_when_a_rule_raises(rule_module, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(f"esep.pdfa.checker.{rule_module}.check", fail)
    report = check(draft().build())
    assert (report.verdict, list(report.counts)) == ("could-not-check", [security.CHECKER])


def test_unregistered_rule_is_a_failure_of_the_checker(monkeypatch):
    monkeypatch.setattr("esep.pdfa.checker.KNOWN", KNOWN - {"6.2.2-1"})
    report = check(draft(profile=b"").build())
    assert security.CHECKER in report.counts


def test_file_that_is_too_large_keeps_its_size_and_digest(tmp_path):
    data = draft().build()
    path = tmp_path / "large.pdf"
    path.write_bytes(data)
    report = check(path, "b", Budget(file_bytes=100))
    assert (report.verdict, report.size) == ("could-not-check", len(data))
    assert report.sha256 == check(data).sha256


def test_text_after_an_inline_image_is_read(tmp_path):
    content = b"BI /W 1 /H 1 /BPC 8 /CS /RGB ID \x01 EI\x02 EI BX (\x01\x02) foo EX\n"
    assert list(check(draft(content=content).build()).counts) == ["6.2.10-1"]


def test_level_is_the_claimed_one_when_none_is_asked_for():
    report = check(draft(metadata=PACKET.format(level="A").encode()).build())
    assert (report.claimed, report.level, report.only_level_a) == ("a", "a", True)


def test_file_that_claims_level_a_conforms_to_level_b_when_only_tags_lack():
    report = check(draft(metadata=PACKET.format(level="A").encode()).build(), "b")
    assert report.verdict == "conforms-1b"


def test_at_most_twenty_faults_of_a_rule_are_kept():
    report = check(draft(objects=dict.fromkeys(range(50, 80), b"<4>")).build())
    assert (len(report.faults), report.counts) == (20, {"6.1.6-1": 30})
