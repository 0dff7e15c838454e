// SPDX-License-Identifier: MIT
// Runs before the page is drawn: the scheme a reader chose wins over the system's.
(function () {
  var root = document.documentElement;
  root.classList.remove("no-js");
  try {
    var chosen = localStorage.getItem("esep-scheme");
    if (chosen === "dark" || chosen === "light") root.dataset.scheme = chosen;
  } catch (error) { /* no storage: the system decides */ }
})();
