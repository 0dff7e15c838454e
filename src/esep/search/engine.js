// SPDX-License-Identifier: MIT
// The search in the browser: runs analyser.yml and ranks as searcher.py does. A classic script
// that loads the index by script tags, so that it works from file:// and under script-src 'self'.
"use strict";

Object.assign(globalThis.esepSearch, (() => {
  const { LANGUAGES, compareText, hasDigit, isName, distance, createAnalyser, createMatcher } = globalThis.esepSearch;
  const FIELDS = ["", "body", "facet", "title"];
  const TITLE = 3;
  const KEYWORD = 64;
  const DIGIT = /[0-9]/gu;
  const NEAREST = 5;
  const GUESS = 0.4; // errors in a letter of a word, up to which another is worth a guess
  const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  const loaded = new Map();
  const waiting = new Map();

  // Each file of the index is a script that calls this.
  function load(name, data) {
    loaded.set(name, data);
    waiting.get(name)?.(data);
  }

  function fetchBy(inject) {
    const promises = new Map();
    return (name) => {
      if (!promises.has(name)) {
        promises.set(name, new Promise((resolve) => {
          if (loaded.has(name)) return resolve(loaded.get(name));
          waiting.set(name, resolve);
          inject(name, () => {
            promises.delete(name);
            resolve(null);
          });
        }));
      }
      return promises.get(name);
    };
  }

  function hashed(text) {
    let value = 0x811c9dc5;
    for (const letter of text) value = Math.imul(value ^ letter.codePointAt(0), 0x01000193) >>> 0;
    return value;
  }

  // Slots written as Rice-coded gaps in base64; postings.py says how.
  function decode(text, count, size) {
    const k = Math.max(0, 31 - Math.clz32(Math.floor((size * 69) / (count * 100))));
    const slots = [];
    let at = 0;
    let previous = -1;
    const bit = () => {
      const value = BASE64.indexOf(text[Math.floor(at / 6)]) >> (5 - (at % 6)) & 1;
      at += 1;
      return value;
    };
    while (slots.length < count) {
      let gap = 0;
      while (!bit()) gap += 1;
      for (let turn = 0; turn < k; turn += 1) gap = gap * 2 + bit();
      previous += gap + 1;
      slots.push(previous);
    }
    return slots;
  }

  const groupsOf = (text) => text.split(";").map((group) => group.split(","));

  function termLanguages(text) {
    const mask = groupsOf(text).reduce((sum, [code]) => sum | parseInt(code, 36), 0);
    const some = LANGUAGES.filter((_, at) => (mask >> (2 * at)) & 3);
    return some.length ? some : LANGUAGES;
  }

  function fieldWorth(worth, code, lang) {
    let [best, where] = code & KEYWORD ? [worth.keyword, "keyword"] : [0, ""];
    LANGUAGES.forEach((one, at) => {
      const level = (code >> (2 * at)) & 3;
      let value = worth.fields[level] * (one === lang ? 1 : worth.other_language);
      if (level === TITLE) value *= worth.title_length[Math.floor(code / (2 * KEYWORD))];
      if (value > best) [best, where] = [value, FIELDS[level]];
      else if (level === TITLE && one === lang) where = "title"; // a keyword seen in the title
    });
    return [best, where];
  }

  async function createEngine(fetchFile) {
    const [head, spec] = await Promise.all([fetchFile("index"), fetchFile("specification")]);
    const analyser = createAnalyser(spec);
    const matcher = createMatcher(spec, analyser.sound);
    const { worth } = spec;

    const isPresent = (kind, at) =>
      (parseInt(head[kind][Math.floor(at / 4)], 16) >> (3 - (at % 4))) & 1;
    const number = (kind) => head[kind].length * 4;

    const place = (kind, key) => hashed(key) % number(kind);

    async function bucket(kind, key) {
      const at = place(kind, key);
      return isPresent(kind, at) ? fetchFile(`${kind}/${at.toString(16)}`) : null;
    }

    const terms = async (key) => (await bucket("t", key)) ?? {};
    const shard = (term) => terms(analyser.termKey(term));

    const sorted = (some) => Object.entries(some).sort((a, b) => compareText(a[0], b[0]));
    const add = (found, term, value, variant) => {
      if (value > (found.matches.get(term)?.[0] ?? 0)) found.matches.set(term, [value, variant]);
    };
    const bestOf = (found) => Math.max(0, ...[...found.matches.values()].map(([value]) => value));

    async function meet(found, word, last, times, other) {
      for (const [term, text] of sorted(await shard(word.raw))) {
        if (!isName(term)) {
          const read = analyser.read(term, termLanguages(text));
          const [value, variant] = matcher.compare(word, read, last);
          if (value) add(found, term, value * times, other || variant);
        }
      }
    }

    async function mistyped(found, word) {
      const keys = new Set([word.skeleton, ...Object.values(word.stems).map(([light]) => light)]);
      const ends = new Set([...keys].flatMap(analyser.nearKeys));
      const lists = await Promise.all([...ends].map((end) => bucket("v", end)));
      const stems = lists.flatMap((list) => (list ? list.split(" ") : []));
      let fewest = NEAREST;
      for (const [errors, stem] of matcher.nearest(word, stems, NEAREST)) {
        if (errors > fewest) continue;
        for (const [term, text] of sorted(await terms(analyser.shapeKey(stem)))) {
          const read = isName(term) ? null : analyser.read(term, termLanguages(text));
          const near = read && (stem === read.skeleton
            || Object.values(read.stems).some(([light]) => light === stem));
          if (near) add(found, term, ...matcher.compare(word, read, false));
        }
        if (bestOf(found) >= worth.good) fewest = Math.min(fewest, errors);
      }
    }

    const nothing = (word) => ({ word, matches: new Map() });

    // Terms that are the word itself or surely a form of it.
    async function same(raw) {
      const found = nothing(raw);
      const word = analyser.read(raw);
      for (const [term, text] of sorted(await shard(raw))) {
        if (isName(term)) continue;
        add(found, term, ...matcher.surely(word, analyser.read(term, termLanguages(text))));
      }
      return found;
    }

    // Per word, the terms that it makes with its neighbours: «веб сайт» is «вебсайт».
    async function joined(words) {
      const found = words.map(nothing);
      for (let size = 2; size <= spec.limits.joined; size += 1) {
        for (let start = 0; start + size <= words.length; start += 1) {
          const some = words.slice(start, start + size);
          if (some.some(analyser.isStop)) continue;
          const { matches } = await same(some.join(""));
          for (const one of found.slice(start, start + size)) {
            for (const [term, match] of matches) one.matches.set(term, match);
          }
        }
      }
      return found;
    }

    // Two known words that a word is when a space is put in, or none.
    async function parts(word) {
      const letters = Array.from(word);
      const least = spec.limits.part;
      if (hasDigit(word)) return [];
      for (let cut = letters.length - least; cut >= least; cut -= 1) {
        const halves = [letters.slice(0, cut).join(""), letters.slice(cut).join("")];
        if (place("t", analyser.termKey(halves[0])) !== place("t", analyser.termKey(word))) continue;
        const [left, right] = [await same(halves[0]), await same(halves[1])];
        if (left.matches.size && right.matches.size) return [left, right];
      }
      return [];
    }

    // Adds to `found` what the word meets by itself.
    async function readWord(found, chunk, last) {
      const raw = found.word;
      const name = analyser.shortened(raw);
      if (name in (await shard(raw))) add(found, name, worth.initials, "initials");
      await meet(found, analyser.read(raw), last, 1, "");
      if (bestOf(found) >= worth.good && !analyser.typedOnOtherKeys(chunk)) return found;
      const others = analyser.readings(raw, chunk);
      for (const [variant, other] of others) {
        await meet(found, analyser.read(other), last, worth.reading, variant);
      }
      for (const [variant, other] of [["", raw], ...others]) {
        if (bestOf(found) >= worth.good || hasDigit(other)) break;
        if (variant === "" || variant === "layout") await mistyped(found, analyser.read(other));
      }
      return found;
    }

    // An accounting code however it is written: dashes, spaces, look-alike letters.
    async function readCode(query) {
      const key = analyser.codeKey(query);
      const digits = (key.match(DIGIT) ?? []).length;
      if (digits < spec.limits.code_digits || query.length > spec.limits.code_letters) return null;
      const shape = analyser.skeleton(key);
      const found = nothing(query);
      for (const [term] of sorted(await shard(key))) {
        if (!isName(term) && analyser.skeleton(term) === shape) add(found, term, 1, "code");
      }
      return found.matches.size ? found : null;
    }

    // Words of the query in order, each with what it met; a stop word is not looked up.
    async function readWords(query) {
      const words = analyser.tokens(query).slice(0, spec.limits.words);
      const chunks = analyser.chunks(query);
      const only = words.every(analyser.isStop);
      const known = await joined(words);
      const read = await Promise.all(words.map(async (word, at) => {
        if (analyser.isStop(word) && !only) return [{ word }];
        const found = await readWord(known[at], chunks[at], at === words.length - 1);
        const halves = bestOf(found) < worth.good ? await parts(word) : [];
        return halves.length ? halves : [found];
      }));
      return read.flat();
    }

    // Groups of the glossary with phrases that may begin with one of the words.
    async function glossary(words) {
      const files = words.map((word) => hashed(analyser.phraseKey(word)) % spec.synonyms);
      const lists = await Promise.all([...new Set(files)].sort((a, b) => a - b)
        .map((at) => fetchFile(`s/${at.toString(16)}`)));
      return lists.flatMap((list) => list ?? []);
    }

    async function readQuery(typed) {
      const query = Array.from(typed).slice(0, spec.limits.letters).join("");
      const code = await readCode(query);
      if (code) return { found: [code], spans: [] };
      const read = await readWords(query);
      const found = read.filter(({ matches }) => matches);
      const places = read.map((_, at) => read.slice(0, at).filter(({ matches }) => matches).length);
      places.push(found.length);
      const words = read.map(({ word }) => word);
      const spans = analyser.concepts(words, await glossary(words))
        .map(([start, end, name]) => [places[start], places[end], name])
        .filter(([start, end]) => start < end);
      return { found, spans };
    }

    async function collect(word, term, [value, variant], lang, perSlot) {
      for (const [code, count, bits] of groupsOf((await shard(term))[term])) {
        const [times, field] = fieldWorth(worth, parseInt(code, 36), lang);
        const score = times * value;
        for (const slot of decode(bits, parseInt(count, 36), head.size)) {
          if ((perSlot.get(slot)?.score ?? -1) < score) {
            perSlot.set(slot, { score, why: { word, term, variant, field } });
          }
        }
      }
    }

    function rarity(perSlot) {
      if (!perSlot.size) return 1;
      let best = 0;
      for (const { score } of perSlot.values()) best = Math.max(best, score);
      let near = 0;
      for (const { score } of perSlot.values()) near += score >= 0.7 * best ? 1 : 0;
      return Math.log(1 + head.count / near);
    }

    async function hit(slot, score, whys, lang) {
      const rows = await fetchFile(`d/${lang}/${(slot >> head.rows).toString(16)}`);
      const [title, kind, holder, stage, code, url] = rows?.[slot.toString(16)] ?? [];
      return { slot, score, why: whys.filter(Boolean), title, kind, holder, stage, code, url };
    }

    // Resolves to the best hits, the number of all, and the words that met nothing.
    async function search(query, lang, limit = 10) {
      const { found, spans } = await readQuery(query);
      const scores = new Map();
      const unmet = [];
      let total = 0;
      for (const [at, one] of found.entries()) {
        const perSlot = new Map();
        for (const [term, match] of one.matches) await collect(one.word, term, match, lang, perSlot);
        for (const [start, end, name] of spans) {
          if (start <= at && at < end && name in (await shard(name))) {
            await collect(one.word, name, [worth.concept, "synonym"], lang, perSlot);
          }
        }
        if (!perSlot.size) unmet.push(one.word);
        const weight = rarity(perSlot);
        total += weight;
        for (const [slot, { score, why }] of perSlot) {
          const sum = scores.get(slot) ?? { score: 0, words: 0, whys: [] };
          scores.set(slot, sum);
          sum.score += weight * score;
          sum.words += 1;
          sum.whys.push(why);
        }
      }
      const ranked = [...scores].map(([slot, { score, words, whys }]) => {
        const share = (score / total) * (words / found.length);
        return { slot, score: Math.round(share * 1e6) / 1e6, whys };
      });
      ranked.sort((a, b) => b.score - a.score || a.slot - b.slot);
      const hits = ranked.slice(0, limit).map((one) => hit(one.slot, one.score, one.whys, lang));
      return { count: ranked.length, unmet, hits: await Promise.all(hits) };
    }

    // The word of the index spelled nearest to one that met nothing, or none. More errors are
    // forgiven here than in a search, for this is asked of the reader and not taken as said.
    async function nearest(raw, lang) {
      const word = analyser.read(raw).skeleton;
      const most = Math.floor(word.length * GUESS);
      const far = (text) => distance(word, text, most);
      const lists = await Promise.all(analyser.nearKeys(word).map((end) => bucket("v", end)));
      const stems = lists.flatMap((list) => (list ? list.split(" ") : []))
        .map((stem) => [distance(stem, word, most, true), stem]).filter(([errors]) => errors <= most);
      stems.sort((a, b) => a[0] - b[0] || compareText(a[1], b[1]));
      const keys = stems.slice(0, NEAREST).map(([, stem]) => analyser.shapeKey(stem));
      const some = await Promise.all([analyser.termKey(raw), ...new Set(keys)].map(terms));
      const found = some.flatMap(Object.entries)
        .filter(([term]) => !isName(term) && !hasDigit(term) && term !== raw)
        .map(([term, text]) => [far(analyser.skeleton(term)), termLanguages(text).includes(lang) ? 0 : 1, term])
        .filter(([errors]) => errors <= most);
      found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || compareText(a[2], b[2]));
      return found.length ? found[0][2] : "";
    }

    // The query in words that the index knows, where it met nothing as it was typed; or none.
    async function suggest(query, lang) {
      const words = analyser.tokens(query).slice(0, spec.limits.words).filter((one) => !hasDigit(one));
      return (await Promise.all(words.map((one) => nearest(one, lang)))).filter(Boolean).join(" ");
    }

    return { search, suggest };
  }

  return { load, fetchBy, createEngine };
})());
