# SPDX-License-Identifier: MIT
"""Reports as text, JSON and SARIF, and the command that prints them."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from esep.cli import pdfa as cli
from esep.errors import UserError
from esep.i18n import LANGUAGES
from esep.pdfa.faults import Fault
from esep.pdfa.output import FORMATS, summary, write_json, write_sarif, write_text
from esep.pdfa.report import Report

GOOD = Report("conforms-1b", "b", "a" * 64, 955, claimed="b")
BAD = Report(
    "does-not-conform",
    "a",
    "b" * 64,
    2048,
    faults=(
        Fault("6.8.4-1", page=2, params={"language": "казахский"}),
        Fault("6.3.4-1", obj=12, page=1, params={"font": "Arial"}),
        *(Fault("6.1.6-1", obj=n, offset=n * 100) for n in range(1, 8)),
    ),
    counts={"6.8.4-1": 1, "6.3.4-1": 1, "6.1.6-1": 40},
)
UNCHECKED = Report(
    "could-not-check", "b", "c" * 64, 7, faults=(Fault("S-LIMIT"),), reason="seconds exceeds 60"
)
CHECKED = [("good.pdf", GOOD), ("құжат 1.pdf", BAD), ("slow.pdf", UNCHECKED)]


def test_summary_counts_files_by_outcome():
    assert summary(CHECKED) == {"files": 3, "accepted": 1, "refused": 1, "unchecked": 1}


def test_text_tells_verdict_faults_and_remedies():
    lines = write_text(CHECKED, "en").splitlines()

    assert lines[0] == "good.pdf: conforms to PDF/A-1b"
    assert lines[1] == "құжат 1.pdf: does not conform to PDF/A-1a (rules broken: 3, places: 42)"
    assert lines[2].startswith("құжат 1.pdf: error: A hexadecimal string must have")
    assert lines[2].endswith(
        "[6.1.6-1] – object 1, byte 100; object 2, byte 200; object 3, byte 300; "
        "object 4, byte 400; object 5, byte 500; 35 more"
    )
    assert lines[3].endswith("(font: Arial) [6.3.4-1] – page 1, object 12")
    assert lines[4].endswith("(language: казахский) [6.8.4-1] – page 2")
    assert lines[5].startswith("    fix [6.1.6-1]: Another program changed the file")
    assert lines[8] == "slow.pdf: could not be checked: seconds exceeds 60"
    assert lines[-1] == "files: 3, accepted: 1, refused: 1, not checked: 1"


def test_text_gives_a_remedy_once_when_rules_share_it():
    faults = (Fault("6.4-1"), Fault("6.4-2"))
    report = Report("does-not-conform", "b", "", 1, faults=faults, counts={"6.4-1": 1, "6.4-2": 1})

    assert "fix [6.4-1, 6.4-2]:" in write_text([("x.pdf", report)], "en")


def test_text_says_when_the_file_is_good_for_level_b():
    report = Report("does-not-conform", "a", "", 1, faults=(Fault("6.8.4-1"),), only_level_a=True)

    assert "good for level b" in write_text([("x.pdf", report)], "en")


def test_text_shows_control_characters_of_a_path_by_code():
    assert "\x1b" not in write_text([("a\x1b[2J.pdf", GOOD)], "ru")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_every_language_and_no_gap(form, lang):
    assert "?]" not in FORMATS[form](CHECKED, lang)


def test_json_is_versioned_and_speaks_all_languages():
    document = json.loads(write_json(CHECKED, "kk"))
    bad = document["files"][1]

    assert (document["version"], document["lang"]) == (1, "kk")
    assert document["summary"] == summary(CHECKED)
    assert bad["path"] == "құжат 1.pdf"
    assert (bad["verdict"], bad["accepted"]) == ("does-not-conform", False)
    assert bad["counts"] == BAD.counts
    assert [fault["rule"] for fault in bad["faults"]] == ["6.1.6-1"] * 7 + ["6.3.4-1", "6.8.4-1"]
    assert set(bad["faults"][0]["message"]) == set(LANGUAGES)
    assert set(document["rules"]) == {"6.1.6-1", "6.3.4-1", "6.8.4-1", "S-LIMIT"}
    assert set(document["rules"]["6.3.4-1"]["how_to_fix"]) == set(LANGUAGES)


def test_sarif_names_each_rule_once_and_each_fault_with_its_place():
    log = json.loads(write_sarif(CHECKED, "en"))
    run = log["runs"][0]
    first, *_, font, _language, limit = run["results"]

    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "6.1.6-1",
        "6.3.4-1",
        "6.8.4-1",
        "S-LIMIT",
    ]
    assert len(run["results"]) == 10
    assert first["locations"][0]["physicalLocation"]["region"] == {"byteOffset": 100}
    assert font["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "page 1, object 12"}]
    assert font["level"] == "error"
    assert limit["ruleIndex"] == 3
    assert run["artifacts"][1]["location"]["uri"] == "%D2%9B%D2%B1%D0%B6%D0%B0%D1%82%201.pdf"
    assert run["artifacts"][1]["hashes"] == {"sha-256": "b" * 64}
    assert run["invocations"] == [{"executionSuccessful": False}]


def test_sarif_tells_faults_apart_by_fingerprint():
    results = json.loads(write_sarif(CHECKED, "ru"))["runs"][0]["results"]

    assert len({one["partialFingerprints"]["esep-pdfa/v1"] for one in results}) == len(results)


def test_formats_tell_a_rule_without_text_by_its_id():
    report = Report("does-not-conform", "b", "", 1, faults=(Fault("X-1"),), counts={"X-1": 1})

    assert all("X-1" in write([("x.pdf", report)], "en") for write in FORMATS.values())


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return what `esep pdfa` answers; files named bad… do not conform."""
    for name in ("good.pdf", "bad.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.4")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        cli,
        "check_many",
        lambda paths, *_: [(p, BAD if p.name.startswith("bad") else GOOD) for p in paths],
    )
    settings = SimpleNamespace(lang="ru")
    return lambda *argv: CliRunner().invoke(cli.command, argv, obj=settings, standalone_mode=False)


