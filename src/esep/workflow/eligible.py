# SPDX-License-Identifier: MIT
"""Which objects on the main branch may have an accounting code (R193-12a).

The service integrator's approval is the merge itself; what the law asks beside
it is a complete and correct record.
"""

from __future__ import annotations

from datetime import date

from esep.checks import check_object
from esep.checks.completeness import is_complete, table
from esep.checks.context import Context
from esep.findings import Severity
from esep.gitlog import tree as gitlog
from esep.ledger.codes import CodeFormat
from esep.model.commit import CommitTree
from esep.model.registry import ObjectRecord, Registry
from esep.rulebook import Rulebooks
from esep.rulebook.books import ROOT


class Judge:
    """The question that `esep.workflow.assign` asks of every object without a code.

    Law, registers and format are those of the commit; the law is read again only when it changed.
    """

    def __init__(self, on: date) -> None:
        self._on = on
        self._law: tuple[frozenset[gitlog.Entry], Rulebooks] | None = None
        self._context: tuple[str, Context] | None = None

    def __call__(self, tree: gitlog.Tree, folder: str, _: bytes) -> tuple[str, bool]:
        """Return the id of the object and whether its state allows a code."""
        context = self.context(tree)
        record = context.registry.object(folder)
        return record.id, may_have_code(context, record)

    def format(self, tree: gitlog.Tree) -> CodeFormat:
        """Return the code format that the policy of the commit sets."""
        return self.context(tree).code_format

    def context(self, tree: gitlog.Tree) -> Context:
        """Return the registry of a commit, on the day of the run."""
        if self._context is None or self._context[0] != tree.commit:
            self._context = (tree.commit, self._of(tree))
        return self._context[1]

    def _of(self, tree: gitlog.Tree) -> Context:
        books, files = frozenset(tree.under(ROOT)), CommitTree(tree)
        if self._law is None or self._law[0] != books:
            self._law = (books, Context.of(files, self._on).rulebooks)
        return Context(Registry(files), self._law[1], self._on)


def may_have_code(context: Context, record: ObjectRecord) -> bool:
    """A readable passport, no error, no item lacking."""
    if not record.is_valid or not is_complete(table(context, record)):
        return False
    return not any(one.severity is Severity.ERROR for one in check_object(context, record))
