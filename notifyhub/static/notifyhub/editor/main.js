/* The editor of templates: what its parts share is one Alpine component. */
import { choosing } from "./choosing.js";
import { comparing } from "./comparing.js";
import { findings } from "./findings.js";
import { liquid } from "./liquid.js";
import { ordering } from "./ordering.js";
import { previewing } from "./previewing.js";
import { publishing } from "./publishing.js";
import { saving } from "./saving.js";
import { texts } from "./texts.js";

const json = (id) => JSON.parse(document.getElementById(id).textContent);

/* Getters must stay getters, which spreading would read once. */
const together = (parts) =>
  parts.reduce((all, part) => Object.defineProperties(all, Object.getOwnPropertyDescriptors(part)), {});

window.Alpine.data("editor", () => {
  const begin = {
    ...json("editor-state"),
    words: json("editor-words"),
    sprite: document.getElementById("editor").dataset.sprite,

    init() {
      this.beginChoosing();
      this.beginSaving();
      this.beginPreview();
      this.beginFindings();
      window.addEventListener("keydown", (event) => this.onKey(event));
    },

    onKey(event) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        this.saveNow();
      }
    },

    /* "Changed in %s" with what belongs there. */
    say(words, ...values) {
      let at = 0;
      return words.replace(/%s/g, () => values[at++]);
    },

    announce(words) {
      this.$refs.status.textContent = words;
    },
  };
  return together([
    begin, choosing(), ordering(), texts(), saving(), previewing(), findings(), publishing(),
    comparing(), liquid(),
  ]);
});

const page = document.getElementById("editor-page");
document.getElementById("editor").replaceChildren(page.content.cloneNode(true));
