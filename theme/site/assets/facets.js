// SPDX-License-Identifier: MIT
// Choosing among the objects of the catalogue: columns, counts, the address. No page is touched.
"use strict";

(() => {
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUE = new Map([...DIGITS].map((digit, at) => [digit, at]));

  // One number for each object: `width` digits of base 64 stand for one set of values.
  function decode(facet, size) {
    const found = new Uint32Array(size);
    for (let row = 0, at = 0; row < size; row += 1) {
      let number = 0;
      for (let digit = 0; digit < facet.width; digit += 1, at += 1) {
        number = number * 64 + VALUE.get(facet.codes[at]);
      }
      found[row] = number;
    }
    return found;
  }

  function table(columns) {
    const facets = columns.facets.map((one) => ({ ...one, rows: decode(one, columns.size) }));
    return { size: columns.size, facets };
  }

  // `chosen` maps the key of a facet to a Set of values; values of one facet widen the choice,
  // facets narrow it. A count says how many objects a value has among those that all other
  // facets let through, so it tells what choosing it would give.
  function select(known, chosen) {
    const asked = known.facets.map((facet) => {
      const wanted = chosen.get(facet.key);
      if (!wanted || wanted.size === 0) return null;
      return facet.sets.map((some) => some.some((value) => wanted.has(facet.values[value])));
    });
    const totals = known.facets.map((facet) => new Uint32Array(facet.sets.length));
    const hits = [];
    for (let row = 0; row < known.size; row += 1) {
      let missed = -1;
      let misses = 0;
      for (let at = 0; at < asked.length && misses < 2; at += 1) {
        if (asked[at] && !asked[at][known.facets[at].rows[row]]) {
          missed = at;
          misses += 1;
        }
      }
      if (misses === 0) {
        hits.push(row);
        totals.forEach((total, at) => { total[known.facets[at].rows[row]] += 1; });
      } else if (misses === 1) {
        totals[missed][known.facets[missed].rows[row]] += 1;
      }
    }
    return { hits, counts: new Map(known.facets.map((one, at) => [one.key, spread(one, totals[at])])) };
  }

  // From objects by set of values to objects by value.
  function spread(facet, totals) {
    const counts = new Array(facet.values.length).fill(0);
    facet.sets.forEach((some, at) => some.forEach((value) => { counts[value] += totals[at]; }));
    return counts;
  }

  // What an address asks for; what no facet knows is passed over.
  function fromAddress(known, text) {
    const asked = new URLSearchParams(text);
    const chosen = new Map();
    for (const facet of known.facets) {
      const values = asked.getAll(facet.key).filter((one) => facet.values.includes(one));
      if (values.length) chosen.set(facet.key, new Set(values));
    }
    return chosen;
  }

  // The same choice has the same address, in whatever order it was made.
  function toAddress(known, chosen) {
    const asked = new URLSearchParams();
    for (const facet of known.facets) {
      const wanted = chosen.get(facet.key) || new Set();
      facet.values.filter((one) => wanted.has(one)).forEach((one) => asked.append(facet.key, one));
    }
    return asked.toString();
  }

  // Values of one object in one facet, as places in `facet.values`.
  function valuesOf(facet, row) {
    return facet.sets[facet.rows[row]];
  }

  globalThis.esepFacets = { table, select, fromAddress, toAddress, valuesOf };
})();
