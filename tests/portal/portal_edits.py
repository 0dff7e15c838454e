# SPDX-License-Identifier: MIT
"""Edits of a registry, of every file a portal is made from: what a walk over them may do next."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import yaml
from portal_case import close_code, git, give_code, organisation, passport, put, three
from schema_values import DROP, Filler

from esep.ledger.chain import read
from esep.portal.serve import touched

# An edit changes the registry and tells which paths; it tells none where it found nothing to do.
Edit = Callable[[Path, Random], list[str]]
DOMAINS = ("salyq", "bilim", "auyl")
HOLDERS = ("orda", "saraishyq", "orken")


def object_folders(root: Path) -> list[str]:
    found = (one.parent for one in root.glob("objects/*/*/passport.yml"))
    return sorted(one.relative_to(root).as_posix() for one in found)


def _readable(root: Path, rng: Random) -> tuple[str, dict[str, Any]]:
    """Some object that can be read; the registry has one always."""
    found = []
    for folder in object_folders(root):
        try:
            value = yaml.safe_load((root / folder / "passport.yml").read_text("utf-8"))
        except yaml.YAMLError:
            continue
        if isinstance(value, dict) and value.get("schema_version"):
            found.append((folder, json.loads(json.dumps(value, default=str))))
    return rng.choice(found)


def _save(root: Path, folder: str, value: dict[str, Any]) -> list[str]:
    put(root, folder.partition("/")[2], value)
    return [f"{folder}/passport.yml"]


def _word(rng: Random) -> str:
    return rng.choice(("Қала", "Дала", "Бұлақ", "Тау", "Көл", "Жол")) + f" {rng.randrange(9)}"


def add_object(root: Path, rng: Random) -> list[str]:
    slug = f"o{rng.randrange(6)}"
    folder = f"objects/{rng.choice(HOLDERS[:2])}/{slug}"
    link = {"with": rng.choice(("alfa", "beta", "o1")), "direction": "both", "data": three("Д")}
    kind = rng.choice(("sw", "ici.is", "ir"))
    return _save(root, folder, passport(slug, interactions=[link], kind=kind))


def remove_object(root: Path, rng: Random) -> list[str]:
    found = object_folders(root)
    if len(found) < 4:
        return []
    shutil.rmtree(root / (folder := rng.choice(found)))
    return [f"{folder}/passport.yml"]


def remove_two_that_name_one(root: Path, rng: Random) -> list[str]:
    named = [one for one in ("o1", "o2") if (root / f"objects/orda/{one}").is_dir()]
    for one in named:
        shutil.rmtree(root / f"objects/orda/{one}")
    return [f"objects/orda/{one}/passport.yml" for one in named]


def rename_object(root: Path, rng: Random) -> list[str]:
    folder, value = _readable(root, rng)
    return _save(root, folder, value | {"name": three(_word(rng))})


def hand_over(root: Path, rng: Random) -> list[str]:
    folder, value = _readable(root, rng)
    return _save(root, folder, value | {"holder": rng.choice(HOLDERS)})


def another_domain(root: Path, rng: Random) -> list[str]:
    folder, value = _readable(root, rng)
    return _save(root, folder, value | {"domains": sorted(rng.sample(DOMAINS, 2))})


def another_class(root: Path, rng: Random) -> list[str]:
    folder, value = _readable(root, rng)
    return _save(root, folder, value | {"class": rng.choice("123")})


def next_stage(root: Path, rng: Random) -> list[str]:
    folder, value = _readable(root, rng)
    history = [one for one in value["lifecycle"]["history"] if one["stage"] != "terminated"]
    if rng.random() < 0.5:
        history.append({"stage": "terminated", "since": "2025-05-01"})
    return _save(root, folder, value | {"lifecycle": {"entry": "creation", "history": history}})


def contract(root: Path, rng: Random) -> list[str]:
    folder, value = _readable(root, rng)
    number = str(rng.randrange(100, 10_000))
    bought = Filler(lambda _: number, {"procurement/*/document": DROP}).value("passport")
    return _save(root, folder, value | {"procurement": bought["procurement"]})


def another_link(root: Path, rng: Random) -> list[str]:
    folder, value = _readable(root, rng)
    names = [one.rpartition("/")[2] for one in object_folders(root)]
    some = rng.sample(names, min(2, len(names)))
    links = [{"with": one, "direction": "out", "data": three("Д")} for one in some]
    return _save(root, folder, value | {"interactions": links})


def functions_alike(root: Path, rng: Random) -> list[str]:
    folder, value = _readable(root, rng)
    found = {"functions": ["salyq-esepteu"], "services": ["salyq-tolem"]}
    return _save(root, folder, value | found)


def platform(root: Path, rng: Random) -> list[str]:
    folder, value = _readable(root, rng)
    where = f"https://esep.example/{rng.randrange(9)}"
    more = {"kind": "ici.tp", "traits": {"is_icp": "yes"}, "requirements_url": where}
    return _save(root, folder, value | more)


def object_of_a_project(root: Path, rng: Random) -> list[str]:
    """Another record of what a project is judged by: costs, technologies, papers, names."""
    named = [
        slug
        for path in sorted(root.glob("registry/projects/portfolio/*.yml"))
        for one in yaml.safe_load(path.read_text("utf-8")).get("ict_projects", ())
        for slug in one.get("objects", ())
    ]
    if not named:
        return []
    slug, plan = rng.choice(named[:3]), f"{rng.randrange(9)}000000"
    cost = {"year": "2025", "kind": "support", "plan": plan}
    more: dict[str, Any] = {
        "short_name": three(_word(rng)),
        "technologies": [rng.choice(("postgresql", "linux", "kubernetes"))],
        "capabilities": [rng.choice(("salyq-esepteu", "derek-almasu"))],
        "known_gaps": [{"item": "tor", "since": f"2025-01-0{rng.randrange(1, 9)}", "note": "x"}],
        "facts": {"costs": [cost]},
    }
    return _save(root, f"objects/orda/{slug}", passport(slug, **more))


def move_object(root: Path, rng: Random) -> list[str]:
    folder = rng.choice(object_folders(root))
    _, agency, name = folder.split("/")
    target = f"objects/{'saraishyq' if agency == 'orda' else 'orda'}/{name}"
    if (root / target).exists():
        return []
    (root / target).parent.mkdir(exist_ok=True)
    shutil.move(root / folder, root / target)
    return [f"{folder}/passport.yml", f"{target}/passport.yml"]


def rename_folder(root: Path, rng: Random) -> list[str]:
    folder = rng.choice(object_folders(root))
    target = folder[:-2] if folder.endswith("-2") else f"{folder}-2"
    if (root / target).exists():
        return []
    (root / folder).rename(root / target)
    return [f"{folder}/passport.yml", f"{target}/passport.yml"]


def damage(root: Path, rng: Random) -> list[str]:
    if len(object_folders(root)) < 4:
        return []
    folder, _ = _readable(root, rng)
    text = rng.choice(("id: [", "id: alfa\nkind: nothing\n", ""))
    (root / folder / "passport.yml").write_text(text, "utf-8")
    return [f"{folder}/passport.yml"]


def repair(root: Path, rng: Random) -> list[str]:
    folder = rng.choice(object_folders(root))
    return _save(root, folder, passport(folder.rpartition("/")[2]))


def same_identifier(root: Path, rng: Random) -> list[str]:
    slug = rng.choice(object_folders(root)).rpartition("/")[2]
    folder = f"objects/saraishyq/twin{rng.randrange(2)}"
    return _save(root, folder, passport(slug.removesuffix("-2")))


def document_bytes(root: Path, rng: Random) -> list[str]:
    found = sorted(root.glob("objects/*/*/documents/*.pdf"))
    if not found:
        return []
    file = rng.choice(found)
    file.write_bytes(file.read_bytes() + b"%%%d\n" % rng.randrange(9))
    return [file.relative_to(root).as_posix()]


def document_gone(root: Path, rng: Random) -> list[str]:
    found = sorted(root.glob("objects/*/*/documents/*.pdf"))
    if not found:
        return []
    (file := rng.choice(found)).unlink()
    return [file.relative_to(root).as_posix()]


def add_organisation(root: Path, rng: Random) -> list[str]:
    slug = f"u{rng.randrange(3)}"
    kinds = ("central_body", "service_integrator", "operator", "private")
    organisation(root, slug, type=rng.choice(kinds))
    return [f"registry/organisations/{slug}.yml"]


def rename_organisation(root: Path, rng: Random) -> list[str]:
    organisation(root, "orda", names=[{"from": "2022-01-01", "name": three(_word(rng))}])
    return ["registry/organisations/orda.yml"]


def remove_organisation(root: Path, rng: Random) -> list[str]:
    return _drop(root, "registry/organisations/[su]*.yml", rng)


def _drop(root: Path, pattern: str, rng: Random) -> list[str]:
    found = sorted(root.glob(pattern))
    if not found:
        return []
    (file := rng.choice(found)).unlink()
    return [file.relative_to(root).as_posix()]


def _reworded(pattern: str) -> Edit:
    """Another English text somewhere in a register."""

    def edit(root: Path, rng: Random) -> list[str]:
        files = [one for one in sorted(root.glob(pattern)) if " en: " in one.read_text("utf-8")]
        if not files:
            return []
        file = rng.choice(files)
        lines = file.read_text("utf-8").split("\n")
        places = [at for at, line in enumerate(lines) if line.strip().startswith("en: ")]
        if not places:
            return []
        at = rng.choice(places)
        lead = lines[at].partition("en: ")[0]
        lines[at] = f"{lead}en: 'Reworded {rng.randrange(99)}'"
        file.write_text("\n".join(lines), "utf-8")
        return [file.relative_to(root).as_posix()]

    return edit


def _dropped(pattern: str) -> Edit:
    def edit(root: Path, rng: Random) -> list[str]:
        return _drop(root, pattern, rng)

    return edit


def _replaced(name: str, old: str, new: str) -> Edit:
    """One text for another in a file, and back."""

    def edit(root: Path, _: Random) -> list[str]:
        text = (root / name).read_text("utf-8")
        assert old in text or new in text
        to = text.replace(old, new, 1) if old in text else text.replace(new, old, 1)
        (root / name).write_text(to, "utf-8")
        return [name]

    return edit


def code_given(root: Path, rng: Random) -> list[str]:
    data = (root / "registry/codes.jsonl").read_bytes()
    names = [one.rpartition("/")[2] for one in object_folders(root)]
    free = [one for one in names if one not in read(data).by_object]
    if not free:
        return []
    give_code(root, rng.choice(free))
    return ["registry/codes.jsonl"]


def code_closed(root: Path, rng: Random) -> list[str]:
    ledger = read((root / "registry/codes.jsonl").read_bytes())
    borne = sorted(set(ledger.assigned) - set(ledger.closed))
    if not borne:
        return []
    close_code(root, rng.choice(borne))
    return ["registry/codes.jsonl"]


def decided(root: Path, rng: Random) -> list[str]:
    folder, value = _readable(root, rng)
    path = f"registry/verifications/{folder.split('/')[1]}/{value['id']}.yml"
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    said = {"schema_version": "1", "id": value["id"]}
    line = {"item": "tor", "by": "Б", "on": "2025-05-05", "reason": three(_word(rng))}
    name = rng.choice(("waivers", "rejections"))
    (root / path).write_text(json.dumps({**said, name: [line]}, ensure_ascii=False), "utf-8")
    return [path]


def account(root: Path, rng: Random) -> list[str]:
    path = f"registry/accounts/login{rng.randrange(2)}.yml"
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text(f"schema_version: 1\nlogin: x{rng.randrange(9)}\n", "utf-8")
    return [path]


def commit_all(root: Path, rng: Random) -> list[str]:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x", "--allow-empty", day=f"2025-05-{rng.randrange(10, 30)}")
    return [".git/HEAD"]


def commit_nothing(root: Path, _: Random) -> list[str]:
    git(root, "commit", "-qm", "x", "--allow-empty", "--only", day="2025-06-01")
    return [".git/HEAD"]


def nothing(_root: Path, _rng: Random) -> list[str]:
    return ["registry/nothing"]


CASES = ("acquisitions", "donations", "environment-requests", "placement-requests")
REGISTERS = (*CASES, "operator-list", "trusted-software", "ict-services")
LAW = "registry/rulebooks"
OF_OBJECTS: dict[str, Edit] = {
    one.__name__: one
    for one in (
        *(add_object, remove_object, remove_two_that_name_one, rename_object, hand_over),
        *(another_domain, another_class, next_stage, contract, another_link, functions_alike),
        *(platform, object_of_a_project),
        *(move_object, rename_folder, damage, repair, same_identifier, document_bytes),
        document_gone,
    )
}
OF_REGISTERS: dict[str, Edit] = {
    **{f"{name}_reworded": _reworded(f"registry/{name}/**/*.yml") for name in REGISTERS},
    **{f"{name}_dropped": _dropped(f"registry/{name}/**/*.yml") for name in REGISTERS},
    "architecture_reworded": _reworded("registry/architecture/**/*.yml"),
    "architecture_dropped": _dropped("registry/architecture/**/*.yml"),
    "domain_reworded": _reworded("registry/architecture/activity/salyq.yml"),
    "projects_reworded": _reworded("registry/projects/**/*.yml"),
    "projects_dropped": _dropped("registry/projects/**/*.yml"),
    "glossary": _replaced(f"{LAW}/labels.yml", 'en: "registrant"', 'en: "recorder"'),
    "notices": _replaced(f"{LAW}/notices.yml", "Conclusion published", "A conclusion is out"),
    "calendar": _replaced("registry/calendar/kz.yml", "en: Victory Day", "en: Day of Victory"),
    **{
        one.__name__: one
        for one in (
            *(add_organisation, rename_organisation, remove_organisation, code_given),
            *(code_closed, decided, account, commit_all, commit_nothing, nothing),
        )
    },
}
EDITS = OF_OBJECTS | OF_REGISTERS


def walk(root: Path, seed: int) -> Iterator[tuple[str, set[str] | None]]:
    """Edits by chance without end: the name of each, and the object folders that alone changed."""
    rng = Random(seed)
    while True:
        some = OF_OBJECTS if rng.random() < 0.5 else OF_REGISTERS
        name = rng.choice(sorted(some))
        if paths := some[name](root, rng):
            yield name, touched(root, [str(root / one) for one in paths])
