# SPDX-License-Identifier: MIT
"""Which objects on the main branch may have an accounting code (R193-12a).

The service integrator's approval is the merge itself; what the law asks beside
it is a complete and correct record.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from esep.checks import check_object
from esep.checks.completeness import is_complete, table
from esep.checks.context import Context
from esep.findings import Severity
from esep.gitlog.tree import Tree
from esep.model.commit import CommitTree
from esep.model.registry import ObjectRecord


def eligible_on(on: date) -> Callable[[Tree, str, bytes], tuple[str, bool]]:
    """The question that `esep.workflow.assign` asks of every object without a code."""
    contexts: dict[str, Context] = {}

    def eligible(tree: Tree, folder: str, _: bytes) -> tuple[str, bool]:
        if tree.commit not in contexts:
            contexts.clear()
            contexts[tree.commit] = Context.of(CommitTree(tree), on)
        context = contexts[tree.commit]
        record = context.registry.object(folder)
        return record.id, may_have_code(context, record)

    return eligible


def may_have_code(context: Context, record: ObjectRecord) -> bool:
    """A readable passport, no error, no item lacking."""
    if not record.is_valid or not is_complete(table(context, record)):
        return False
    return not any(one.severity is Severity.ERROR for one in check_object(context, record))
