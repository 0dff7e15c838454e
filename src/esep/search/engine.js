// SPDX-License-Identifier: MIT
// The search in the browser: runs analyser.yml and ranks as searcher.py does. A classic script
// that loads the index by script tags, so that it works from file:// and under script-src 'self'.
"use strict";

Object.assign(globalThis.esepSearch, (() => {
  const { LANGUAGES, CYRILLIC, compareText, hasDigit, isName, createAnalyser } = globalThis.esepSearch;
  const FIELDS = ["", "body", "facet", "title"];
  const TITLE = 3;
  const KEYWORD = 64;
  const DIGIT = /[0-9]/gu;
  const NEAREST = 5;
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

  // Optimal string alignment distance, or most + 1 when it is more; with `tail`, `right` may
  // go on after the part that `left` is compared with.
  function distance(left, right, most, tail = false) {
    const longer = right.length - left.length;
    if (-longer > most || (longer > most && !tail)) return most + 1;
    let twoBefore = [];
    let before = [];
    let row = Array.from({ length: right.length + 1 }, (_, at) => at);
    for (let i = 1; i <= left.length; i += 1) {
      [twoBefore, before, row] = [before, row, [i]];
      for (let j = 1; j <= right.length; j += 1) {
        const replaced = before[j - 1] + (left[i - 1] === right[j - 1] ? 0 : 1);
        let cost = Math.min(before[j] + 1, row[j - 1] + 1, replaced);
        if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
          cost = Math.min(cost, twoBefore[j - 2] + 1);
        }
        row.push(cost);
      }
      if (Math.min(...row) > most) return most + 1;
    }
    return Math.min(tail ? Math.min(...row) : row.at(-1), most + 1);
  }

  function createMatcher(spec, sound) {
    const { worth } = spec;
    const far = worth.typo.length;
    const allowed = (letters) => spec.typo_letters.filter((least) => letters >= least).length;

    // What is one key in Cyrillic and two letters in Latin, as one sign.
    const oneKey = (shape) =>
      spec.one_key.reduce((text, [letters, sign]) => text.replaceAll(letters, sign), shape);

    // Typing errors between two shapes, as typed in either alphabet.
    function errors(left, right) {
      const most = allowed(Math.min(left.length, right.length));
      const found = Math.min(
        distance(left, right, most), distance(oneKey(left), oneKey(right), most));
      return found <= most ? found : far;
    }

    // The skeleton and the light stems, each once.
    const shapes = (word) =>
      [...new Set([word.skeleton, ...Object.values(word.stems).map(([light]) => light)])];

    function unfinished(word, term) {
      const rest = term.skeleton.length - word.skeleton.length;
      if (word.skeleton.length < 3 || rest <= 0 || !term.skeleton.startsWith(word.skeleton)) return 0;
      return worth.prefix - worth.prefix_step * Math.min(rest, 8);
    }

    // Light and deep stems of both under each language that both may be in.
    const shared = (word, term) => Object.entries(term.stems)
      .filter(([lang]) => lang in word.stems).map(([lang, found]) => [word.stems[lang], found]);

    function form(pairs) {
      let best = 0;
      for (const [mine, found] of pairs) {
        if (mine[0] === found[0]) return worth.form;
        if (mine[1] === found[1]) best = worth.root;
      }
      return best;
    }

    function kin(pairs) {
      let best = 0;
      for (const [[mine], [light]] of pairs) {
        let common = 0;
        while (common < mine.length && common < light.length && mine[common] === light[common]) {
          common += 1;
        }
        const share = common / Math.max(mine.length, light.length);
        if (common >= worth.kin_letters && share >= worth.share) {
          best = Math.max(best, worth.kin * share);
        }
      }
      return best;
    }

    const typoWorth = (count, times) => (count > 0 && count < far ? worth.typo[count] * times : 0);

    function typo(word, term) {
      const whole = Math.min(errors(word.raw, term.raw), errors(word.skeleton, term.skeleton));
      const others = shapes(term);
      const fewest = Math.min(
        ...shapes(word).flatMap((mine) => others.map((other) => errors(mine, other))));
      return Math.max(typoWorth(whole, 1), typoWorth(fewest, worth.typo_form));
    }

    // Typing errors in a stem where the word begins with it and ends as it may.
    function tailErrors(stem, written) {
      const most = worth.tail.length - 1;
      return stem.length < worth.tail_letters ? most + 1 : distance(stem, written, most, true);
    }

    function tail(word, term) {
      const lights = Object.values(term.stems).map(([light]) => light);
      const fewest = Math.min(...lights.map((light) => tailErrors(light, word.skeleton)));
      return worth.tail[fewest] ?? 0;
    }

    // [worth, variant] of two that are one word: as written, by letters, or but for the endings.
    function alike(word, term, pairs) {
      if (word.raw === term.raw) return [worth.exact, "exact"];
      if (word.skeleton === term.skeleton) {
        const variant = CYRILLIC.test(word.raw) === CYRILLIC.test(term.raw) ? "letters" : "latin";
        return [worth[variant], variant];
      }
      return [form(pairs), "form"];
    }

    // The same, but nothing where what both share is too short to tell.
    function surely(word, term) {
      const pairs = shared(word, term);
      const same = alike(word, term, pairs);
      const long = pairs.some(([[mine], [light]]) =>
        mine === light && mine.length >= worth.sure_letters);
      return long || same[0] >= worth.letters ? same : [0, ""];
    }

    // [worth, variant] of the best way in which a term answers a word of the query.
    function compare(word, term, last) {
      const pairs = shared(word, term);
      const same = alike(word, term, pairs);
      if (same[0] > worth.form) return same;
      const found = last ? [[unfinished(word, term), "prefix"]] : [];
      if (Object.keys(word.stems).length && Object.keys(term.stems).length) {
        found.push(same, [kin(pairs), "form"]);
        found.push([typo(word, term), "typo"], [tail(word, term), "typo"]);
      }
      return found.reduce((best, one) => (one[0] > best[0] ? one : best), [0, ""]);
    }

    // The listed stems that a word may be a mistyped form of.
    function nearest(word, stems, most) {
      const mine = [sound(word.raw), ...shapes(word)];
      const ranked = [];
      for (const stem of new Set(stems)) {
        let count = Math.min(...mine.map((one) => errors(one, stem)));
        if (count >= far && tailErrors(stem, word.skeleton) < worth.tail.length) count = far - 1;
        if (count < far) ranked.push([count / stem.length, stem[0] === word.skeleton[0] ? 0 : 1, stem]);
      }
      ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || compareText(a[2], b[2]));
      return ranked.slice(0, most).map(([, , stem]) => stem);
    }

    return { compare, surely, nearest };
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
      for (const stem of matcher.nearest(word, stems, NEAREST)) {
        for (const [term, text] of sorted(await terms(analyser.shapeKey(stem)))) {
          const read = isName(term) ? null : analyser.read(term, termLanguages(text));
          const near = read && (stem === read.skeleton
            || Object.values(read.stems).some(([light]) => light === stem));
          if (near) add(found, term, ...matcher.compare(word, read, false));
        }
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
          const whole = words.slice(start, start + size).join("");
          const { matches } = hasDigit(whole) ? nothing(whole) : await same(whole);
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

    async function readQuery(typed) {
      const query = Array.from(typed).slice(0, spec.limits.letters).join("");
      const code = await readCode(query);
      if (code) return { found: [code], spans: [] };
      const read = await readWords(query);
      const found = read.filter(({ matches }) => matches);
      const places = read.map((_, at) => read.slice(0, at).filter(({ matches }) => matches).length);
      places.push(found.length);
      const spans = analyser.concepts(read.map(({ word }) => word))
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

    // Resolves to the best hits and the number of all.
    async function search(query, lang, limit = 10) {
      const { found, spans } = await readQuery(query);
      const scores = new Map();
      let total = 0;
      for (const [at, one] of found.entries()) {
        const perSlot = new Map();
        for (const [term, match] of one.matches) await collect(one.word, term, match, lang, perSlot);
        for (const [start, end, name] of spans) {
          if (start <= at && at < end && name in (await shard(name))) {
            await collect(one.word, name, [worth.concept, "synonym"], lang, perSlot);
          }
        }
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
      return { count: ranked.length, hits: await Promise.all(hits) };
    }

    return { search };
  }

  return { load, fetchBy, createEngine, distance };
})());
