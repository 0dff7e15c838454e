// SPDX-License-Identifier: MIT
// How near a term of the index is to a word of the query: the browser's side of match.py.
"use strict";

Object.assign(globalThis.esepSearch, (() => {
  const { CYRILLIC, compareText } = globalThis.esepSearch;

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

    // [errors, stem] of the listed stems that a word may be a mistyped form of.
    function nearest(word, stems, most) {
      const mine = [sound(word.raw), ...shapes(word)];
      const ranked = [];
      for (const stem of new Set(stems)) {
        let count = Math.min(...mine.map((one) => errors(one, stem)));
        if (count >= far && tailErrors(stem, word.skeleton) < worth.tail.length) count = far - 1;
        if (count < far) ranked.push([count / stem.length, stem[0] === word.skeleton[0] ? 0 : 1, stem, count]);
      }
      ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || compareText(a[2], b[2]));
      return ranked.slice(0, most).map(([, , stem, count]) => [count, stem]);
    }

    return { compare, surely, nearest };
  }

  return { distance, createMatcher };
})());
