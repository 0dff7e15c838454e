# SPDX-License-Identifier: MIT
"""What a rule of ISO 19005-1 says when it is broken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One breach of one rule at one place of one file.

    `rule` is clause and test number as the reference validator counts them
    (``6.1.3-1``), or ``S-…`` for a security finding outside ISO 19005-1.
    `obj` is an object number, `page` a 1-based page, `path` the way from the
    catalogue in words, `offset` a byte offset in the file; each is given where
    it is known. `params` fill the placeholders of the rule's text.
    """

    rule: str
    obj: int | None = None
    page: int | None = None
    path: str = ""
    offset: int | None = None
    params: Mapping[str, str] = field(default_factory=dict)
