// SPDX-License-Identifier: MIT
// Answers queries from standard input over an index folder: node run_engine.js FOLDER < queries.json
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const SOURCE = path.join(__dirname, "../../src/esep/search/engine.js");
const folder = process.argv[2];
const engineScript = new vm.Script(fs.readFileSync(SOURCE, "utf-8"));

async function answer(query) {
  engineScript.runInThisContext();
  let bytes = 0;
  const inject = (name, fail) => {
    const file = path.join(folder, `${name}.js`);
    if (!fs.existsSync(file)) return fail();
    const content = fs.readFileSync(file);
    bytes += content.length;
    return vm.runInThisContext(content.toString("utf-8"));
  };
  const engine = await esepSearch.createEngine(esepSearch.fetchBy(inject));
  const { hits } = await engine.search(query.q, query.lang);
  const urls = hits.map((hit) => hit.url);
  return { urls, bytes, slots: hits.map((hit) => hit.slot), why: hits.map((hit) => hit.why) };
}

(async () => {
  const queries = JSON.parse(fs.readFileSync(0, "utf-8"));
  const answers = [];
  for (const query of queries) answers.push(await answer(query));
  process.stdout.write(JSON.stringify(answers));
})();
