// SPDX-License-Identifier: MIT
// The cost calculator of esep.checks.costs in the browser: BigInt, so that no tiyn is lost.
"use strict";

(function () {
  const MAX_COUNT = 1000000n;

  function share(amount, parts) {
    return (2n * amount + parts) / (2n * parts);
  }

  function norms(method, day) {
    return method.norms.find((one) => one.from <= day && day <= (one.until || "9999"));
  }

  // `inputs` are strings of digits by name; null where one is wrong or the day has no norms.
  function calculate(method, inputs, day) {
    const norm = norms(method, day);
    const known = new Map(method.inputs.map((one) => [one.id, BigInt(one.weight)]));
    let points = 0n;
    for (const [name, text] of Object.entries(inputs)) {
      if (!known.has(name) || !/^[0-9]{1,7}$/.test(text) || BigInt(text) > MAX_COUNT) return null;
      points += known.get(name) * BigInt(text);
    }
    if (!norm) return null;
    const minutes = points * BigInt(norm.minutes_per_point);
    const labour = share(minutes * BigInt(norm.rate_tiyn_per_hour), 60n);
    const overhead = share(labour * BigInt(norm.overhead_permille), 1000n);
    const vat = share((labour + overhead) * BigInt(norm.vat_permille), 1000n);
    return { points, minutes, labour, overhead, vat, total: labour + overhead + vat };
  }

  function tenge(tiyn) {
    return `${tiyn / 100n}.${String(tiyn % 100n).padStart(2, "0")}`;
  }

  // An entry for `cost_calculations` of a passport, as `esep cost --format yaml` writes it.
  function entry(method, inputs, found, day) {
    const counts = Object.entries(inputs).filter(([, text]) => BigInt(text) > 0n);
    return [
      "cost_calculations:",
      `  - id: cost-${day}`,
      `    method: ${method.id}`,
      `    method_version: "${method.version}"`,
      "    inputs:",
      ...counts.map(([name, text]) => `      ${name}: ${text}`),
      `    result: "${tenge(found.total)}"`,
      `    date: ${day}`,
    ].join("\n");
  }

  if (typeof module !== "undefined") {
    module.exports = { calculate, entry, tenge };
    return;
  }
  const form = document.querySelector("form[data-cost-method]");
  if (!form) return;
  const method = JSON.parse(form.dataset.costMethod);
  const shown = (one) => document.querySelector(`[data-cost="${one}"]`);

  // An amount as readers of the page's language write it.
  function told(tiyn) {
    const { lang } = document.documentElement;
    const [whole, rest] = tenge(tiyn).split(".");
    return new Intl.NumberFormat(lang).format(BigInt(whole)) + (lang === "en" ? "." : ",") + rest;
  }

  function refresh() {
    const fields = [...form.querySelectorAll("input[data-count]")];
    const inputs = Object.fromEntries(fields.map((one) => [one.name, one.value.trim() || "0"]));
    const day = form.elements.day.value;
    const found = calculate(method, inputs, day);
    for (const one of fields) {
      const isWrong = !calculate(method, { [one.name]: inputs[one.name] }, method.norms[0].from);
      if (isWrong) one.setAttribute("aria-invalid", "true");
      else one.removeAttribute("aria-invalid");
    }
    document.querySelector("[data-cost-fault]").hidden = Boolean(found);
    const paper = document.querySelector("[data-cost-entry]");
    paper.closest("section").hidden = !found || !found.points;
    paper.textContent = found && found.points ? entry(method, inputs, found, day) : "";
    for (const name of ["points", "labour", "overhead", "vat", "total"]) {
      const text = (one) => (name === "points" ? String(one[name]) : told(one[name]));
      shown(name).textContent = found ? text(found) : "—";
    }
  }

  form.addEventListener("input", refresh);
  form.addEventListener("submit", (event) => event.preventDefault());
  refresh();
})();
