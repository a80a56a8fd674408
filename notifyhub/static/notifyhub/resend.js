/* The drawer for sending again, without waiting for a page: differences and preview follow what is
   typed, and a second click finds the button spent. Everything works without this file. */
(() => {
  "use strict";
  const REST = 450;
  let timer = 0;
  let asked = 0;

  const ask = async (form, what) => {
    const body = new FormData(form);
    body.set("do", what);
    const mine = ++asked;
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "fetch" },
    });
    if (!answer.ok || mine !== asked) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  const swap = (form, page, part) => {
    const fresh = page.querySelector(part);
    const old = form.querySelector(part);
    if (!fresh || !old) return;
    const isHidden = old.hidden;
    old.replaceWith(document.adoptNode(fresh));
    fresh.hidden = part === "[data-preview]" ? isHidden : fresh.hidden;
  };

  const look = async (form) => {
    const page = await ask(form, "look");
    if (!page) return;
    swap(form, page, "[data-outcome]");
    swap(form, page, "[data-preview]");
  };

  const anew = async (form, focused) => {
    const page = await ask(form, "look");
    if (!page) return;
    swap(form, page, ".sheetin");
    swap(form, page, "[data-preview]");
    swap(form, page, "header");
    const original = page.querySelector("[name=original]");
    if (original) form.querySelector("[name=original]").value = original.value;
    const again = focused && form.querySelector(`[name="${focused.name}"]:checked, select[name="${focused.name}"]`);
    if (again) again.focus();
  };

  const widen = (form) => {
    const preview = form.querySelector("[data-preview]");
    form.classList.toggle("wide", !preview.hidden);
    form.querySelector("[data-look]").setAttribute("aria-expanded", String(!preview.hidden));
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[data-resending]");
    if (!form) return;
    widen(form);

    form.addEventListener("input", (event) => {
      if (event.target.name === "recipient")
        form.querySelector("[data-to]").textContent = event.target.value || "…";
      if (event.target.matches("[name=reason], [name=because], [data-anew]")) return;
      clearTimeout(timer);
      timer = setTimeout(() => look(form), REST);
    });

    form.addEventListener("change", (event) => {
      if (event.target.matches("[data-anew]")) {
        clearTimeout(timer);
        anew(form, event.target);
      }
    });

    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-look]");
      if (!button) return;
      event.preventDefault();
      const preview = form.querySelector("[data-preview]");
      preview.hidden = !preview.hidden;
      widen(form);
    });

    let isSent = false;
    form.addEventListener("submit", (event) => {
      if (isSent) event.preventDefault();
      isSent = true;
      form.querySelector("[data-send]").classList.add("spent");
    });
    window.addEventListener("pageshow", () => {
      isSent = false;
      form.querySelector("[data-send]").classList.remove("spent");
    });
  });

  /* r: correct and resend what this page is about. */
  document.addEventListener("keydown", (event) => {
    const isTyping =
      event.target.isContentEditable || /^(input|textarea|select)$/i.test(event.target.tagName);
    if (event.key !== "r" || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
    const open = document.querySelector(".drawer [data-resend]") || document.querySelector("[data-resend]");
    if (open) window.location = open.href;
  });
})();
