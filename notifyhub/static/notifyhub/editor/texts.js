/* A block's texts, side by side in the languages that buyers read. */

const base = (tag) => tag.split("-")[0];
/* nb-NO, nb: as common/locales.py looks them up. */
const chain = (tag) => {
  const tried = [];
  for (let rest = tag; rest; rest = rest.slice(0, Math.max(rest.lastIndexOf("-"), 0))) tried.push(rest);
  return tried;
};

export const texts = () => ({
  showsAll: false,

  get localesShown() {
    if (this.showsAll) return this.locales;
    const spoken = new Set(this.blocks.flatMap((block) => Object.keys(block.settings.texts || {})));
    const few = this.locales.filter(
      (one) => one.tag === this.leading || one.share || spoken.has(one.tag) || one.tag === "en",
    );
    return few.length > 1 ? few : this.locales;
  },

  get localesHidden() {
    return this.locales.length - this.localesShown.length;
  },

  textOf(locale, key) {
    return ((this.chosen.settings.texts || {})[locale] || {})[key] || "";
  },

  setText(locale, key, text) {
    const texts = { ...(this.chosen.settings.texts || {}) };
    const own = { ...(texts[locale] || {}) };
    if (text) own[key] = text;
    else delete own[key];
    if (Object.keys(own).length) texts[locale] = own;
    else delete texts[locale];
    if (Object.keys(texts).length) this.chosen.settings.texts = texts;
    else delete this.chosen.settings.texts;
    this.changed(this.chosen);
  },

  /* What a buyer of that language reads as long as nothing is written here. */
  placeholder(locale, key) {
    const reads = (this.reads[this.variant] || {})[this.chosen.key] || {};
    return (reads[locale] || reads[base(locale)] || reads.en || {})[key] || "";
  },

  /* Written in some language, and in none that this one's buyers would read. */
  isMissing(locale, key) {
    const own = this.chosen.settings.texts || {};
    const has = (tag) => Boolean(((own[tag] || {})[key] || "").trim());
    return Object.keys(own).some(has) && !chain(locale).some(has);
  },

  /* The language whose words stand there instead. */
  shownInstead(key) {
    const own = this.chosen.settings.texts || {};
    const tags = [...chain(this.leading), "en", ...Object.keys(own).sort()];
    return tags.find((tag) => ((own[tag] || {})[key] || "").trim()) || this.leading;
  },

  /* [class, icon, words]: red where buyers read that language, else a quiet remark. */
  markOf(one, key) {
    const error = this.complaintAt(this.chosen.key, one.tag, key);
    if (error) return ["miss", "alert", error];
    if (!this.isMissing(one.tag, key)) return ["", "", ""];
    if (one.share) return ["miss", "alert", this.words.missing];
    return ["miss soft", "", this.say(this.words.shows, this.shownInstead(key))];
  },

  rowsOf(key) {
    const longest = Math.max(
      ...this.localesShown.map(
        (one) => (this.textOf(one.tag, key) || this.placeholder(one.tag, key)).length,
      ),
    );
    return Math.min(Math.max(Math.ceil(longest / 17), 2), 8);
  },

  shareWords(one) {
    const share = one.share === null ? "" : `${one.share} %`;
    if (one.tag !== this.leading) return share;
    return [this.words.leads, share].filter(Boolean).join(", ");
  },

  get firstMissing() {
    for (const block of this.blocks) {
      const own = block.settings.texts || {};
      const keys = this.types[block.type].texts.map((text) => text.key);
      for (const { key } of keys.map((key) => ({ key }))) {
        const has = (tag) => Boolean(((own[tag] || {})[key] || "").trim());
        if (!Object.keys(own).some(has)) continue;
        const one = this.locales.find((l) => l.share && !chain(l.tag).some(has));
        if (one) return { block: block.key, locale: one.tag, text: key };
      }
    }
    return null;
  },

  goTo(place) {
    if (!place) return;
    this.choose(place.block_key ?? place.block);
    const key = place.text_key ?? place.text;
    if (key && !this.localesShown.some((one) => one.tag === place.locale)) this.showsAll = true;
    this.$nextTick(() => {
      const field = key ? document.getElementById(`t-${place.locale || this.leading}-${key}`) : null;
      if (field) {
        field.focus();
        field.scrollIntoView({ block: "center" });
        return;
      }
      this.goToLine(place.line, place.column, place.locale);
    });
  },
});
