// Offers notices about this order on this device. Without it, or where a browser has no notices,
// the page is whole: the offer stays hidden.
(() => {
  "use strict";

  const offer = document.getElementById("notices");
  const able =
    "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!offer || !able) return;

  const button = offer.querySelector("button");
  const said = offer.querySelector("[role=status]");
  const words = offer.dataset;
  // One subscription serves all orders of this browser, so which orders it is for is noted here.
  const mark = `notices:${location.pathname}`;

  const isOn = () => {
    try {
      return localStorage.getItem(mark) !== null && Notification.permission === "granted";
    } catch {
      return false;
    }
  };

  const note = (on) => {
    try {
      if (on) localStorage.setItem(mark, "1");
      else localStorage.removeItem(mark);
    } catch {
      // No storage: the button then offers again what is on already, which changes nothing.
    }
  };

  const show = (text = "") => {
    const on = isOn();
    button.textContent = on ? words.stop : words.start;
    button.setAttribute("aria-pressed", String(on));
    button.disabled = Notification.permission === "denied";
    said.textContent = button.disabled ? words.blocked : text;
  };

  const keyBytes = (text) => {
    const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
  };

  const isOurs = (subscription) => {
    const key = subscription.options && subscription.options.applicationServerKey;
    if (!key) return true;
    const [mine, theirs] = [keyBytes(words.key), new Uint8Array(key)];
    return mine.length === theirs.length && mine.every((byte, place) => byte === theirs[place]);
  };

  const tell = async (method, subscription) => {
    const answer = await fetch(words.url, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(subscription),
      credentials: "omit",
    });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
  };

  const start = async () => {
    if ((await Notification.requestPermission()) !== "granted") return "";
    const registration = await navigator.serviceWorker.register(words.worker, { scope: "/s/" });
    let subscription = await registration.pushManager.getSubscription();
    if (subscription && !isOurs(subscription)) {
      await subscription.unsubscribe();
      subscription = null;
    }
    subscription ||= await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: keyBytes(words.key),
    });
    await tell("POST", subscription.toJSON());
    note(true);
    return words.started;
  };

  const stop = async () => {
    const registration = await navigator.serviceWorker.getRegistration("/s/");
    const subscription = registration && (await registration.pushManager.getSubscription());
    // Other orders may want it still, so only this order is told no more.
    if (subscription) await tell("DELETE", { endpoint: subscription.endpoint });
    note(false);
    return words.stopped;
  };

  button.addEventListener("click", async () => {
    button.disabled = true;
    let text = words.failed;
    try {
      text = await (isOn() ? stop() : start());
    } catch (error) {
      console.warn("Notices:", error);
    }
    show(text);
  });

  show();
  offer.hidden = false;
})();
