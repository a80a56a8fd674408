/* Liquid by hand: the code editor, errors at their line, and what a template can say. */
import { ask } from "./asking.js";

const DEEPEST = 5;

/* Each thing a template can print, with its value for the chosen order. */
const flat = (value, path = "", depth = 0) => {
  if (depth > DEEPEST || value === null || typeof value !== "object") {
    return path ? [{ path, value: value === null ? "" : String(value), insert: `{{ ${path} }}` }] : [];
  }
  if (Array.isArray(value)) {
    const name = path.split(".").pop().replace(/s$/, "") || "item";
    const head = {
      path,
      value: `(${value.length})`,
      insert: `{% for ${name === path ? "item" : name} in ${path} %}\n\n{% endfor %}`,
    };
    return [head, ...(value.length ? flat(value[0], `${path}[0]`, depth + 1) : [])];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    flat(inner, path ? `${path}.${key}` : key, depth + 1),
  );
};

export const liquid = () => ({
  values: null,
  valueSearch: "",
  showsValues: false,
  sourceLocale: "",
  lastField: null,

  get hasLiquid() {
    return this.chosenType.settings.some((one) => one.type === "liquid");
  },

  sourceOf(locale) {
    const { source, sources } = this.chosen.settings;
    return (locale ? (sources || {})[locale] : source) || "";
  },

  setSource(locale, text) {
    const settings = this.chosen.settings;
    if (!locale) settings.source = text;
    else {
      const sources = { ...(settings.sources || {}) };
      if (text) sources[locale] = text;
      else delete sources[locale];
      if (Object.keys(sources).length) settings.sources = sources;
      else delete settings.sources;
    }
    this.changed(this.chosen);
  },

  /* Mounts the code editor in the element; called each time another block is chosen. */
  mountLiquid(element) {
    const { ace } = window;
    ace.config.set("basePath", element.dataset.base);
    const editor = ace.edit(element, {
      mode: "ace/mode/liquid",
      theme: document.documentElement.classList.contains("dark")
        ? "ace/theme/github_dark"
        : "ace/theme/github_light_default",
      useWorker: false,
      minLines: 12,
      maxLines: 40,
      fontSize: 13,
      tabSize: 2,
      useSoftTabs: true,
      wrap: true,
      showPrintMargin: false,
      readOnly: this.isReadOnly,
    });
    /* Tab leaves the field, as everywhere; Ctrl+] indents. */
    editor.commands.bindKey("Tab", null);
    editor.commands.bindKey("Shift-Tab", null);
    editor.textInput.getElement().setAttribute("aria-label", this.words.liquid);
    element.liquid = editor;
    this.fillLiquid(element);
    editor.session.on("change", () => {
      if (!this.isFilling) this.setSource(this.sourceLocale, editor.getValue());
    });
    editor.on("focus", () => (this.lastField = editor));
  },

  fillLiquid(element) {
    this.isFilling = true;
    element.liquid.setValue(this.sourceOf(this.sourceLocale), -1);
    element.liquid.setReadOnly(this.isReadOnly);
    this.isFilling = false;
    this.markLines();
  },

  get liquidElement() {
    return document.querySelector(".liquidfield");
  },

  chooseSource(locale) {
    this.sourceLocale = locale;
    if (this.liquidElement) this.fillLiquid(this.liquidElement);
  },

  markLines() {
    const element = this.liquidElement;
    if (!element || !element.liquid) return;
    const here = this.complaints.filter(
      (one) =>
        one.block_key === this.chosen.key && !one.text_key &&
        (one.locale === this.sourceLocale || !this.sourceLocale),
    );
    element.liquid.session.setAnnotations(
      here.map((one) => ({
        row: one.line - 1,
        column: one.column - 1,
        text: one.message,
        type: one.is_fatal ? "error" : "warning",
      })),
    );
  },

  goToLine(line, column, locale) {
    const element = this.liquidElement;
    if (!element || !element.liquid) return;
    const own = (this.chosen.settings.sources || {})[locale];
    this.chooseSource(own ? locale : "");
    element.liquid.gotoLine(line, column - 1);
    element.liquid.focus();
  },

  async openValues() {
    this.showsValues = !this.showsValues;
    if (!this.showsValues || this.values) return;
    const said = await ask(`${this.urls.variables}?${new URLSearchParams(this.about)}`);
    this.values = flat(said.values);
  },

  get valuesFound() {
    const wanted = this.valueSearch.trim().toLowerCase();
    const found = (this.values || []).filter(
      (one) => !wanted || one.path.toLowerCase().includes(wanted) || one.value.toLowerCase().includes(wanted),
    );
    return found.slice(0, 60);
  },

  insertValue(one) {
    const field = this.lastField;
    if (field && field.session) {
      field.insert(one.insert);
      field.focus();
      return;
    }
    if (field && field.isConnected) {
      field.setRangeText(one.insert, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
      return;
    }
    navigator.clipboard.writeText(one.insert);
    this.announce(this.words.copied);
  },
});
