/* Which variant and which block are in hand, and what a block's settings say. */
import { copyOf, same } from "./asking.js";

const WRITTEN = ["key", "type", "settings", "is_locked"];
export const written = (block) => Object.fromEntries(WRITTEN.map((name) => [name, block[name]]));

export const choosing = () => ({
  variant: "A",
  chosenKey: "",

  beginChoosing() {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (this.drafts[asked.get("variant")]) this.variant = asked.get("variant");
    const isThere = this.blocks.some((block) => block.key === asked.get("block"));
    const card = this.blocks.find((block) => this.types[block.type].zone !== "head");
    this.chosenKey = isThere ? asked.get("block") : (card || this.blocks[0]).key;
  },

  get blocks() {
    return this.drafts[this.variant];
  },
  set blocks(blocks) {
    this.drafts[this.variant] = blocks;
  },
  get chosen() {
    return this.blocks.find((block) => block.key === this.chosenKey) || this.blocks[0];
  },
  get chosenType() {
    return this.types[this.chosen.type];
  },
  get isReadOnly() {
    return !this.may_edit || this.isFixed(this.chosen);
  },
  get variantName() {
    return (this.variants.find((one) => one.label === this.variant) || {}).name || "";
  },

  /* What the agency locked stays as it is, in its stores. */
  isFixed(block) {
    return block.is_locked && !this.is_agency;
  },

  choose(key) {
    this.chosenKey = key;
    this.remember();
    this.askPreview(0);
  },

  async chooseVariant(label) {
    if (label === this.variant) return;
    if (!(await this.saveNow())) return;
    this.variant = label;
    if (!this.blocks.some((block) => block.key === this.chosenKey)) this.chosenKey = this.blocks[0].key;
    this.remember();
    this.askPreview(0);
    this.askFindings(0);
  },

  remember() {
    const here = new URLSearchParams({ block: this.chosenKey });
    if (this.variant !== this.first) here.set("variant", this.variant);
    history.replaceState(null, "", `#${here}`);
  },

  nameOf(block) {
    const same_type = this.blocks.filter((other) => other.type === block.type);
    const label = this.types[block.type].label;
    return same_type.length > 1 ? `${label} ${same_type.indexOf(block) + 1}` : label;
  },

  labelOfKey(key) {
    const block = this.blocks.find((other) => other.key === key);
    return block ? this.nameOf(block) : key;
  },

  isShown(block) {
    const setting = this.types[block.type].settings.find((one) => one.name === "is_shown");
    return block.settings.is_shown ?? (setting ? setting.default : true);
  },

  settingOf(setting) {
    return this.chosen.settings[setting.name] ?? setting.default;
  },

  setValue(setting, value) {
    this.chosen.settings[setting.name] = setting.type === "number" ? Number(value) : value;
    this.changed(this.chosen);
  },

  fields(...types) {
    return this.chosenType.settings.filter(
      (one) => types.includes(one.type) && one.name !== "is_shown",
    );
  },

  /* Called after each change by hand: everything follows from it. */
  changed(block) {
    if (block) block.origin = this.variant === this.first ? (this.is_agency ? "AGENCY" : "STORE") : "VARIANT";
    this.touch();
    this.askPreview();
    this.askFindings();
  },

  /* The layer beneath the one in hand: the agency's, or the template beneath a variant. */
  get lower() {
    return this.variant === this.first ? this.below : this.drafts[this.first];
  },

  lowerOf(block) {
    return this.lower.find((other) => other.key === block.key);
  },

  /* Icon and words beneath a block's name. */
  originOf(block) {
    const w = this.words;
    if (this.isFixed(block)) return ["lock", w.locked];
    if (!this.isShown(block)) return ["eye", w.hidden];
    const here = this.drafts[this.first].find((other) => other.key === block.key);
    const isHere = here && here.origin === "STORE";
    const labels = this.variants
      .map((one) => one.label)
      .filter((label) => this.drafts[label].some((b) => b.key === block.key && b.origin === "VARIANT"));
    const listed = labels.join(", ");
    if (isHere && labels.length) return ["pencil", this.say(w.changedHereAnd, listed)];
    if (labels.length) return ["pencil", this.say(w.changedIn, listed)];
    if (this.is_agency) return block.is_locked ? ["lock", w.lockedForStores] : ["", ""];
    if (!isHere) return ["inherit", w.fromAgency];
    return ["pencil", this.below.some((b) => b.key === block.key) ? w.changedHere : w.onlyHere];
  },

  useLower() {
    const lower = this.lowerOf(this.chosen);
    const at = this.blocks.indexOf(this.chosen);
    this.blocks[at] = copyOf(lower);
    this.touch();
    this.askPreview(0);
    this.askFindings();
    this.announce(this.words.usedLower);
  },

  get canUseLower() {
    const lower = this.lowerOf(this.chosen);
    return Boolean(lower) && !this.isReadOnly && !same(written(lower), written(this.chosen));
  },
});
