// SPDX-License-Identifier: MIT
// Answers queries from standard input over an index folder: node run_engine.js FOLDER < queries.json
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const SOURCE = path.join(__dirname, "../../src/esep/search");
const folder = process.argv[2];
const run = (file) => vm.runInThisContext(fs.readFileSync(file, "utf-8"), { filename: file });

run(path.join(SOURCE, "analyser.js"));
run(path.join(SOURCE, "match.js"));
run(path.join(SOURCE, "engine.js"));
const sizes = new Map();
const fetchFile = esepSearch.fetchBy((name, fail) => {
  const file = path.join(folder, `${name}.js`);
  if (!fs.existsSync(file)) return fail();
  sizes.set(name, fs.statSync(file).size);
  return run(file);
});

let used = new Set();
const watched = (name) => {
  used.add(name);
  return fetchFile(name);
};

async function answer(engine, query) {
  used = new Set(["index", "specification"]);
  const { count, hits } = await engine.search(query.q, query.lang);
  let bytes = 0;
  for (const name of used) bytes += sizes.get(name) ?? 0;
  return { count, bytes, urls: hits.map((hit) => hit.url), hits };
}

(async () => {
  const engine = await esepSearch.createEngine(watched);
  const answers = [];
  for (const query of JSON.parse(fs.readFileSync(0, "utf-8"))) {
    answers.push(await answer(engine, query));
  }
  process.stdout.write(JSON.stringify(answers));
})();
