# SPDX-License-Identifier: MIT
"""What one build of the portal is asked for, and the digests of what it is made from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Literal, get_args

import esep
from esep.calendar.civil import civil_date_of_epoch
from esep.errors import UserError
from esep.gitlog.plumbing import GitError, line
from esep.i18n import LANGUAGES, Language

Edition = Literal["public", "official"]
EDITIONS: tuple[Edition, ...] = get_args(Edition)
ADDRESS = "https://esep.example/"

# What a page may depend on beside its own record; the ledger, the accounts and the
# decisions on single objects are looked at object by object.
_SHELL_FILES = ("mkdocs.yml", "hooks", "docs", "theme")
_DATA_FILES = ("theme", "schemas", "registry")
_BY_OBJECT = ("registry/codes.jsonl", "registry/accounts/", "registry/verifications/")
_PACKAGES = ("mkdocs", "mkdocs-material", "jinja2", "markdown")


@dataclass(frozen=True)
class Settings:
    """One build: where from, where to, for which day, which readers and which languages.

    `address` is the absolute address of the portal with a final slash; it stands only
    where a standard wants one (canonical address, sitemap, feed). `repository` is the page of
    the registry at its git host, below which ``commit/<id>`` shows a commit; empty for none.
    `extracts` asks for the registration extract of every code, which costs more than its pages.
    """

    root: Path
    out: Path
    on: date
    edition: Edition = "public"
    languages: tuple[Language, ...] = LANGUAGES
    address: str = ADDRESS
    repository: str = ""
    extracts: bool = False

    @property
    def work(self) -> Path:
        """Where the build keeps what the next one need not do again."""
        place = os.path.relpath(self.out, self.root)
        name = blake2b(place.encode(), digest_size=6).hexdigest()
        return self.root / ".cache" / "portal" / name

    @property
    def sections(self) -> tuple[str, ...]:
        """The main menu: sections without a record of their own are left out."""
        modelled = any((self.root / "registry/architecture").rglob("*.yml"))
        model = ("architecture", "monitoring") if modelled else ()
        return ("objects", "organisations", "dashboards", "deadlines", *model, "rules")

    def environment(self) -> Mapping[str, str]:
        """The settings as the MkDocs hook reads them back."""
        return {
            "ESEP_ON": self.on.isoformat(),
            "ESEP_EDITION": self.edition,
            "ESEP_LANGUAGES": " ".join(self.languages),
            "ESEP_ADDRESS": self.address,
            "ESEP_REPOSITORY": self.repository,
            "ESEP_EXTRACTS": "yes" if self.extracts else "",
        }

    @staticmethod
    def of_environment(root: Path, out: Path, environment: Mapping[str, str]) -> Settings:
        """The settings of a hook that MkDocs called."""
        day, edition = environment.get("ESEP_ON"), environment.get("ESEP_EDITION", "public")
        chosen = environment.get("ESEP_LANGUAGES", "").split() or LANGUAGES
        if edition not in EDITIONS or not set(chosen) <= set(LANGUAGES):
            raise UserError("ESEP_EDITION is public or official, ESEP_LANGUAGES some of kk ru en")
        return Settings(
            root,
            out,
            date.fromisoformat(day) if day else commit_day(root, environment),
            edition,
            tuple(one for one in LANGUAGES if one in chosen),
            environment.get("ESEP_ADDRESS", ADDRESS),
            environment.get("ESEP_REPOSITORY", ""),
            environment.get("ESEP_EXTRACTS", "") == "yes",
        )

    def shell_key(self) -> str:
        """Changes with anything a hand-written page or a shell is made from."""
        return digest([*self._common(), *_files(self.root, _SHELL_FILES)])

    def data_key(self, shells: str) -> str:
        """Changes with anything common to all data pages, the `shells` included."""
        kept = (one for one in _files(self.root, _DATA_FILES) if not one[0].startswith(_BY_OBJECT))
        return digest([*self._common(), ("shells", shells), *kept])

    def _common(self) -> Iterator[tuple[str, str]]:
        yield "settings", json.dumps([dict(self.environment()), self.sections])
        for name in _PACKAGES:
            yield name, version(name)
        yield from _files(Path(esep.__file__).parent, (".",))


def commit_day(root: Path, environment: Mapping[str, str]) -> date:
    """The civil day of SOURCE_DATE_EPOCH, else of the commit that is checked out."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    try:
        return civil_date_of_epoch(int(epoch or line(root, "log", "-1", "--format=%ct")))
    except (GitError, ValueError):
        raise UserError(
            f"{root}: the day of the build must be known; there is no commit here. "
            "Give --on DATE or set SOURCE_DATE_EPOCH."
        ) from None


def digest(parts: Iterable[object]) -> str:
    """A short digest of values whose `repr` tells them apart."""
    return blake2b(repr(list(parts)).encode(), digest_size=16).hexdigest()


def _files(root: Path, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        top = root / name
        for path in [top] if top.is_file() else _below(top):
            data = blake2b(path.read_bytes(), digest_size=16).hexdigest()
            yield path.relative_to(root).as_posix(), data


def _below(top: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(one for one in folders if one != "__pycache__")
        yield from (Path(folder) / name for name in sorted(names) if not name.endswith(".pyc"))
