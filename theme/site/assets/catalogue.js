// SPDX-License-Identifier: MIT
// The catalogue: facets to choose by, the objects found, and these as files. Data comes by script
// elements, so that it works from a disk too; names are loaded for the objects that are shown.
"use strict";

(() => {
  const { table, select, fromAddress, toAddress, valuesOf } = globalThis.esepFacets;
  const { toCsv, toJson, toXlsx } = globalThis.esepSheets;
  const MORE = 50;
  const LONG = 12; // a facet with more values can be searched
  const data = (globalThis.esepData ||= {});
  const box = document.querySelector(".e-facets");
  if (!box) return;
  const lang = document.documentElement.lang;
  const base = box.dataset.facets;
  const form = box.querySelector("form");
  const fold = box.querySelector(".e-facets__fold");
  const chips = box.querySelector(".e-chosen");
  const clear = box.querySelector("[type=reset]");
  const status = box.querySelector("[role=status]");
  const found = box.querySelector(".e-found");
  const body = found.querySelector("tbody");
  const more = box.querySelector(".e-more");
  const whole = document.querySelectorAll(".e-whole");
  const number = new Intl.NumberFormat(lang);
  const state = { known: null, said: null, chosen: new Map(), hits: [], shown: 0, turn: 0, boxes: new Map() };

  function element(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (all, key) => (key in values ? values[key] : all));
  }

  const asked = new Map();
  function load(name) {
    if (name in data) return Promise.resolve(data[name]);
    if (!asked.has(name)) {
      asked.set(name, new Promise((resolve, reject) => {
        const script = element("script");
        script.src = `${base}${name}.js`;
        script.addEventListener("load", () => resolve(data[name]));
        script.addEventListener("error", () => {
          asked.delete(name);
          script.remove();
          reject(new Error(name));
        });
        document.head.append(script);
      }));
    }
    return asked.get(name);
  }

  // [folder, id, name, code, coded on, proprietor, present, due, changed on] of every row given.
  async function details(rows) {
    const { shard } = data.columns;
    const names = [...new Set(rows.map((row) => Math.floor(row / shard)))];
    const parts = new Map(await Promise.all(
      names.map(async (one) => [one, await load(`${lang}-${one}`)]),
    ));
    return rows.map((row) => parts.get(Math.floor(row / shard))[row % shard]);
  }

  function facet(key) {
    return state.known.facets.find((one) => one.key === key);
  }

  function said(key, row) {
    return valuesOf(facet(key), row).map((at) => state.said.values[key][at]).join(", ");
  }

  function keys(key, row) {
    return valuesOf(facet(key), row).map((at) => facet(key).values[at]);
  }

  // --- the form

  function option(one, at) {
    const label = element("label", "e-facet__value");
    const check = element("input");
    check.type = "checkbox";
    check.name = one.key;
    check.value = one.values[at];
    const count = element("span", "e-facet__count");
    label.append(check, element("span", "", state.said.values[one.key][at]), count);
    state.boxes.get(one.key)[at] = { check, count, label };
    return label;
  }

  function group(one, at) {
    const details = element("details", "e-facet");
    details.hidden = one.values.length === 0;
    const summary = element("summary", "", state.said.facets[at]);
    summary.append(element("span", "e-facet__chosen"));
    const set = element("fieldset");
    set.append(element("legend", "e-hidden", state.said.facets[at]));
    state.boxes.set(one.key, []);
    const words = state.said.values[one.key];
    const order = [...words.keys()];
    if (!one.ordered) order.sort((a, b) => words[a].localeCompare(words[b], lang));
    if (order.length > LONG) set.append(narrowing(one, at));
    const list = element("div", "e-facet__list");
    list.append(...order.map((value) => option(one, value)));
    set.append(list);
    details.append(summary, set);
    return details;
  }

  // A long list is narrowed by letters; what is chosen stays in sight.
  function narrowing(one, at) {
    const input = element("input", "e-facet__find");
    input.type = "search";
    input.setAttribute("aria-label", fill(box.dataset.narrow, { facet: state.said.facets[at] }));
    input.placeholder = box.dataset.letters;
    input.addEventListener("input", () => {
      const wanted = input.value.toLocaleLowerCase(lang);
      state.boxes.get(one.key).forEach(({ check, label }, value) => {
        const word = state.said.values[one.key][value].toLocaleLowerCase(lang);
        label.hidden = !check.checked && !word.includes(wanted);
      });
    });
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    return input;
  }

  function showCounts(counts) {
    for (const one of state.known.facets) {
      const wanted = state.chosen.get(one.key) || new Set();
      state.boxes.get(one.key).forEach(({ check, count, label }, at) => {
        const n = counts.get(one.key)[at];
        check.checked = wanted.has(one.values[at]);
        count.textContent = number.format(n);
        label.classList.toggle("is-none", n === 0 && !check.checked);
      });
      const details = state.boxes.get(one.key)[0]?.check.closest("details");
      if (details) {
        details.querySelector(".e-facet__chosen").textContent = wanted.size ? ` · ${wanted.size}` : "";
      }
    }
  }

  // What is in use stands before the list, folded form or not; each of it is taken back by itself.
  function showChosen() {
    const made = state.known.facets.flatMap((one, at) => one.values.flatMap((value, place) => (
      state.chosen.get(one.key)?.has(value) ? [chip(one, at, place)] : []
    )));
    const n = number.format(made.length);
    fold.querySelector(".e-facet__chosen").textContent = made.length ? fill(box.dataset.used, { n }) : "";
    chips.replaceChildren(...made);
    chips.hidden = made.length === 0;
    clear.hidden = made.length === 0;
  }

  function chip(one, at, place) {
    const values = { facet: state.said.facets[at], value: state.said.values[one.key][place] };
    const drop = element("button", "", fill("{facet}: {value} ", values));
    const cross = element("span", "", "✕");
    cross.setAttribute("aria-hidden", "true");
    drop.type = "button";
    drop.append(cross);
    drop.setAttribute("aria-label", fill(box.dataset.drop, values));
    drop.addEventListener("click", () => {
      take(one.key, one.values[place], false);
      (chips.querySelector("button") || fold.querySelector("summary")).focus();
    });
    const item = element("li");
    item.append(drop);
    return item;
  }

  // --- what was found

  function cell(text) {
    return element("td", "", text);
  }

  function line(row, one) {
    const [folder, id, name, code, , , done, due] = one;
    const made = element("tr");
    const head = element("th");
    head.scope = "row";
    const link = element("a", "", name || id);
    link.href = `${box.dataset.root}${lang}/objects/${folder}/index.html`;
    head.append(link);
    made.append(head);
    if (!name) {
      const broken = cell(box.dataset.faulty);
      broken.colSpan = 5;
      made.append(broken);
      return made;
    }
    const coded = element("td");
    coded.append(element("span", code ? "e-code" : "e-tag e-tag--wait", code || box.dataset.waiting));
    const full = fill(box.dataset.full, { done: number.format(done), due: number.format(due) });
    made.append(cell(said("kind", row)), cell(said("holder", row)), cell(said("stage", row)), coded, cell(full));
    return made;
  }

  async function showMore() {
    const turn = state.turn;
    const rows = state.hits.slice(state.shown, state.shown + MORE);
    const some = await details(rows);
    if (turn !== state.turn) return; // another choice was made meanwhile
    const lines = rows.map((row, at) => line(row, some[at]));
    body.append(...lines);
    document.dispatchEvent(new Event("esep:rows"));
    const first = state.shown > 0 && lines[0] ? lines[0].querySelector("a") : null;
    state.shown += rows.length;
    more.hidden = state.shown >= state.hits.length;
    if (first) first.focus();
  }

  function failed() {
    status.textContent = box.dataset.failed;
  }

  function show() {
    const { hits, counts } = select(state.known, state.chosen);
    const isChosen = state.chosen.size > 0;
    Object.assign(state, { hits, shown: 0, turn: state.turn + 1 });
    showCounts(counts);
    showChosen();
    const numbers = { n: number.format(hits.length), all: number.format(state.known.size) };
    status.textContent = fill(box.dataset.found, numbers);
    whole.forEach((one) => { one.hidden = isChosen; });
    found.hidden = !isChosen || hits.length === 0;
    more.hidden = true;
    body.replaceChildren();
    if (!found.hidden) showMore().catch(failed);
  }

  // --- the address

  function tell() {
    const text = toAddress(state.known, state.chosen);
    try {
      history.pushState(null, "", text ? `?${text}` : location.pathname);
    } catch (error) { // a page from a disk may change no more than this
      location.hash = text;
    }
    lead(text);
  }

  function lead(text) {
    document.querySelectorAll(".e-switch a").forEach((one) => { one.search = text; });
  }

  function read() {
    state.chosen = fromAddress(state.known, location.hash.slice(1) || location.search.slice(1));
    lead(toAddress(state.known, state.chosen));
    for (const key of state.chosen.keys()) {
      state.boxes.get(key)[0].check.closest("details").open = true;
    }
    show();
  }

  function choose(event) {
    const { name, value, checked, type } = event.target;
    if (type !== "checkbox") return;
    take(name, value, checked);
  }

  function take(key, value, isWanted) {
    const wanted = new Set(state.chosen.get(key));
    if (isWanted) wanted.add(value);
    else wanted.delete(value);
    if (wanted.size) state.chosen.set(key, wanted);
    else state.chosen.delete(key);
    tell();
    show();
  }

  function reset(event) {
    event.preventDefault();
    state.chosen = new Map();
    tell();
    show();
    fold.querySelector("summary").focus();
  }

  // --- files

  function address(folder) {
    return `${box.dataset.address}${lang}/objects/${folder}/`;
  }

  function tabular(rows, some) {
    const lines = some.map(([folder, id, name, code, on, proprietor, done, due, changed], at) => [
      id, code, on, name, said("kind", rows[at]), said("stage", rows[at]), said("class", rows[at]),
      proprietor[1], said("holder", rows[at]), said("domain", rows[at]), String(done), String(due),
      changed, address(folder),
    ]);
    return [state.said.header, ...lines];
  }

  function record(row, [folder, id, name, code, on, proprietor, done, due, changed]) {
    return {
      id, accounting_code: code || null, registered_on: on || null, name: name || null,
      kind: keys("kind", row)[0] || null, stage: keys("stage", row)[0] || null,
      class: keys("class", row)[0] || null, proprietor: proprietor[0] || null,
      holder: keys("holder", row)[0] || null, domains: keys("domain", row),
      items_present: done, items_due: due, changed_on: changed || null, page: address(folder),
    };
  }

  async function save(kind) {
    const rows = state.hits;
    const chosen = toAddress(state.known, state.chosen);
    const some = await details(rows);
    const makers = {
      csv: () => [toCsv(tabular(rows, some)), "text/csv;charset=utf-8"],
      xlsx: () => [toXlsx(tabular(rows, some), "objects"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
      json: () => [toJson({
        as_of: state.said.as_of, language: lang, filter: chosen,
        objects: rows.map((row, at) => record(row, some[at])),
      }), "application/json"],
    };
    const [bytes, type] = makers[kind]();
    const link = element("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type }));
    link.download = `objects.${kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function start() {
    const [columns, words] = await Promise.all([load("columns"), load(lang)]);
    state.known = table(columns);
    state.said = words;
    form.prepend(...state.known.facets.map(group));
    form.addEventListener("change", choose);
    form.addEventListener("reset", reset);
    form.addEventListener("submit", (event) => event.preventDefault());
    more.addEventListener("click", () => showMore().catch(failed));
    box.querySelectorAll("button[data-save]").forEach((one) => {
      one.addEventListener("click", () => save(one.dataset.save).catch(failed));
    });
    addEventListener("popstate", read);
    // On a narrow screen the list comes first: the form waits in its fold.
    fold.open = !matchMedia("(max-width: 45rem)").matches;
    box.hidden = false;
    document.querySelectorAll(".e-plain").forEach((one) => { one.hidden = true; });
    read();
  }

  start().catch(() => { /* without the data the list stays as it is */ });
})();
