/* The mail beside the draft: made anew a moment after each change. */
import { ask, Refusal } from "./asking.js";
import { written } from "./choosing.js";

const PREVIEW_AFTER = 180;
const WIDE = 680; // CSS pixels of a desktop mail program's reading pane

export const previewing = () => ({
  view: localStorage.getItem("notifyhub-view") || "phone",
  locale: "",
  sample: "",
  order: "",
  orders: [],
  orderSearch: "",
  mail: null,
  isStale: false,
  milliseconds: null,
  previewTrouble: "",
  complaints: [],
  scale: 1,

  beginPreview() {
    this.locale = this.leading;
    this.sample = this.samples[0].name;
    this.askPreview(0);
    if (this.may_read_orders) this.findOrders();
    this.$nextTick(() => {
      new ResizeObserver(([entry]) => {
        this.scale = Math.min(1, entry.contentRect.width / WIDE);
      }).observe(this.$refs.device.parentElement);
    });
  },

  get isDark() {
    return this.view === "dark";
  },

  show(view) {
    const wasDark = this.isDark;
    this.view = view;
    localStorage.setItem("notifyhub-view", view);
    if (wasDark !== this.isDark) this.askPreview(0);
  },

  get about() {
    return this.order ? { order: this.order } : { sample: this.sample };
  },

  get picked() {
    return this.order ? `order:${this.order}` : this.sample;
  },

  pick(value) {
    this.order = value.startsWith("order:") ? value.slice(6) : "";
    if (!this.order) this.sample = value;
    this.values = null;
    const order = this.orders.find((one) => one.id === this.order);
    const tag = order && this.locales.find((one) => (order.locale || "").startsWith(one.tag));
    if (tag) this.locale = tag.tag;
    this.askPreview(0);
  },

  async findOrders() {
    const found = await ask(`${this.urls.orders}?${new URLSearchParams({ q: this.orderSearch })}`);
    this.orders = found.orders;
    if (this.orderSearch && this.orders.length) this.pick(`order:${this.orders[0].id}`);
    else if (this.orderSearch) this.announce(this.words.noOrder);
  },

  orderLabel(order) {
    return [order.name, order.buyer, order.store].filter(Boolean).join(" · ");
  },

  get alonePage() {
    const query = new URLSearchParams({ ...this.about, locale: this.locale, variant: this.variant });
    if (this.isDark) query.set("dark", "1");
    return `${this.urls.alone}?${query}`;
  },

  get matrixPage() {
    return `${this.urls.matrix}?${new URLSearchParams(this.about)}`;
  },

  askPreview(after = PREVIEW_AFTER) {
    window.clearTimeout(this.previewTimer);
    this.previewTimer = window.setTimeout(() => this.makePreview(), after);
  },

  async makePreview() {
    if (this.previewing) this.previewing.abort();
    this.previewing = new AbortController();
    const { signal } = this.previewing;
    const chosen = this.chosen.key;
    const variant = this.variant;
    const body = {
      ...this.about,
      blocks: this.blocks.map(written),
      locale: this.locale,
      is_dark: this.isDark,
      chosen,
    };
    try {
      const made = await ask(this.urls.preview, { method: "POST", body, signal });
      this.showMade(made, variant, chosen);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.isStale = true;
      this.previewTrouble =
        error instanceof Refusal ? error.message || this.words.noPreview : this.words.previewOffline;
    }
  },

  showMade(made, variant, chosen) {
    this.complaints = made.complaints;
    this.isStale = !made.mail;
    this.previewTrouble = made.mail ? "" : this.words.lastGood;
    if (made.reads && Object.keys(made.reads).length) {
      this.reads[variant] = { ...this.reads[variant], [chosen]: made.reads };
    }
    if (made.mail) {
      this.mail = made.mail;
      this.milliseconds = made.milliseconds;
      this.$refs.frame.srcdoc = made.mail.html;
    }
    this.markLines();
  },

  /* A sandboxed page tells nobody how long it is; its text does, roughly. */
  get frameHeight() {
    const lines = this.mail ? this.mail.text.split("\n").length : 0;
    return Math.min(Math.max(lines * 34 + 320, 736), 8000);
  },

  get frameStyle() {
    const height = this.frameHeight;
    if (this.view !== "desktop") return `block-size:${height}px`;
    return `inline-size:${WIDE}px;block-size:${height}px;transform:scale(${this.scale});margin-block-end:${height * (this.scale - 1)}px`;
  },

  complaintAt(key, locale, text) {
    const found = this.complaints.find(
      (one) => one.block_key === key && one.text_key === text && (!one.locale || one.locale === locale),
    );
    return found ? found.message : "";
  },
});
