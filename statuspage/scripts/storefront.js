// Delivery dates on a shop's pages, and a hint for mistyped e-mail addresses.
// No cookies, no storage, nothing of the buyer is sent. If anything fails, nothing is shown.
(() => {
  "use strict";

  const BOX = "[data-notifyhub-delivery]";
  // Some themes put scripts in later, by a script of their own.
  const me = document.currentScript || document.querySelector("script[src][data-store]");
  const base = `${new URL(me.src).origin}/storefront/${me.dataset.store}/`;
  const asked = new Map();

  const get = async (address) => {
    const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  // Each address once a minute at most.
  const ask = (name, parameters) => {
    const address = `${base}${name}.json?${new URLSearchParams(parameters)}`;
    if (!asked.has(address)) {
      asked.set(address, get(address));
      setTimeout(() => asked.delete(address), 60000);
    }
    return asked.get(address);
  };

  const lineOf = (box) => {
    const near = box.closest(".shopify-section, main") || document;
    const form = near.querySelector('form[action*="/cart/add"]');
    const variant = form?.elements.namedItem("id")?.value || box.dataset.variant || "";
    const { product = "", vendor = "" } = box.dataset;
    return [{ variant_id: variant, product_id: product, vendor, quantity: 1 }];
  };

  const cart = async () => {
    const root = window.Shopify?.routes?.root || "/";
    const answer = await fetch(`${root}cart.js`, { headers: { Accept: "application/json" } });
    const { items } = await answer.json();
    return items.filter((item) => item.requires_shipping !== false).slice(0, 100);
  };

  const show = async (box) => {
    box.setAttribute("aria-live", "polite");
    // The newest question of a box counts, whichever is answered last.
    const turn = (box.turn = (box.turn || 0) + 1);
    let sentences = [];
    try {
      const isCart = box.dataset.notifyhubDelivery === "cart";
      const lines = isCart ? await cart() : lineOf(box);
      const list = (name) => lines.map((line) => line[name] || "").join();
      const parameters = [
        ["variants", list("variant_id")],
        ["products", list("product_id")],
        ["quantities", list("quantity")],
        ...lines.map((line) => ["vendor", line.vendor || ""]),
        ["country", box.dataset.country || ""],
        ["locale", box.dataset.locale || document.documentElement.lang],
      ];
      if (lines.length) sentences = (await ask("processing", parameters)).sentences;
    } catch {
      sentences = [];
    }
    if (turn !== box.turn || box.said === String(sentences)) return;
    box.said = String(sentences);
    box.replaceChildren(
      ...sentences.map((sentence) => {
        const row = document.createElement("div");
        row.dir = "auto";
        row.textContent = sentence;
        return row;
      }),
    );
    box.hidden = !sentences.length;
  };

  const hint = async (field) => {
    const typed = field.value.trim();
    const [, local, domain] = /^(.+)@([^@\s]+)$/.exec(typed) || [];
    field.hint?.remove();
    if (!domain) return;
    const locale = document.documentElement.lang;
    const { suggestion, words } = await ask("email-hint", { domain, locale });
    if (!suggestion || field.value.trim() !== typed) return;
    const meant = `${local}@${suggestion}`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "notifyhub-hint";
    button.dir = "auto";
    button.textContent = words.replace("{address}", () => `\u2068${meant}\u2069`);
    button.addEventListener("click", () => {
      field.value = meant;
      button.parentNode.remove();
      for (const type of ["input", "change"]) {
        field.dispatchEvent(new Event(type, { bubbles: true }));
      }
      field.focus();
    });
    field.hint = document.createElement("div");
    field.hint.setAttribute("role", "status");
    field.after(field.hint);
    field.hint.append(button);
  };

  const boxes = () => document.querySelectorAll(BOX);
  let timer;
  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => boxes().forEach(show), wait);
  };

  soon(0);
  document.addEventListener("change", (event) => {
    const at = event.target;
    if (!at.matches) return;
    if (at.matches("[data-notifyhub-email], [data-notifyhub-email] input[type=email]")) {
      hint(at).catch(() => {});
    } else if (at.closest('form, variant-selects, variant-radios, [id^="cart"]')) {
      soon(300);
    }
  });
  // Themes draw variants and carts anew.
  new MutationObserver((changes) => {
    const cartChanged = ({ target }) =>
      target.closest('[id^="cart"], cart-items') && !target.closest(BOX);
    if ([...boxes()].some((box) => !box.turn) || changes.some(cartChanged)) soon(300);
  }).observe(document.body, { childList: true, subtree: true });
})();
