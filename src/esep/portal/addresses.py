# SPDX-License-Identifier: MIT
"""Where every page stands: the same shape below /kk/, /ru/ and /en/.

Addresses are relative to the root of the portal and name their file, so that they work
on a server, below a sub-path and from a disk alike.
"""

from __future__ import annotations

import re

from esep.checks.identifiers import LIKE_A_CODE

PAGE = "index.html"


def page(lang: str, *parts: str, number: int = 1) -> str:
    """A page, or the `number`-th page of a long list."""
    more = (f"page-{number}",) if number > 1 else ()
    return "/".join((lang, *parts, *more, PAGE))


def object_page(lang: str, folder: str) -> str:
    """`folder` is objects/<agency>/<object>."""
    return page(lang, *folder.split("/"))


def code_page(lang: str, code: str) -> str:
    """The permanent address of an accounting code; without a language it offers all."""
    return page(lang, "code", code) if lang else f"code/{code}/{PAGE}"


def extract_file(code: str) -> str:
    """The registration extract of a code."""
    return f"code/{code}/extract.pdf"


# Kept for the badge of the registry, and for codes where a disk does not tell case apart: a
# check refuses such an identifier (REF006); until then it has no badge of its own.
_KEPT = re.compile(f"registry|{LIKE_A_CODE.pattern}", re.ASCII)


def badge_names(slug: str, code: str) -> set[str]:
    """What the badge of an object goes by: its identifier and its accounting code."""
    return {code if _KEPT.fullmatch(slug) else slug, code} - {""}


def up(path: str) -> str:
    """From a page to the root."""
    return "../" * path.count("/")


def translated(path: str, lang: str) -> str:
    """The same page in another language."""
    return f"{lang}/{path.partition('/')[2]}"


def public(path: str) -> str:
    """The address as it is told to others: without the name of the index file."""
    return path.removesuffix(PAGE)