def test_command_returns_0_when_all_files_are_accepted(run):
    result = run("good.pdf", "--lang", "en")

    assert result.return_value == 0
    assert result.output.splitlines()[0] == "good.pdf: conforms to PDF/A-1b"


def test_command_returns_1_when_a_file_is_not_accepted(run):
    result = run("good.pdf", "bad.pdf", "--format", "json")

    assert result.return_value == 1
    assert json.loads(result.output)["summary"]["refused"] == 1


def test_command_names_a_missing_file(run):
    with pytest.raises(UserError, match=r"absent\.pdf"):
        raise run("good.pdf", "absent.pdf").exception


def test_command_tells_which_file_cannot_be_read(run, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied", "good.pdf")

    monkeypatch.setattr(cli, "check_many", refuse)

    with pytest.raises(UserError, match=r"Permission denied: 'good\.pdf'"):
        raise run("good.pdf").exception


def test_command_speaks_the_language_of_the_settings_unless_told(run):
    assert "соответствует" in run("good.pdf").output
    assert "сәйкес келеді" in run("good.pdf", "--lang", "kk").output


def test_command_passes_level_and_jobs_on(run, monkeypatch):
    asked = []
    monkeypatch.setattr(cli, "check_many", lambda *how: asked.append(how[1:]) or [])
    run("good.pdf", "--level", "a", "--jobs", "3")
    run("good.pdf", "--jobs", "1")

    assert asked == [("a", 3), (None, 1)]


def test_command_checks_real_files(tmp_path):
    path = tmp_path / "notes.pdf"
    path.write_text("no PDF at all")
    result = CliRunner().invoke(
        cli.command,
        [str(path), "--format", "json", "--jobs", "1"],
        obj=SimpleNamespace(lang="en"),
        standalone_mode=False,
    )

    assert result.return_value == 1
    assert json.loads(result.output)["files"][0]["counts"] == {"S-NOT-PDF": 1}
