// SPDX-License-Identifier: MIT
// Reads {specification, calls: [[name, argument…]…]} from standard input, prints the answers.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

for (const name of ["analyser.js", "match.js"]) {
  const file = path.join(__dirname, "../../src/esep/search", name);
  vm.runInThisContext(fs.readFileSync(file, "utf-8"), { filename: file });
}
const { specification, calls } = JSON.parse(fs.readFileSync(0, "utf-8"));
const analyser = esepSearch.createAnalyser(specification);
const named = specification.synonyms.map((group) =>
  [`=${analyser.skeleton(analyser.tokens(group[0]).join(""))}`, ...group]);
const functions = {
  skeleton: analyser.skeleton,
  tokens: analyser.tokens,
  code_key: analyser.codeKey,
  stems: (word, lang) => analyser.stems(word, lang),
  readings: analyser.readings,
  concepts: (text) => analyser.concepts(analyser.tokens(text), named).map(([, , name]) => name),
  term_key: analyser.termKey,
  shape_key: analyser.shapeKey,
  shortened: analyser.shortened,
  phrase_key: analyser.phraseKey,
  typed_on_other_keys: analyser.typedOnOtherKeys,
  near_keys: (stem) => [...new Set(analyser.nearKeys(stem))],
  distance: esepSearch.distance,
};
const answers = calls.map(([name, ...given]) => functions[name](...given));
process.stdout.write(JSON.stringify(answers));
