/* The few keys and copies of the desk. Everything works without this file. */
(() => {
  "use strict";
  const isTyping = (target) =>
    target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);

  document.addEventListener("keydown", (event) => {
    const drawer = document.querySelector(".drawer");
    if (event.key === "Escape" && drawer) {
      window.location = drawer.querySelector(".scrim").href;
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("#searchbar, #desk-search");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
    if (event.key === "n") {
      const note = document.querySelector("#note-text");
      if (note) {
        event.preventDefault();
        note.focus();
      }
    }
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    event.preventDefault();
    await navigator.clipboard.writeText(button.dataset.copy);
    const says = button.querySelector("[data-says]") || button;
    says.textContent = button.dataset.copied;
  });

  /* A colour may stay empty, which a colour field cannot: so it stands beside a field of text. */
  document.addEventListener("DOMContentLoaded", () => {
    for (const field of document.querySelectorAll("input[data-colour]")) {
      const pick = document.createElement("input");
      pick.type = "color";
      pick.className = "colourpick";
      pick.setAttribute("aria-label", field.labels[0] ? field.labels[0].textContent : field.name);
      const follow = () => {
        if (/^#[0-9a-f]{6}$/i.test(field.value)) pick.value = field.value;
        pick.style.opacity = field.value ? 1 : 0.35;
      };
      follow();
      field.addEventListener("input", follow);
      pick.addEventListener("input", () => {
        field.value = pick.value.toUpperCase();
        follow();
      });
      field.after(pick);
    }
  });

  /* A drawer takes the focus, keeps it, and leaves the page behind it still. */
  document.addEventListener("DOMContentLoaded", () => {
    const sheet = document.querySelector(".drawer .sheet");
    if (!sheet) return;
    document.documentElement.style.overflow = "hidden";
    sheet.setAttribute("tabindex", "-1");
    sheet.focus({ preventScroll: true });
    sheet.addEventListener("keydown", (event) => {
      if (event.key !== "Tab") return;
      const stops = sheet.querySelectorAll("a[href], button, input, select, textarea, iframe");
      const first = stops[0];
      const last = stops[stops.length - 1];
      if (event.shiftKey && document.activeElement === first) {
        event.preventDefault();
        last.focus();
      } else if (!event.shiftKey && document.activeElement === last) {
        event.preventDefault();
        first.focus();
      }
    });
  });
})();
