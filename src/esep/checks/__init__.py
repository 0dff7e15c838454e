# SPDX-License-Identifier: MIT
"""Checks: generators of findings over a registry, the law and a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count

from esep.checks import (
    architecture,
    case_rules,
    codes,
    completeness,
    conformance,
    costs,
    deadlines,
    documents,
    expenses,
    histories,
    identifiers,
    integrity,
    judgements,
    lifecycle,
    operator_rules,
    organisations,
    passports,
    platform_advice,
    projects,
    references,
    services,
    shape,
    texts,
    trusted_software,
    versions,
)
from esep.checks.context import Context
from esep.findings import Finding
from esep.model.architecture import ROOTS as ARCHITECTURE
from esep.model.registry import ACCOUNTS, ORGANISATIONS, ObjectRecord
from esep.model.tree import DirTree

# Below this many objects a second process costs more than it saves.
PARALLEL_FROM = 200

OBJECT_CHECKS = (
    identifiers.check_object,
    references.check_references,
    texts.check_texts,
    passports.check_numbers,
    passports.check_kind,
    passports.check_icp,
    passports.check_placement,
    histories.check_histories,
    histories.check_cycles,
    histories.check_future,
    lifecycle.check_order_of_events,
    lifecycle.check_spans,
    lifecycle.check_tests,
    lifecycle.check_warranty,
    lifecycle.check_creation,
    lifecycle.check_operation,
    lifecycle.check_changes,
    lifecycle.check_debt,
    deadlines.check_clocks,
    deadlines.check_returns,
    expenses.check_expenses,
    operator_rules.check_listed,
    costs.check_calculations,
    services.check_acquisition,
    platform_advice.check_advice,
    documents.check_documents,
    conformance.check_conformance,
    completeness.check_completeness,
)

REGISTER_CHECKS = (
    architecture.check_references,
    architecture.check_identifiers,
    identifiers.check_elements,
    architecture.check_hierarchies,
    architecture.check_inheritance,
    architecture.check_future,
    versions.check_layers,
    versions.check_decisions,
    versions.check_in_force,
    versions.check_platform,
    versions.check_changes,
    *integrity.CHECKS,
    *projects.CHECKS,
    *judgements.CHECKS,
)


def run(context: Context, scope: Sequence[str] = (), jobs: int | None = None) -> list[Finding]:
    """All findings at or below the paths of `scope` (all without one), in order of place."""
    folders = [one for one in context.registry.folders if _touches(one, scope)]
    found = [*check_registers(context, scope), *_over_objects(context, folders, jobs)]
    kept = (one for one in found if _is_below(one.location.path, scope))
    return sorted(kept, key=Finding.sort_key)


def check_registers(context: Context, scope: Sequence[str] = ()) -> Iterator[Finding]:
    """Everything that is not one object's own.

    The architecture is work of the integrator: who checks objects alone is spared it.
    """
    yield from documents.check_tree(context)
    yield from codes.check_ledger(context)
    registry = context.registry
    yield from organisations.check_names(context, ORGANISATIONS)
    yield from organisations.check_names(context, ACCOUNTS)
    for register in (registry.organisations, registry.accounts):
        for record in register.values():
            yield from shape.check_shape(context, record)
            if record.is_valid and register is registry.organisations:
                yield from texts.check_texts(context, record)
    yield from organisations.check_organisations(context)
    yield from identifiers.check_records(context)
    yield from organisations.check_accounts(context)
    yield from deadlines.check_account_clocks(context)
    yield from operator_rules.check_operator_list(context)
    yield from services.check_services(context)
    yield from trusted_software.check_trusted_software(context)
    yield from case_rules.check_cases(context)
    if _touches("registry", scope):
        yield from check_architecture(context)


def check_architecture(context: Context) -> Iterator[Finding]:
    """The integrator's registers, and what they and the passports say of each other."""
    for root in ARCHITECTURE:
        yield from organisations.check_names(context, root)
    yield from architecture.check_files(context)
    if not context.architecture.records:
        return
    for check in REGISTER_CHECKS:
        yield from check(context)


def check_object(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """One object: what can be read is checked, whatever else is wrong."""
    if not record.has_passport:
        return  # said by documents.check_tree
    yield from shape.check_shape(context, record)
    yield from passports.check_identity(context, record)
    yield from codes.check_code(context, record)
    if record.is_valid:
        for check in OBJECT_CHECKS:
            yield from check(context, record)


def _over_objects(context: Context, folders: Sequence[str], jobs: int | None) -> list[Finding]:
    processes = jobs or (cpu_count() or 1 if len(folders) >= PARALLEL_FROM else 1)
    if not isinstance(context.registry.tree, DirTree):
        processes = 1  # a tree out of git is read through one pipe
    if processes == 1:
        return _check_folders(context, folders)
    size = max(1, min(200, len(folders) // (processes * 4)))
    batches = [folders[at : at + size] for at in range(0, len(folders), size)]
    _ = context.architecture.by_kind, context.architecture.data_names
    _ = context.registry.folders_by_id, context.registry.organisations, context.ledger
    # By fork the workers inherit what was just read; they are sent names of folders only.
    fork = get_context("fork")
    with ProcessPoolExecutor(processes, fork, initializer=_adopt, initargs=(context,)) as pool:
        return [one for batch in pool.map(_check_batch, batches) for one in batch]


def _check_folders(context: Context, folders: Sequence[str]) -> list[Finding]:
    read = context.registry.object
    return [one for name in folders for one in check_object(context, read(name))]


_worker: list[Context] = []


def _adopt(context: Context) -> None:
    context.__dict__.pop("verdicts", None)  # its children answer to the parent alone
    _worker[:] = [context]


def _check_batch(folders: Sequence[str]) -> list[Finding]:
    return _check_folders(_worker[0], folders)


def _touches(folder: str, scope: Sequence[str]) -> bool:
    return not scope or any(_contains(one, folder) or _contains(folder, one) for one in scope)


def _is_below(path: str, scope: Sequence[str]) -> bool:
    return not scope or any(_contains(one, path) for one in scope)


def _contains(folder: str, path: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")
