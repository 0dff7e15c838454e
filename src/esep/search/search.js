// SPDX-License-Identifier: MIT
// The search box: an ARIA combobox over engine.js. Load analyser.js, match.js,
// engine.js, search.js with `defer`, in this order, on a page that holds
//   <form role="search" data-search-index="../search/" data-search-root="../" data-search-lang="kk">
//     <label for="q">…</label> <input id="q" type="search" autocomplete="off">
//   </form>
// data-search-index: folder of the index; data-search-root: what urls of hits are relative to,
// both seen from the page; data-search-lang: kk, ru or en. The rest is added here, with the classes
// esep-search__{results,result,link,title,facts,why,status,advice}, and hidden while there is nothing to show.
"use strict";

(() => {
  const { createEngine, fetchBy } = globalThis.esepSearch;
  const PAUSE = 120; // ms without a key before the search runs
  const WORDS = /[\p{L}\p{N}]+/gu;

  function element(tag, name, text = "") {
    const made = document.createElement(tag);
    if (name) made.className = `esep-search__${name}`;
    made.textContent = text;
    return made;
  }

  function injector(base) {
    return (name, fail) => {
      const script = document.createElement("script");
      script.src = `${base}${name}.js`;
      script.addEventListener("error", fail);
      document.head.append(script);
    };
  }

  // A link of the portal itself, or none: an index never leads to another scheme or host.
  function linkTo(root, url) {
    const target = new URL(url, new URL(root, document.baseURI));
    const own = target.protocol === location.protocol && target.host === location.host;
    return own ? target.href : null;
  }

  function titleOf(hit) {
    const title = element("span", "title");
    const terms = new Set(hit.why.map(({ term }) => term));
    let from = 0;
    for (const { 0: word, index } of hit.title.matchAll(WORDS)) {
      if (terms.has(word.toLowerCase())) {
        title.append(hit.title.slice(from, index), element("mark", "", word));
        from = index + word.length;
      }
    }
    title.append(hit.title.slice(from));
    return title;
  }

  function whyOf(hit, labels) {
    const said = hit.why.map(({ term, variant, field }) => {
      const how = labels.variant[variant].replace("{word}", () => term);
      return variant === "code" ? how : `${how} — ${labels.field[field]}`;
    });
    return [...new Set(said)].join("; ");
  }

  function countOf(labels, lang, count, shown) {
    if (!count) return labels.none;
    const form = new Intl.PluralRules(lang).select(count);
    const found = (labels.count[form] ?? labels.count.other).replace("{n}", count);
    return count > shown ? `${found}. ${labels.shown.replace("{n}", shown)}.` : `${found}.`;
  }

  function attach(form, number) {
    const { searchIndex, searchRoot = "./", searchLang: lang } = form.dataset;
    const input = form.querySelector("input");
    const list = element("ul", "results");
    const status = element("p", "status");
    const hint = element("span", "status");
    const advice = element("div", "advice");
    const fetchFile = fetchBy(injector(new URL(searchIndex, document.baseURI).href));
    let engine = null;
    let labels = null;
    let active = -1;
    let turn = 0;
    let timer = 0;

    list.id = `esep-search-results-${number}`;
    hint.id = `esep-search-hint-${number}`;
    hint.hidden = true; // still read out through aria-describedby
    list.setAttribute("role", "listbox");
    // keeps the focus in the box, so that the list stays open until the click
    list.addEventListener("mousedown", (event) => event.preventDefault());
    status.setAttribute("role", "status");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": list.id, "aria-describedby": hint.id,
    })) input.setAttribute(name, value);
    list.hidden = true;
    advice.setAttribute("role", "group");
    advice.hidden = true;
    form.append(hint, list, status, advice);

    // Loads on first use, and again after a failure.
    async function ready() {
      labels ??= await fetchFile(`labels/${lang}`);
      list.setAttribute("aria-label", labels?.list ?? "");
      advice.setAttribute("aria-label", labels?.help ?? "");
      hint.textContent = labels?.hint ?? "";
      engine ??= await createEngine(fetchFile);
    }

    const open = (shown) => {
      list.hidden = !shown;
      input.setAttribute("aria-expanded", String(shown));
      if (!shown) activate(-1);
    };

    function activate(at) {
      active = at;
      input.removeAttribute("aria-activedescendant");
      for (const [place, option] of [...list.children].entries()) {
        option.setAttribute("aria-selected", String(place === at));
        if (place === at) {
          input.setAttribute("aria-activedescendant", option.id);
          option.scrollIntoView({ block: "nearest" });
        }
      }
    }

    function optionOf(hit, at) {
      const option = element("li", "result");
      const link = element("a", "link");
      const facts = [hit.kind, hit.holder, hit.stage, hit.code].filter(Boolean).join(" · ");
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      link.tabIndex = -1;
      const target = linkTo(searchRoot, hit.url);
      if (target) link.href = target;
      link.append(titleOf(hit), element("span", "facts", facts));
      link.append(element("span", "why", whyOf(hit, labels)));
      option.append(link);
      return option;
    }

    function linkOf(address, text) {
      const link = element("a", "", text);
      link.href = linkTo(searchRoot, `${lang}/${address}`);
      return link;
    }

    // Where nothing was found: the query as the index would spell it, and other ways on.
    function adviseOf(meant) {
      const ways = element("ul");
      for (const [address, text] of labels.ways) {
        const item = element("li");
        item.append(linkOf(address, text));
        ways.append(item);
      }
      const [before, after] = labels.meant.split("{link}");
      const guess = element("p", "", before);
      guess.hidden = !meant;
      guess.append(linkOf(`search/index.html?q=${encodeURIComponent(meant)}`, meant), after);
      advice.replaceChildren(guess, ways, element("p", "", labels.code));
    }

    async function run() {
      turn += 1;
      const mine = turn;
      const query = input.value.trim();
      advice.hidden = true;
      if (!query) {
        list.replaceChildren();
        status.textContent = "";
        return open(false);
      }
      try {
        await ready();
        const { count, hits, unmet } = await engine.search(query, lang);
        if (mine !== turn) return undefined;
        list.replaceChildren(...hits.map(optionOf));
        const said = [countOf(labels, lang, count, hits.length)];
        const words = unmet.map((word) => labels.variant.exact.replace("{word}", () => word)).join(", ");
        if (count && words) said.push(labels.unmet.replace("{words}", () => words));
        const meant = count ? "" : await engine.suggest(query, lang);
        if (mine !== turn) return undefined;
        if (meant) said.push(`${labels.meant.replace("{link}", () => meant)}.`);
        status.textContent = said.join(" ");
        if (!count) adviseOf(meant);
        advice.hidden = count > 0;
        activate(-1);
        return open(hits.length > 0);
      } catch (error) {
        status.textContent = labels?.failed ?? "";
        open(false);
        throw error;
      }
    }

    function move(step) {
      const count = list.children.length;
      if (!count) return;
      open(true);
      // one place more than options: the input itself
      activate(((active + 1 + step + count + 1) % (count + 1)) - 1);
    }

    function escape() {
      if (!list.hidden) return open(false);
      input.value = "";
      return run();
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(run, PAUSE);
    });
    input.addEventListener("focus", () => {
      ready().catch(() => {});
    });
    input.addEventListener("keydown", (event) => {
      const act = {
        ArrowDown: () => move(1), ArrowUp: () => move(-1), Escape: escape,
      }[event.key];
      if (!act || event.isComposing) return;
      event.preventDefault();
      act();
    });
    advice.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      advice.hidden = true;
      input.focus();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (active >= 0) list.children[active].firstElementChild.click();
      else run();
    });
    form.addEventListener("focusout", (event) => {
      if (form.contains(event.relatedTarget)) return;
      open(false);
      if (getComputedStyle(advice).position === "absolute") advice.hidden = true; // over the page
    });
  }

  [...document.querySelectorAll("form[data-search-index]")].forEach(attach);
})();
