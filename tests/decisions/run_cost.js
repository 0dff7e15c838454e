// SPDX-License-Identifier: MIT
// Prints what cost.js makes of cases given on standard input: one JSON list in, one out.
"use strict";
const { calculate, tenge } = require(process.argv[2]);
const { method, cases } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const told = cases.map((one) => {
  const found = calculate(method, one.inputs, one.day);
  return found && { points: String(found.points), total: tenge(found.total) };
});
process.stdout.write(JSON.stringify(told));
