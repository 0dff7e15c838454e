// SPDX-License-Identifier: MIT
// Reads a word as the search reads it: the browser's side of analyser.yml (analyser.py is the other).
"use strict";

globalThis.esepSearch = (() => {
  const LANGUAGES = ["kk", "ru", "en"];
  const PART = /[\p{L}\p{N}]+/gu;
  const APOSTROPHES = /(?<=[\p{L}\p{N}_])['’ʼ`](?=[\p{L}\p{N}_])/gu;
  const CYRILLIC = /[Ѐ-ӿ]/u;
  const LATIN = /[a-z]/u;
  const DOUBLED = /([a-z])\1+/gu;
  const LONGEST = 9;
  const INITIALS = "~";
  const OTHER_KEYS = /[[\];',.`][a-z]/u;

  const findWords = (text) => text.match(PART) ?? [];
  // A term that is no word: a group of the glossary, or a title's initials.
  const isName = (term) => term.startsWith("=") || term.startsWith(INITIALS);
  const hasDigit = (word) => /[0-9]/u.test(word);
  const translate = (text, table) => Array.from(text, (letter) => table[letter] ?? letter).join("");
  const invert = (table) => Object.fromEntries(Object.entries(table).map(([a, b]) => [b, a]));
  const zip = (left, right) => {
    const other = Array.from(right);
    return Object.fromEntries(Array.from(left, (one, at) => [one, other[at]]));
  };
  const plain = (text) => text.toLowerCase().normalize("NFC").replace(APOSTROPHES, "");
  const compareText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  function createAnalyser(spec) {
    const rewrites = spec.rewrites.map(([from, to]) =>
      [new RegExp(from, "gu"), to.replace(/\\(\d)/gu, "$$$1")]);
    const stop = new Set(spec.stop_words);
    const toLatin = invert(spec.lookalikes);
    const sounds = new Map();

    // A word in Latin letters by sound; double letters kept.
    function sound(word) {
      let found = sounds.get(word);
      if (found === undefined) {
        found = translate(word, spec.letters);
        for (const [from, to] of rewrites) found = found.replace(from, to);
        sounds.set(word, found);
      }
      return found;
    }

    const single = (text) => text.replace(DOUBLED, "$1");
    const skeleton = (word) => single(sound(word));

    const longestFirst = (some) =>
      [...new Set(some.map(sound))].filter(Boolean)
        .sort((a, b) => b.length - a.length || compareText(a, b));
    const suffixes = {};
    for (const lang of LANGUAGES) {
      const { endings, derivations } = spec.stems[lang];
      suffixes[lang] = [longestFirst(endings), longestFirst([...endings, ...derivations])];
    }

    function strip(word, some, shortest, times) {
      for (let turn = 0; turn < times; turn += 1) {
        const found = some.find((s) => word.endsWith(s) && word.length - s.length >= shortest);
        if (found === undefined) break;
        word = word.slice(0, -found.length);
      }
      return word;
    }

    // к and г, п and б change into each other before a vowel.
    function soften(doubled) {
      const stem = single(doubled);
      const last = stem.at(-1);
      return stem.length > 4 ? stem.slice(0, -1) + ({ g: "k", b: "p" }[last] ?? last) : stem;
    }

    function stems(word, lang) {
      const { shortest, chain } = spec.stems[lang];
      const light = strip(sound(word), suffixes[lang][0], shortest, chain);
      const deep = strip(light, suffixes[lang][1], shortest + 1, chain + 1);
      return [soften(light), soften(deep)];
    }

    // The shapes of a word under the languages its alphabet is used for, or those given.
    function read(raw, langs = spec.scripts[CYRILLIC.test(raw) ? "cyrillic" : "latin"]) {
      const found = {};
      if (!hasDigit(raw)) for (const lang of langs) found[lang] = stems(raw, lang);
      return { raw, skeleton: skeleton(raw), stems: found };
    }

    function oneAlphabet(word) {
      if (!(CYRILLIC.test(word) && LATIN.test(word))) return word;
      const latin = word.match(/[a-z]/gu);
      const cyrillic = latin.every((letter) => letter in spec.lookalikes);
      return translate(word, cyrillic ? spec.lookalikes : toLatin);
    }

    const tokens = (text) => findWords(plain(text)).map(oneAlphabet);
    const codeKey = (text) => translate(findWords(plain(text)).join(""), toLatin);
    const chunks = (text) => text.toLowerCase().normalize("NFC").split(/\s+/u)
      .flatMap((chunk) => findWords(plain(chunk)).map(() => chunk));

    const part = (lang, word) => {
      const found = read(word, LANGUAGES).stems[lang];
      return found && word.length > 3 ? found[0] : sound(word); // ТОО is not «to»
    };
    // Phrases of the glossary as light stems, each with the names of its groups.
    function phrasesOf(groups) {
      const phrases = new Map();
      for (const [name, ...some] of groups) {
        for (const words of some.map(tokens)) {
          for (const lang of LANGUAGES) {
            const key = words.map((word) => part(lang, word)).join(" ");
            phrases.set(key, (phrases.get(key) ?? new Set()).add(name));
          }
        }
      }
      return phrases;
    }

    // What the file of phrases that begin with a word is named after.
    const phraseKey = (word) => skeleton(word).slice(0, 2);

    // [start, end, group] for each phrase of these groups in the words of a query.
    function concepts(words, groups) {
      const found = new Map();
      const phrases = phrasesOf(groups);
      for (const lang of LANGUAGES) {
        const keys = words.map((word) => part(lang, word));
        for (let start = 0; start < keys.length; start += 1) {
          if (stop.has(words[start])) continue;
          for (let end = start + 1; end <= Math.min(keys.length, start + LONGEST); end += 1) {
            for (const name of phrases.get(keys.slice(start, end).join(" ")) ?? []) {
              found.set(`${start} ${end} ${name}`, [start, end, name]);
            }
          }
        }
      }
      return [...found.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1] || compareText(a[2], b[2]));
    }

    const { layouts, lookalikes } = spec;
    const keys = zip(layouts.latin, layouts.cyrillic);
    const kazakh = zip(layouts.digits, layouts.kazakh);
    const back = invert({ ...keys, ...kazakh });

    // Other readings of a word: layout, look-alike letters, Latin habits, compounds.
    function readings(word, chunk) {
      const all = [];
      const words = (text) => {
        const found = findWords(text);
        if (found.length === 1) all.push(["layout", found[0]]);
      };
      for (const start of spec.clipped.parts) {
        if (word.startsWith(start) && word.length - start.length >= spec.clipped.rest) {
          all.push(["form", word.slice(start.length)]);
        }
      }
      for (const [one, to] of spec.variants) {
        if (word.includes(one)) {
          all.push([CYRILLIC.test(one) ? "letters" : "latin", word.replaceAll(one, to)]);
        }
      }
      if (CYRILLIC.test(word)) {
        words(translate(chunk, kazakh));
        words(translate(chunk, back));
        if (Array.from(word).every((letter) => letter in toLatin)) {
          all.push(["lookalike", translate(word, toLatin)]);
        }
      } else if (LATIN.test(word)) {
        words(translate(chunk, keys));
        if (Object.keys(kazakh).some((key) => chunk.includes(key))) {
          words(translate(chunk, { ...keys, ...kazakh }));
        }
        if (Array.from(word).length < 5 && Array.from(word).every((l) => l in lookalikes)) {
          all.push(["lookalike", translate(word, lookalikes)]);
        }
      }
      const found = new Map();
      for (const [variant, other] of all) {
        if (other !== word && !found.has(other)) found.set(other, variant);
      }
      return [...found].map(([other, variant]) => [variant, other]);
    }

    // A sign stands where the Russian or Kazakh layout has a letter.
    const typedOnOtherKeys = (chunk) => OTHER_KEYS.test(chunk);

    // The term under which a word is listed as initials.
    const shortened = (word) => INITIALS + skeleton(word);

    // What the file of a term is named after; codes and glossary groups are whole.
    function termKey(term) {
      if (term.startsWith(INITIALS)) return shapeKey(term.slice(INITIALS.length));
      const shape = skeleton(term);
      return isName(term) || hasDigit(term) ? shape : shapeKey(shape);
    }

    // The same for a skeleton or a stem, which must not be folded again.
    function shapeKey(shape) {
      return shape.slice(0, spec.crowded.terms.includes(shape.slice(0, 3)) ? 4 : 3);
    }

    // What the files are named after that may list what a mistyped stem was meant to be.
    function nearKeys(stem) {
      const { short_stem: short, starts, ends } = spec.crowded;
      const isLong = stem.length > short;
      const start = isLong && starts.includes(stem.slice(0, 2)) ? 3 : 2;
      const end = isLong && ends.includes(stem.slice(-2)) ? 3 : 2;
      return [stem.slice(0, start), `-${stem.slice(-end)}`, stem.slice(0, 2), `-${stem.slice(-2)}`];
    }

    const isStop = (word) => stop.has(word);
    return { sound, skeleton, stems, read, tokens, codeKey, chunks, concepts, phraseKey, readings, isStop,
      shortened, termKey, shapeKey, nearKeys, typedOnOtherKeys };
  }

  return { LANGUAGES, CYRILLIC, compareText, hasDigit, isName, createAnalyser };
})();
