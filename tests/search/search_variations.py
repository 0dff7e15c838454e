# SPDX-License-Identifier: MIT
"""Make queries as people type them out of documents; knows nothing of the analyser it judges.

python search_variations.py DOCUMENTS.json [SEED] prints queries in the format of bench_search.py.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FRONT, BACK = set("әөүіеэи"), set("аоұыяу")
VOICELESS = set("пфктсшщчцхқһбвгд")
NASAL = set("мнң")
KEYS = dict(
    zip(
        "йцукенгшщзхъфывапролджэячсмитьбюёәіңғүұқө",
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.`2345890-",
        strict=True,
    )
)
TO_RUSSIAN = str.maketrans("әғқңөұүһі", "агкноуухи")


def table(pairs: str) -> dict[int, str]:
    """Read ``аa жzh ь`` as а -> a, ж -> zh, ь -> nothing."""
    return {ord(pair[0]): pair[1:] for pair in pairs.split()}


COMMON = "аa бb вv гg дd еe зz иi кk лl мm нn оo пp рr сs тt фf ъ ь эe "
ALPHABET_2021 = table(COMMON + "әä ғğ ёe жj йi қq ңñ өö уu ұū үü хh һh цts чç шş щş ыy іi юiu яia")
AD_HOC = table(COMMON + "әa ғgh ёe жzh йi қk ңng өo уu ұu үu хkh һh цc чch шsh щsh ыy іi юyu яya")
RUSSIAN_LATIN = table(COMMON + "ёyo жzh йy уu хkh цts чch шsh щshch ыy юyu яya")
ADJECTIVE = ("ый", "ий", "ая", "ое", "ые", "ого", "ой", "ых", "ого", "ому", "ым", "ую", "ыми")
NOUNS = {
    "ия": ("ии", "ию", "ией", "ий", "иям", "иями", "иях"),
    "ие": ("ия", "ию", "ием", "ии", "иям", "иями", "иях"),
    "ии": ("ия", "ию", "ией", "иям", "иями", "иях"),
    "ия́": (),
    "ость": ("ости", "остью", "остей", "остям"),
    "ости": ("ость", "остью", "остей", "остям"),
    "а": ("ы", "е", "у", "ой", "ам", "ами", "ах"),
    "ы": ("а", "е", "у", "ой", "ам", "ами", "ах"),
    "ов": ("", "а", "у", "ом", "ы", "ам", "ами", "ах"),
}


def kazakh(word: str, dice: random.Random) -> str:
    """Add one to three endings that agree with the word in vowels and consonants."""
    for kind in (("plural",), ("case",), ("plural", "case"), ("plural", "own", "case"))[
        dice.randrange(4)
    ]:
        front = next(
            (letter in FRONT for letter in reversed(word) if letter in FRONT | BACK), False
        )
        low, high = ("е", "і") if front else ("а", "ы")
        k = "к" if front else "қ"
        g = "г" if front else "ғ"
        end = word[-1]
        hard, nasal = end in VOICELESS, end in NASAL
        vowel = end in FRONT | BACK
        d = "т" if hard else "д"
        if kind == "plural":
            word += ("т" if hard else "д" if nasal or end in "лзж" else "л") + low + "р"
        elif kind == "own":
            word += ("" if vowel else high) + "м" + high + "з"
        else:
            n = "т" if hard else "н" if nasal or vowel else "д"
            word += dice.choice(
                (
                    n + high + "ң",
                    (k if hard else g) + low,
                    n + high,
                    d + low,
                    d + low + "н",
                    ("п" if hard else "м") + "ен",
                )
            )
    return word


def russian(word: str, dice: random.Random) -> str:
    """Put a word into another case or number."""
    for ending in sorted(ADJECTIVE, key=len, reverse=True):
        if word.endswith(ending) and len(word) > len(ending) + 4 and len(ending) > 1:
            return word[: -len(ending)] + dice.choice(ADJECTIVE)
    for ending in sorted(NOUNS, key=len, reverse=True):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)] + dice.choice(NOUNS[ending] or ("",))
    return (
        word + dice.choice(("а", "у", "ом", "ы", "ам", "ами"))
        if word[-1] not in "аеёиоуыэюяьй"
        else word
    )


def english(word: str, dice: random.Random) -> str:
    """Add an English ending."""
    if word.endswith("y"):
        return word[:-1] + "ies"
    return word + dice.choice(("s", "ed" if not word.endswith("e") else "d"))


def mistyped(word: str, dice: random.Random) -> str:
    """Make one typing error anywhere but in the first letter."""
    at = dice.randrange(1, len(word) - 1)
    letters = "abcdefghijklmnoprstuvy" if word.isascii() else "абвгдежзиклмнопрстуы"
    return dice.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + dice.choice(letters) + word[at + 1 :],
        )
    )


def typed_on_latin_keys(text: str) -> str:
    """Type `text` with the Latin layout left on."""
    return "".join(KEYS.get(letter, letter) for letter in text)


INFLECT: Mapping[str, Callable[[str, random.Random], str]] = {
    "kk": kazakh,
    "ru": russian,
    "en": english,
}


def telling_words(documents: Sequence[Mapping[str, Any]], lang: str) -> dict[str, list[str]]:
    """Words of each title whose beginning stands in few titles."""
    titles = {one["id"]: re.findall(r"[^\W\d_]{5,}", one[lang]["t"].lower()) for one in documents}
    seen = Counter(start for words in titles.values() for start in {word[:5] for word in words})
    return {one: [word for word in words if seen[word[:5]] <= 5] for one, words in titles.items()}


def queries(documents: Sequence[Mapping[str, Any]], seed: int) -> Iterator[dict[str, Any]]:
    """Yield {lang, type, q, expect} for every document and language."""
    dice = random.Random(seed)
    for lang, inflect in INFLECT.items():
        for one, words in telling_words(documents, lang).items():
            if not words:
                continue
            some = dice.sample(words, min(len(words), dice.choice((1, 2))))
            forms = [inflect(word, dice) for word in some]
            yield _query(lang, "inflected", " ".join(forms), one)
            yield _query(lang, "typo", mistyped(dice.choice(words), dice), one)
            yield _query(lang, "typo+form", mistyped(inflect(dice.choice(words), dice), dice), one)
            yield _query(lang, "unfinished", dice.choice(words)[: dice.choice((5, 6))], one)
            if lang != "en":
                yield _query(lang, "layout", typed_on_latin_keys(" ".join(some)), one)
            if lang == "ru":
                yield _query(lang, "latin", " ".join(forms).translate(RUSSIAN_LATIN), one)
                yield _query("kk", "in other language", " ".join(forms), one)
            if lang == "kk":
                yield _query(lang, "rusletters", " ".join(forms).translate(TO_RUSSIAN), one)
                yield _query(lang, "latin 2021", " ".join(forms).translate(ALPHABET_2021), one)
                yield _query(lang, "latin ad hoc", " ".join(forms).translate(AD_HOC), one)
                yield _query("ru", "in other language", " ".join(forms), one)
    for one in documents:
        if code := one.get("code"):
            for written in (
                code.lower(),
                code.replace("-", " "),
                code.replace("-", "–"),
                code.replace("-", ""),
            ):
                yield _query(dice.choice(("kk", "ru", "en")), "code", written, one["id"])
        if acronym := one.get("acr"):
            yield _query("ru", "acronym", acronym.lower(), one["id"])


def _query(lang: str, kind: str, text: str, one: str) -> dict[str, Any]:
    return {"lang": lang, "type": kind, "q": text, "expect": [one]}


if __name__ == "__main__":
    chosen = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    made = list(queries(chosen, int((sys.argv[2:] or ["7"])[0])))
    sys.stdout.write(json.dumps(made, ensure_ascii=False, indent=0))
