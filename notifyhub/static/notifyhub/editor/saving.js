/* The draft is kept as it is written: on the server, and in this browser until it is there. */
import { ask, copyOf, Refusal, same } from "./asking.js";
import { written } from "./choosing.js";

const SAVE_AFTER = 900;
const RETRY_AFTER = 5000;
const TELL_EVERY = 30000;

export const saving = () => ({
  changes: 0,
  kept: 0, // how many of the changes the server has
  isSaving: false,
  trouble: "", // why it is not saved, in words
  fieldTrouble: null, // {key, field, complaint}
  conflict: null, // {by, at}
  mine: null, // {label, blocks}: text of ours that is not in what is shown
  other: "", // who else has it open
  savedMoment: null,
  clock: Date.now(),

  beginSaving() {
    this.savedMoment = new Date(this.saved_at).getTime();
    window.setInterval(() => (this.clock = Date.now()), 5000);
    window.addEventListener("online", () => this.saveNow());
    window.addEventListener("beforeunload", (event) => {
      if (this.isDirty) event.preventDefault();
    });
    this.offerBack();
    this.tell();
    window.setInterval(() => this.tell(), TELL_EVERY);
  },

  get isDirty() {
    return this.changes > this.kept;
  },

  get savedWords() {
    if (this.conflict) return this.words.notSaved;
    if (this.trouble) return this.trouble;
    if (this.isDirty || this.isSaving) return this.words.saving;
    const seconds = Math.max(0, Math.round((this.clock - this.savedMoment) / 1000));
    if (seconds < 60) return this.say(this.words.savedSeconds, seconds);
    if (seconds < 3600) return this.say(this.words.savedMinutes, Math.round(seconds / 60));
    return this.say(this.words.savedAt, new Date(this.savedMoment).toLocaleString(document.documentElement.lang, {
      weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false,
    }));
  },

  touch() {
    this.changes += 1;
    this.fieldTrouble = null;
    this.keepHere();
    if (this.conflict) return;
    window.clearTimeout(this.saveTimer);
    this.saveTimer = window.setTimeout(() => this.saveNow(), SAVE_AFTER);
  },

  /* True when the server has everything. */
  async saveNow() {
    window.clearTimeout(this.saveTimer);
    if (!this.isDirty) return true;
    if (this.conflict || !this.may_edit) return false;
    if (this.isSaving) return this.isSaving.then(() => this.saveNow());
    this.isSaving = this.save();
    const isKept = await this.isSaving;
    this.isSaving = false;
    if (isKept && this.isDirty) this.saveTimer = window.setTimeout(() => this.saveNow(), SAVE_AFTER);
    return isKept && !this.isDirty;
  },

  async save() {
    const sent = this.changes;
    const body = {
      version: this.version,
      variant: this.variant,
      blocks: this.blocks.map(written),
    };
    try {
      this.take(await ask(this.urls.draft, { method: "PUT", body }));
    } catch (error) {
      this.meet(error);
      return false;
    }
    this.kept = sent;
    this.trouble = "";
    this.savedMoment = this.clock = Date.now();
    if (!this.isDirty) this.forgetHere();
    return true;
  },

  /* What the server now has; our own words stay as they are being written. */
  take(state) {
    const { drafts, ...rest } = state;
    for (const [label, blocks] of Object.entries(drafts)) {
      if (label !== this.variant) this.drafts[label] = blocks;
    }
    for (const label of Object.keys(this.drafts)) {
      if (!drafts[label]) delete this.drafts[label];
    }
    const origins = new Map(drafts[this.variant].map((block) => [block.key, block.origin]));
    for (const block of this.blocks) block.origin = origins.get(block.key) || block.origin;
    Object.assign(this, rest);
  },

  meet(error) {
    if (!(error instanceof Refusal)) {
      this.trouble = this.words.offline;
      this.saveTimer = window.setTimeout(() => this.saveNow(), RETRY_AFTER);
      return;
    }
    const said = error.said;
    if (said.code === "edit-conflict") {
      this.conflict = { by: said.by, at: new Date(said.at) };
      return;
    }
    if (said.code === "block-refused" || said.code === "block-locked") {
      this.fieldTrouble = { key: said.key, field: said.field || "", complaint: said.complaint || said.detail };
    }
    this.trouble = error.status === 403 ? this.words.mayNot : said.detail || this.words.failed;
    if (error.status >= 500) this.saveTimer = window.setTimeout(() => this.saveNow(), RETRY_AFTER);
  },

  troubleAt(field) {
    const found = this.fieldTrouble;
    return found && found.key === this.chosen.key && found.field === field ? found.complaint : "";
  },

  /* Theirs comes into the page; ours is put aside, to be taken over block by block. */
  async seeTheirs() {
    const mine = { label: this.variant, blocks: copyOf(this.blocks) };
    const state = await ask(this.urls.draft);
    this.forgetHere();
    Object.assign(this, state);
    this.variant = this.drafts[mine.label] ? mine.label : this.first;
    this.mine = mine;
    this.conflict = null;
    this.trouble = "";
    this.kept = this.changes;
    this.savedMoment = new Date(this.saved_at).getTime();
    if (!this.mineLeft.length) this.mine = null;
    this.askPreview(0);
    this.askFindings(0);
  },

  get mineLeft() {
    if (!this.mine) return [];
    return this.mine.blocks.filter((mine) => {
      const theirs = this.blocks.find((block) => block.key === mine.key);
      return !theirs || !same(written(theirs), written(mine));
    });
  },

  takeMine(block) {
    const at = this.blocks.findIndex((other) => other.key === block.key);
    if (at < 0) this.blocks.push(copyOf(block));
    else this.blocks[at] = copyOf(block);
    this.chosenKey = block.key;
    this.changed(this.chosen);
    if (!this.mineLeft.length) this.mine = null;
  },

  takeAllMine() {
    this.blocks = copyOf(this.mine.blocks);
    this.mine = null;
    this.changed();
  },

  async copyMine() {
    const blocks = this.mine ? this.mine.blocks : this.blocks;
    const lines = blocks.flatMap((block) => [
      ...Object.entries(block.settings.texts || {}).flatMap(([tag, own]) =>
        Object.entries(own).map(([key, text]) => `${block.key}.${key} (${tag}): ${text}`),
      ),
      ...(block.settings.source ? [`${block.key}: ${block.settings.source}`] : []),
    ]);
    await navigator.clipboard.writeText(lines.join("\n"));
    this.announce(this.words.copied);
  },

  get storageKey() {
    return `notifyhub-draft-${this.urls.draft}-${this.variant}`;
  },

  keepHere() {
    try {
      const kept = { at: Date.now(), blocks: this.blocks.map(written) };
      localStorage.setItem(this.storageKey, JSON.stringify(kept));
    } catch {
      /* A browser that keeps nothing still saves to the server. */
    }
  },

  forgetHere() {
    localStorage.removeItem(this.storageKey);
  },

  offerBack() {
    const kept = localStorage.getItem(this.storageKey);
    if (!kept || !this.may_edit) return;
    this.mine = { label: this.variant, isOld: true, ...JSON.parse(kept) };
    if (!this.mineLeft.length) this.letMineGo();
  },

  letMineGo() {
    this.mine = null;
    this.forgetHere();
  },

  async tell() {
    try {
      const said = await ask(this.urls.presence, { method: "POST", body: {} });
      this.other = said.other;
      if (said.version !== this.version && !this.isDirty && !this.isSaving) {
        this.takeTheirs();
      }
    } catch {
      /* A courtesy: saving says what must be known. */
    }
  },

  /* Somebody saved while nothing of ours is open: show theirs. */
  async takeTheirs() {
    const state = await ask(this.urls.draft);
    if (this.isDirty) return;
    Object.assign(this, state);
    this.savedMoment = new Date(this.saved_at).getTime();
    this.askPreview(0);
  },
});
