# SPDX-License-Identifier: MIT
"""Hostile submissions: inert marks made when the test runs, with the rules that must speak."""

from __future__ import annotations

from typing import Any

from submission_case import (
    CANARY,
    CODED,
    DOCS,
    OWN,
    Case,
    document,
    edited,
    mine,
    named,
    text,
)

from esep.model.registry import LEDGER
from repos import OBJECT, OTHER, PASSPORT, Same, account, base_files, code, ledger, passport


def flood() -> dict[str, Any]:
    files = {f"{DOCS}/a{number:04}.pdf": b"x" for number in range(3000)}
    return {**files, "zz/last.yml": "a: b\n"}


def large(count: int, size: int) -> dict[str, Any]:
    first = f"{DOCS}/a00.pdf"
    names = (f"{DOCS}/a{number:02}.pdf" for number in range(1, count))
    return {first: b"\0" * size, **{name: Same(first) for name in names}}


RIGHTS = {
    "01-control": Case((), lambda: edited('class: "3"', 'class: "2"')),
    "02-cross-agency-edit": Case(
        ("REV003",), lambda: {f"{CODED}/passport.yml": passport("mal-esebi", OTHER)}
    ),
    "03-owner-takeover": Case(
        ("REV003", "REV009"), lambda: {PASSPORT: text().replace(OWN, OTHER)}, "bolat"
    ),
    "04-rename-steal": Case(
        ("REV003",),
        lambda: {
            f"{CODED}/passport.yml": None,
            f"objects/{OWN}/mal-esebi/passport.yml": base_files()[f"{CODED}/passport.yml"],
        },
    ),
    "05-delete-other": Case(("REV003", "REV006"), mine({f"{CODED}/passport.yml": None})),
    "05-delete-own-coded": Case(("REV006",), mine({f"{CODED}/passport.yml": None}), "bolat"),
    "06-rights-file-edit": Case(
        ("REV004",),
        lambda: {
            "registry/accounts/aigul.yml": account("aigul", OWN, "integrator", 1),
            ".github/CODEOWNERS": "* @aigul\n",
        },
    ),
    "07-workflow-and-hook-edit": Case(
        ("REV004",),
        mine(
            {
                ".github/workflows/check.yml": "on: push\n",
                ".pre-commit-config.yaml": "repos: []\n",
                "src/esep/checks/__init__.py": "open('/tmp/HOSTILE_SRC', 'w')\n",
            }
        ),
    ),
    "08-import-hijack": Case(
        ("REV004", "DOC011"),
        mine(
            {
                f"{folder}{name}": "open('/tmp/HOSTILE_IMPORT_RAN', 'w')\n"
                for folder in ("", f"{OBJECT}/", f"{DOCS}/")
                for name in ("conftest.py", "sitecustomize.py", "yaml.py", "setup.cfg")
            }
        ),
    ),
    "27-flood-3001-files": Case(("REV010", "REV004"), flood),
    "70-bot-identity-spoof": Case(
        ("REV005",), lambda: {LEDGER: ledger(CODED, OBJECT)}, messages=("Assign 1 code",)
    ),
}
LEDGERS = {
    "09-forged-code": Case(
        ("REV007",),
        lambda: edited("id: su-esebi", f'id: su-esebi\naccounting_code: "{code(2)}"'),
    ),
    "10-poison-max": Case(
        ("REV007",),
        lambda: edited("id: su-esebi", f'id: su-esebi\naccounting_code: "{code(900000)}"'),
    ),
    "11-ledger-edit-row": Case(
        ("REV005", "COD007"),
        lambda: {LEDGER: base_files()[LEDGER].replace(b"mal-esebi", b"su-esebi")},
    ),
    "11-ledger-edit-row-by-the-job": Case(
        ("COD007",),
        lambda: {LEDGER: base_files()[LEDGER].replace(b"mal-esebi", b"su-esebi")},
        "esep-bot",
    ),
    "12-ledger-append-forged": Case(("REV005",), lambda: {LEDGER: ledger(CODED, OBJECT)}),
    "13-ledger-rollback": Case(("REV005", "COD007"), mine({LEDGER: b""})),
    "14-uid-theft": Case(
        ("REV008",),
        lambda: {f"objects/{OWN}/mal-esebi/passport.yml": passport("mal-esebi", OWN)},
    ),
    "15-skip-ci": Case(
        (),
        lambda: edited('class: "3"', 'class: "2"'),
        messages=("Fix [skip ci]",),
        advice=("REV012",),
    ),
}
PATHS = {
    "16-doc-path-traversal": Case(
        ("YML023",), lambda: {PASSPORT: document(file="documents/../../../registry/codes.pdf")}
    ),
    "16-doc-absolute-path": Case(("YML023",), lambda: {PASSPORT: document(file="/etc/passwd")}),
    "16-doc-url": Case(("YML023",), lambda: {PASSPORT: document(file="http://127.0.0.1/a.pdf")}),
    "17-symlink-file": Case(
        ("DOC012",), mine({f"{DOCS}/tor.pdf": ("120000", "../../../../registry/codes.jsonl")})
    ),
    "18-symlink-dir": Case(
        ("DOC012",), mine({f"objects/{OWN}/link": ("120000", f"../{OTHER}/mal-esebi")})
    ),
    "18-symlink-passport": Case(
        ("DOC012",), mine({PASSPORT: ("120000", f"../../{OTHER}/mal-esebi/passport.yml")})
    ),
    "19-submodule": Case(
        ("DOC012", "REV004"),
        mine({f"{OBJECT}/sub": ("160000", "x"), ".gitmodules": '[submodule "x"]\n\turl = --x\n'}),
    ),
    "20-exec-bit": Case(("DOC012",), lambda: {PASSPORT: ("100755", text())}),
    "21-case-collision": Case(
        ("DOC011", "DOC022"),
        lambda: {f"{OBJECT}/Passport.yml": text(), f"{OBJECT}/Documents/a.pdf": b"x"},
    ),
    "22-nfc-nfd-collision": Case(
        ("DOC011",), mine({f"{DOCS}/\u0439.pdf": b"x", f"{DOCS}/\u0438\u0306.pdf": b"x"})
    ),
    "23-homoglyph-folder": Case(
        ("REV003", "DOC011"), lambda: {"objects/qal\u0430-akimdigi/su-esebi/passport.yml": text()}
    ),
    "24-windows-reserved": Case(
        ("DOC011",),
        mine(
            {
                f"{DOCS}/{name}": b"x"
                for name in ("con.pdf", "aux.docx", "a.pdf.", "a .pdf", "a:b.pdf", 'a"b.pdf')
            }
            | {f"{DOCS}/{'a' * 200}.pdf": b"x"}
        ),
    ),
    "25-filename-shell-injection": Case(
        ("DOC011",),
        mine(
            {
                f"{DOCS}/{name}": b"x"
                for name in (
                    "$(touch HOSTILE_SHELL).pdf",
                    "`touch HOSTILE_SHELL`.pdf",
                    ";touch HOSTILE_SHELL;.pdf",
                    "--output=HOSTILE_SHELL.pdf",
                    "-rf.pdf",
                    "a\nb.pdf",
                    "\udcff\udcfe.pdf",
                )
            }
        ),
    ),
    "26-hidden-and-foreign-files": Case(
        ("DOC011",),
        mine(
            {
                f"{OBJECT}/{name}": b"x"
                for name in (".DS_Store", "~$lock.docx", "a.exe", "index.md", ".gitattributes")
            }
            | {f"{DOCS}/.git-x/config": b"x"}
        ),
    ),
}
TEXTS = {
    **{
        f"43-unicode-{name}": Case(("YML003",), lambda char=char: {PASSPORT: named(f"a{char}b")})
        for name, char in {
            "rlo": "\u202e",
            "isolate": "\u2066",
            "zero-width": "\u200b",
            "tag": "\U000e0041",
            "zalgo": "\u0301" * 9,
            "private": "\ue000",
        }.items()
    },
    "44-homoglyph-code": Case(
        ("REV007", "YML023"),
        lambda: edited("id: su-esebi", 'id: su-esebi\naccounting_code: "К\u0417-000001-63"'),
    ),
    "44-code-in-other-digits": Case(
        ("REV007", "YML023"),
        lambda: edited("id: su-esebi", 'id: su-esebi\naccounting_code: "KZ-٠٠٠٠٠١-63"'),
    ),
    "44-mixed-script-word": Case((), lambda: {PASSPORT: named("Сиcтема")}, advice=("PSP010",)),
    "45-csv-formula": Case((), lambda: {PASSPORT: named('=HYPERLINK("https://x.example")')}),
    "46-log-command-injection": Case(
        ("YML022",),
        lambda: edited(
            'class: "3"',
            'class: "::error file=x::%0A##[group] @everyone </details> <!-- esep --> ```"',
        ),
    ),
    "47-redos": Case(
        ("YML025",),
        lambda: edited('class: "3"', f'class: "3"\nshort_name: {{kk: "{"a" * 60000}!"}}'),
    ),
    "48-secret": Case((), lambda: {PASSPORT: named("password: Qwerty-123456")}, advice=("PSP011",)),
    "49-restricted-leak": Case(
        ("REV015",),
        lambda: {
            PASSPORT: document(
                access="restricted", title={"kk": CANARY, "ru": CANARY, "en": CANARY}
            ),
            f"{DOCS}/tor.pdf": f"%PDF-1.4 {CANARY}",
        },
    ),
}
STORAGE = {
    "67-lfs-pointer": Case(
        ("DOC013",),
        lambda: {
            PASSPORT: document(),
            f"{DOCS}/tor.pdf": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
        },
    ),
    "68-giant-file": Case(("DOC010",), lambda: large(1, 40 << 20)),
    "68-many-large-files": Case(("REV011",), lambda: large(60, 20 << 20)),
    "69-blob-swap-after-review": Case(
        ("DOC024",),
        mine({f"{DOCS}/tor.pdf": b"%PDF-1.4 other"}),
        base=lambda: {PASSPORT: document(), f"{DOCS}/tor.pdf": b"%PDF-1.4 first"},
    ),
}
CASES = {**RIGHTS, **LEDGERS, **PATHS, **TEXTS, **STORAGE}
