/* The few keys and copies of the desk. Everything works without this file. */
(() => {
  "use strict";
  const isTyping = (target) =>
    target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);

  document.addEventListener("DOMContentLoaded", () => {
    for (const tab of document.querySelectorAll(".seg [aria-current]"))
      if (tab.parentElement.scrollWidth > tab.parentElement.clientWidth)
        tab.scrollIntoView({ block: "nearest", inline: "center" });
  });

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
    const says = button.querySelector("[data-says]") || button;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      says.textContent = button.dataset.copied;
    } catch {
      /* No permission, or no safe connection: the text is selected for a person to copy. */
      const field = document.querySelector(button.dataset.from || ":not(*)");
      if (!field) return;
      field.focus();
      field.select();
      says.textContent = button.dataset.press;
    }
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

  /* Which files were chosen or dropped, by name and size. */
  const sizeOf = (bytes) =>
    new Intl.NumberFormat(document.documentElement.lang || "en", {
      style: "unit",
      unit: bytes < 1e6 ? "kilobyte" : "megabyte",
      maximumFractionDigits: bytes < 1e6 ? 0 : 1,
    }).format(bytes < 1e6 ? Math.max(1, bytes / 1e3) : bytes / 1e6);
  document.addEventListener("DOMContentLoaded", () => {
    for (const drop of document.querySelectorAll(".drop")) {
      const field = drop.querySelector("[type=file]");
      const list = drop.querySelector(".dropped");
      const show = () =>
        list.replaceChildren(
          ...[...field.files].map((file) => {
            const line = document.createElement("li");
            const name = document.createElement("bdi");
            const size = document.createElement("span");
            name.textContent = file.name;
            size.className = "sub";
            size.textContent = sizeOf(file.size);
            line.append(name, " ", size);
            return line;
          }),
        );
      field.addEventListener("change", show);
      for (const [name, is] of [["dragenter", true], ["dragleave", false], ["drop", false]])
        field.addEventListener(name, () => drop.classList.toggle("over", is));
      show();
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
