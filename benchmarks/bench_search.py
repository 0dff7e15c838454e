#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measure the search: recall@10 by language and type; at N objects also size, bytes and CPU."""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from esep.i18n import LANGUAGES
from esep.search.documents import Document, Text
from esep.search.index import build
from esep.search.searcher import Searcher
from esep.search.update import update, write

ENGINE = Path(__file__).parents[1] / "tests/search/run_engine.js"
HOLDERS = {
    "kk": ("{} министрлігі", "{} басқармасы", "{} агенттігі", "{} комитеті"),
    "ru": ("Министерство {}", "Управление {}", "Агентство {}", "Комитет {}"),
    "en": ("Ministry of {}", "Department of {}", "Agency for {}", "Committee of {}"),
}


def documents_of(path: Path) -> list[Document]:
    """Read documents: a list of {id, code, acr, kk|ru|en: {t, b}}; all but the id may lack."""
    return [
        Document(
            str(one["id"]),
            {lang: _text(one.get(lang) or {}, str(one["id"])) for lang in LANGUAGES},
            str(one.get("code") or ""),
            tuple(_listed(one.get("acr"))),
        )
        for one in json.loads(path.read_text(encoding="utf-8"))
    ]


def _text(said: Mapping[str, Any] | str, name: str) -> Text:
    said = {"t": said} if isinstance(said, str) else said
    return Text(str(said.get("t") or ""), str(said.get("b") or ""), url=name)


def _listed(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [str(one) for one in listed if one not in (None, "")]


def queries_of(path: Path) -> list[dict[str, Any]]:
    """Read queries: a list of {q, lang, type, expect}; one that expects nothing is left out.

    A query in another language, or in none that is named, is asked from a Russian page.
    """
    found = []
    for one in json.loads(path.read_text(encoding="utf-8")):
        expected = _listed(one.get("expect"))
        lang = one.get("lang") if one.get("lang") in LANGUAGES else "ru"
        if expected:
            asked = {"q": str(one.get("q") or ""), "lang": lang, "expect": expected}
            found.append({**asked, "type": str(one.get("type") or "other")})
    return found


def synthetic(given: Sequence[Document], count: int, seed: int) -> Iterator[Document]:
    """Make documents out of the words of those given; the same seed makes the same ones."""
    dice = random.Random(seed)
    words = {lang: _words(given, lang) for lang in LANGUAGES}
    for number in range(count):
        model, holder = dice.choice(given), dice.randrange(4)
        texts = {
            lang: Text(
                " ".join(dice.choices(words[lang], k=dice.randint(3, 7))),
                model.texts[lang].body,
                (model.texts[lang].title.split() or [""])[0],
                HOLDERS[lang][holder].format(dice.choice(words[lang])),
                "",
                f"objects/{number}/",
            )
            for lang in LANGUAGES
        }
        code = f"KZ-{number:06d}-{dice.randrange(97):02d}"
        yield Document(f"synthetic-{number}", texts, code, (f"С{number}",))


def _words(given: Sequence[Document], lang: str) -> list[str]:
    return sorted({word for one in given for word in one.texts[lang].title.split()}) or ["—"]


class Counted:
    """Files read by name, and the bytes of those read since `start`."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files, self.bytes = files, 0

    def __call__(self, name: str) -> bytes | None:
        content = self.files.get(name)
        self.bytes += len(content or b"")
        return content


def run_python(files: Mapping[str, bytes], queries: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Return per query the urls of the hits and the bytes a first search loads."""
    answers = []
    for query in queries:
        counted = Counted(files)
        counted.bytes = len(files["specification.js"])
        hits = Searcher(counted).search(query["q"], query["lang"])
        answers.append({"urls": [hit.row[5] for hit in hits], "bytes": counted.bytes})
    return answers


def run_engine(files: Mapping[str, bytes], queries: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The same, through engine.js under node."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), Path(folder), files)
        argv = ["node", str(ENGINE), folder]
        done = subprocess.run(
            argv, input=json.dumps(queries), stdout=subprocess.PIPE, text=True, check=True
        )
    return list(json.loads(done.stdout))


def report_recall(queries: Sequence[Mapping[str, Any]], answers: Sequence[Any]) -> None:
    """Print recall@10 overall, by language and by type."""
    got: dict[str, list[float]] = defaultdict(list)
    for query, answer in zip(queries, answers, strict=True):
        expected = set(query["expect"])
        share = len(expected & set(answer["urls"][:10])) / len(expected)
        for key in ("overall", query["lang"], query["type"], f"{query['lang']} {query['type']}"):
            got[key].append(share)
    for key, shares in sorted(got.items(), key=lambda item: (item[0] != "overall", item[0])):
        print(f"recall@10 {key:16} {statistics.mean(shares):.3f}  of {len(shares)}")


def report_bytes(files: Mapping[str, bytes], answers: Sequence[Any]) -> None:
    """Print the size of the index and what a first search loads."""
    served = {name: content for name, content in files.items() if not name.startswith("state/")}
    print(f"index: {sum(map(len, served.values())) / 1e6:.1f} MB in {len(served)} files")
    loads = sorted(answer["bytes"] for answer in answers) or [0]
    p95 = loads[int(len(loads) * 0.95)]
    print(
        f"first search: median {statistics.median(loads) / 1e3:.1f} KB, "
        f"p95 {p95 / 1e3:.1f} KB, max {loads[-1] / 1e3:.1f} KB"
    )


def report_update(files: Mapping[str, bytes], documents: Sequence[Document], cpu: float) -> None:
    """Print what a change of one document costs, in CPU and in share of a full build."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write(home, home, files)
        costs = []
        for one in documents[:: max(1, len(documents) // 5)][:5]:
            texts = {
                lang: replace(text, title=text.title + " 2", body=text.body[:-9])
                for lang, text in one.texts.items()
            }
            started = time.process_time()
            write(home, home, update(home, home, [replace(one, texts=texts)]))
            costs.append(time.process_time() - started)
    cost = statistics.median(costs)
    print(f"one change: {cost * 1e3:.0f} ms CPU, {100 * cost / cpu:.2f} % of a full build")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the measurements that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--objects", type=int, default=0)
    parser.add_argument("--engine", choices=("py", "js"), default="py")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    queries = queries_of(asked.queries)
    run = run_engine if asked.engine == "js" else run_python
    documents = documents_of(asked.documents)
    report_recall(queries, run(build(documents), queries))
    documents += synthetic(documents, asked.objects - len(documents), asked.seed)
    started = time.process_time()
    files = build(documents)
    cpu = time.process_time() - started
    print(f"build: {len(documents)} documents, {cpu:.2f} s CPU")
    report_bytes(files, run(files, queries))
    report_update(files, documents, cpu)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
