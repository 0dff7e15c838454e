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

  // The page of results takes the question from its address.
  var box = document.querySelector(".e-find--page input");
  var asked = new URLSearchParams(location.search).get("q");
  if (box && asked) {
    box.value = asked;
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
})();
