// SPDX-License-Identifier: MIT
// What a page can do with JavaScript; everything is readable without it.
(function () {
  "use strict";
  var root = document.documentElement;

  var scheme = document.querySelector(".e-scheme");
  function isDark() {
    return root.dataset.scheme
      ? root.dataset.scheme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function nameScheme() {
    scheme.lastElementChild.textContent = isDark() ? scheme.dataset.light : scheme.dataset.dark;
  }
  if (scheme) {
    scheme.hidden = false;
    nameScheme();
    scheme.addEventListener("click", function () {
      root.dataset.scheme = isDark() ? "light" : "dark";
      try { localStorage.setItem("esep-scheme", root.dataset.scheme); } catch (error) { /* for this page only */ }
      nameScheme();
    });
  }

  var menu = document.querySelector(".e-menu");
  if (menu) {
    menu.hidden = false;
    menu.addEventListener("click", function () {
      var open = menu.getAttribute("aria-expanded") !== "true";
      menu.setAttribute("aria-expanded", String(open));
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.getAttribute("aria-expanded") === "true") {
        menu.setAttribute("aria-expanded", "false");
        menu.focus();
      }
    });
  }

  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href).then(function () {
        button.textContent = button.dataset.done;
      });
    });
  });

  // On a narrow screen every row of a table stands as a block whose cells say what they hold.
  // Roles are said aloud: some browsers forget a table's own where it is not laid out as one.
  function stack(table) {
    var heads = Array.from(table.tHead.rows[0].cells, function (one) {
      var text = one.textContent.trim();
      return text.charAt(0).toLocaleUpperCase(root.lang) + text.slice(1);
    });
    table.setAttribute("role", "table");
    table.querySelectorAll("thead, tbody").forEach(function (one) { one.setAttribute("role", "rowgroup"); });
    table.querySelectorAll("tr").forEach(function (row) {
      row.setAttribute("role", "row");
      Array.from(row.cells).forEach(function (cell, at) {
        var isHead = cell.tagName === "TH";
        cell.setAttribute("role", isHead ? (cell.scope === "col" ? "columnheader" : "rowheader") : "cell");
        if (!isHead && cell.colSpan === 1) cell.dataset.label = heads[at];
        cell.classList.toggle("is-blank", /^[\s—]*$/.test(cell.textContent) && !cell.children.length);
      });
    });
    table.classList.add("e-stack");
  }

  // What does not scroll is no stop of the keyboard.
  var narrow = matchMedia("(max-width: 45rem)");
  function fit() {
    document.querySelectorAll(".e-scroll").forEach(function (box) {
      var table = box.querySelector(":scope:not(.e-chart__table) > table");
      if (table && narrow.matches) stack(table);
      if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  }
  if (narrow.matches) {
    document.querySelectorAll("details[data-fold]").forEach(function (one) { one.open = false; });
  }
  fit();
  addEventListener("resize", fit);
  document.addEventListener("toggle", fit, true); // a part that was folded had no size
  document.addEventListener("esep:rows", fit);

  // The page of results takes the question from its address.
  var box = document.querySelector(".e-find--page input");
  var asked = new URLSearchParams(location.search).get("q");
  if (box && asked) {
    box.value = asked;
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
})();
