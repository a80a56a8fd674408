/* What stops publishing and what only should be looked at, each with the way to its place. */
import { ask, Refusal } from "./asking.js";
import { written } from "./choosing.js";

const FIND_AFTER = 1500;
const LOOKS = { ERROR: ["bad-t", "fail"], WARNING: ["warn-t", "alert"], HINT: ["mute-t", "ok"] };

export const findings = () => ({
  found: null,
  isFinding: false,

  beginFindings() {
    this.askFindings(0);
  },

  askFindings(after = FIND_AFTER) {
    window.clearTimeout(this.findTimer);
    this.findTimer = window.setTimeout(() => this.find(), after);
  },

  async find() {
    const variant = this.variant;
    this.isFinding = true;
    try {
      const body = { blocks: this.blocks.map(written), variant };
      const said = await ask(this.urls.findings, { method: "POST", body });
      if (variant === this.variant) this.found = said.findings;
    } catch (error) {
      if (error instanceof Refusal && error.said.code === "block-refused") {
        this.found = [this.refusalAsFinding(error.said)];
      }
    }
    this.isFinding = false;
  },

  refusalAsFinding(said) {
    return {
      rule: "", severity: "ERROR", message: said.complaint, block_key: said.key, locale: "",
      text_key: "", line: 1, column: 1,
    };
  },

  get errors() {
    return (this.found || []).filter((one) => one.severity === "ERROR" && !one.let_pass);
  },

  get others() {
    return (this.found || []).length - this.errors.length;
  },

  countOf(block, ...severities) {
    return (this.found || []).filter(
      (one) => one.block_key === block.key && severities.includes(one.severity) && !one.let_pass,
    ).length;
  },

  waiving: null,
  reason: "",

  beginWaiving(finding) {
    this.waiving = finding;
    this.reason = "";
    this.open("waiving");
  },

  async waive() {
    const { rule, block_key } = this.waiving;
    const said = await this.deed("waiving", this.urls.waivers, { rule, block_key, reason: this.reason });
    if (!said) return;
    this.close("waiving");
    this.find();
  },

  async letCount({ rule, block_key }) {
    await this.deed("", this.urls.waivers, { rule, block_key, counts: true });
    this.find();
  },

  lookOf(finding) {
    if (finding.let_pass) return LOOKS.HINT;
    return LOOKS[finding.severity] || LOOKS.HINT;
  },

  placeOf(finding) {
    const block = finding.block_key ? this.labelOfKey(finding.block_key) : "";
    const line = finding.line > 1 || finding.column > 1 ? `${finding.line}:${finding.column}` : "";
    return [finding.rule, block, finding.locale, finding.text_key || line].filter(Boolean).join(" · ");
  },

  get findingsWords() {
    if (this.found === null) return this.words.checking;
    if (!this.found.length) return this.words.nothingFound;
    return Object.keys(LOOKS)
      .map((severity) => [severity, this.found.filter((one) => one.severity === severity).length])
      .filter(([, count]) => count)
      .map(([severity, count]) =>
        count === 1 ? this.words[`one${severity}`] : this.say(this.words[`some${severity}`], count),
      )
      .join(", ");
  },
});
