# SPDX-License-Identifier: MIT
"""The extract is PDF/A-1, says what the registry holds, and nothing that is hidden."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from esep.checks.context import Context
from esep.cli.main import main
from esep.errors import UserError
from esep.exchange.extract import Source, extract
from esep.i18n import LANGUAGES
from esep.model.registry import LEDGER
from esep.model.tree import DirTree
from esep.pdfa import check
from repos import ON, OTHER, base_files, code, ledger, passport

OBJECT = f"objects/{OTHER}/mal-esebi"
PATH = f"{OBJECT}/passport.yml"
CANARY = "RESTRICTED-MARKER-7f3a"
SOURCE = Source("a" * 40, "https://esep.example/")
DOCUMENT = b"%PDF-1.4 public"


def stamped(extra: str = "") -> str:
    text = passport("mal-esebi", OTHER)
    return text.replace("id: mal-esebi", f'id: mal-esebi\naccounting_code: "{code(1)}"', 1) + extra


DOCUMENTS = f"""documents:
  - id: pub
    item: tor
    title: {{kk: Ашық, ru: Открытый, en: Open}}
    form: original
    language: ru
    access: public
    version: "1"
    file: documents/pub.pdf
  - id: sec
    item: infosec_docs
    title: {{kk: {CANARY}, ru: {CANARY}, en: {CANARY}}}
    form: original
    language: ru
    access: restricted
    version: "1"
    sha256: {"7" * 64}
    size: "9"
    keeper: {OTHER}
"""
VERIFICATION = f"""schema_version: "1"
id: mal-esebi
verifications:
  - {{by: Бөлім, on: 2026-10-01, commit: {"a" * 40}, result: confirmed, items: {{tor: {"0" * 64}}}}}
"""


def make(root: Path, files: dict[str, str | bytes]) -> Context:
    for name, data in {**base_files(), **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return Context.of(DirTree(root), ON)


def pages(data: bytes) -> list[str]:
    """The text of each page, in one line."""
    with pypdfium2.PdfDocument(data) as pdf:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


def take(context: Context, *languages: str) -> bytes:
    record = context.registry.find("mal-esebi")
    assert record is not None
    assert record.is_valid, list(record.schemas.errors("passport", record.value))
    return extract(context, record, SOURCE, languages or LANGUAGES)


def test_extract_is_pdfa_in_all_languages(tmp_path: Path) -> None:
    data = take(make(tmp_path, {}))

    assert check(data).verdict == "conforms-1b"
    assert len(pages(data)) == 3


@pytest.mark.parametrize(
    ("lang", "words"),
    [("kk", "Есептік код"), ("ru", "Учётный код"), ("en", "Accounting code")],
)
def test_extract_tells_code_commit_and_name(tmp_path: Path, lang: str, words: str) -> None:
    (page,) = pages(take(make(tmp_path, {}), lang))

    assert f"{words}: {code(1)}" in page
    assert SOURCE.commit in page
    assert "?" not in page


def test_extract_holds_digests_of_public_documents_only(tmp_path: Path) -> None:
    files = {PATH: stamped(DOCUMENTS), f"{OBJECT}/documents/pub.pdf": DOCUMENT}
    data = take(make(tmp_path, files))
    text = "".join(pages(data)).replace(" ", "")

    assert hashlib.sha256(DOCUMENT).hexdigest() in text
    assert "7" * 64 not in text
    assert CANARY not in text
    assert CANARY.encode() not in data


def test_extract_names_the_verified_items(tmp_path: Path) -> None:
    files = {f"registry/verifications/{OTHER}/mal-esebi.yml": VERIFICATION}
    (page,) = pages(take(make(tmp_path, files), "ru"))

    assert "2026-10-01" in page


def test_extract_says_when_nothing_was_verified(tmp_path: Path) -> None:
    (page,) = pages(take(make(tmp_path, {}), "ru"))

    assert "Записи о верификации в реестре нет" in page


def test_extract_shows_what_its_font_cannot_draw(tmp_path: Path) -> None:
    text = stamped().replace("en: Water accounting system", "en: Water 水 system")
    data = take(make(tmp_path, {PATH: text}), "en")

    assert "[U+6C34]" in pages(data)[0]
    assert check(data).accepted


def test_extract_is_the_same_every_time(tmp_path: Path) -> None:
    context = make(tmp_path, {})

    assert take(context) == take(context)


def test_object_without_a_code_has_no_extract(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="must have an accounting code"):
        take(make(tmp_path, {LEDGER: ledger()}))


def test_command_writes_the_file_of_a_code_typed_carelessly(tmp_path: Path) -> None:
    root, out = tmp_path / "r", tmp_path / "x.pdf"
    make(root, {})
    for args in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        who = ["-c", "user.name=a", "-c", "user.email=a@esep.example"]
        subprocess.run(["git", "-C", str(root), *who, *args], check=True)
    argv = ["extract", code(1).lower(), "-o", str(out), "--on", "2026-11-20"]

    assert main(["--root", str(root), *argv]) == 0
    assert check(out).accepted
