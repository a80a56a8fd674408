/* The planner follows the form. Without this file its button does the same. */
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-planner]");
    if (!form) return;
    const panel = document.querySelector("#planner");
    const button = form.querySelector("[data-reckons]");
    let waiting;
    let asked = 0;

    const reckon = async () => {
      const mine = ++asked;
      panel.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(form.dataset.planner, {
          method: "POST",
          body: new FormData(form),
          headers: { "X-Requested-With": "fetch" },
        });
        const html = answer.ok ? await answer.text() : "";
        if (mine === asked && html) panel.innerHTML = html;
      } finally {
        if (mine === asked) panel.removeAttribute("aria-busy");
      }
    };

    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(reckon, 350);
    });
    form.addEventListener("change", (event) => {
      // Another mail has other variants: the page is made anew with what was typed.
      if (event.target.matches("[data-reloads]")) form.requestSubmit(button);
    });
  });
})();
