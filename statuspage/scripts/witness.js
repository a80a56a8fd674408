// Says once that a person uses this page: it was in sight for a second, and somebody touched it,
// scrolled or typed. Without it the page is whole. It stores nothing and knows nobody.
(() => {
  "use strict";

  const LONG_ENOUGH = 1000;
  const SIGNS = ["pointermove", "pointerdown", "touchmove", "wheel", "scroll", "keydown"];
  const { url, word } = document.currentScript.dataset;
  let inSight = 0; // milliseconds before the present stretch
  let since = document.visibilityState === "visible" ? performance.now() : null;
  let isUsed = false;
  let isSaid = false;
  let timer = 0;

  // Which link led here is nobody else's business: not of who is shown the address, or sent it.
  const address = new URL(location.href);
  address.searchParams.delete("m");
  history.replaceState(history.state, "", address);

  const looked = () => inSight + (since === null ? 0 : performance.now() - since);

  const say = () => {
    if (isSaid || !isUsed || looked() < LONG_ENOUGH) return;
    isSaid = true;
    SIGNS.forEach((sign) => removeEventListener(sign, use));
    fetch(url, { method: "POST", body: word, credentials: "omit", keepalive: true }).catch(
      () => {}, // no page of ours fails for this
    );
  };

  const wait = () => {
    clearTimeout(timer);
    if (isUsed && !isSaid && since !== null) {
      timer = setTimeout(say, Math.max(0, LONG_ENOUGH - looked()) + 1);
    }
  };

  function use(event) {
    if (!event.isTrusted) return;
    isUsed = true;
    say();
    wait();
  }

  SIGNS.forEach((sign) => addEventListener(sign, use, { passive: true }));
  document.addEventListener("visibilitychange", () => {
    inSight = looked();
    since = document.visibilityState === "visible" ? performance.now() : null;
    wait();
  });
})();
