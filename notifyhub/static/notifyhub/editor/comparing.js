/* The block in hand beside what stands in the layer below it. */
import { same } from "./asking.js";

export const comparing = () => ({
  /* [{label, was, now}] of what is not the same; a short list, in the order of the form. */
  get comparison() {
    const lower = this.lowerOf(this.chosen);
    if (!lower) return [];
    const rows = [];
    for (const setting of this.chosenType.settings) {
      const was = lower.settings[setting.name] ?? setting.default;
      const now = this.chosen.settings[setting.name] ?? setting.default;
      if (!same(was, now)) {
        rows.push({ label: setting.label, was: this.inWords(setting, was), now: this.inWords(setting, now) });
      }
    }
    return [...rows, ...this.comparedTexts(lower)];
  },

  comparedTexts(lower) {
    const rows = [];
    for (const text of this.chosenType.texts) {
      for (const { tag } of this.locales) {
        const was = ((lower.settings.texts || {})[tag] || {})[text.key] || "";
        const now = this.textOf(tag, text.key);
        if (was !== now) {
          const ours = this.words.asBefore;
          rows.push({ label: `${text.label}, ${tag}`, was: was || ours, now: now || ours });
        }
      }
    }
    return rows;
  },

  inWords(setting, value) {
    if (setting.type === "boolean") return value ? this.words.on : this.words.off;
    const option = (setting.options || []).find((one) => one.value === value);
    return option ? option.label : String(value || "–");
  },
});
