/* The column of blocks: add, take away, hide, move. */

export const ordering = () => ({
  isAdding: false,
  dragged: "",
  dropsAt: -1,

  get addable() {
    return Object.entries(this.types)
      .filter(([, type]) => type.zone !== "head")
      .map(([name, type]) => ({ name, label: type.label }))
      .sort((a, b) => a.label.localeCompare(b.label));
  },

  addBlock(name) {
    const taken = new Set(this.blocks.map((block) => block.key));
    let key = name;
    for (let number = 2; taken.has(key); number += 1) key = `${name}-${number}`;
    const at = this.blocks.indexOf(this.chosen) + 1;
    const block = { key, type: name, settings: { is_shown: true }, is_locked: false, origin: "" };
    this.blocks.splice(at, 0, block);
    this.isAdding = false;
    this.chosenKey = key;
    this.remember();
    this.changed(this.chosen);
    this.announce(this.say(this.words.added, this.nameOf(this.chosen)));
  },

  /* A layer cannot take away what stands below it: that is hidden instead. */
  canRemove(block) {
    return (
      this.may_edit && !this.isFixed(block) && this.types[block.type].zone !== "head" &&
      (!this.lowerOf(block) || (this.is_agency && this.variant === this.first))
    );
  },

  canHide(block) {
    return (
      this.may_edit && !this.isFixed(block) &&
      this.types[block.type].settings.some((one) => one.name === "is_shown")
    );
  },

  removeBlock(block) {
    const name = this.nameOf(block);
    const at = this.blocks.indexOf(block);
    this.blocks.splice(at, 1);
    if (this.chosenKey === block.key) this.chosenKey = this.blocks[Math.max(at - 1, 0)].key;
    this.changed();
    this.announce(this.say(this.words.removed, name));
  },

  setShown(block, isShown) {
    block.settings.is_shown = isShown;
    this.changed(block);
  },

  setLocked(block, isLocked) {
    block.is_locked = isLocked;
    this.changed(block);
  },

  canMove(block, step) {
    const to = this.blocks.indexOf(block) + step;
    return (
      this.may_edit && this.types[block.type].zone !== "head" && to > 0 && to < this.blocks.length
    );
  },

  moveBlock(block, step) {
    if (!this.canMove(block, step)) return;
    this.placeBlock(block.key, this.blocks.indexOf(block) + step);
    this.$nextTick(() => {
      const row = document.getElementById(`blk-${block.key}`);
      if (row) row.querySelector("button.pickblock").focus();
    });
  },

  /* By mouse, pen or finger, at the grip. Nothing moves before it is let go: a line shows where. */
  beginDrag(event, block) {
    if (!event.target.closest(".grip") || event.button || !this.may_edit) return;
    if (this.types[block.type].zone === "head") return;
    event.preventDefault();
    this.dragged = block.key;
    const over = (moved) => (this.dropsAt = this.rowAt(moved.clientY));
    const stop = (ended) => {
      window.removeEventListener("pointermove", over);
      window.removeEventListener("pointerup", stop);
      window.removeEventListener("pointercancel", stop);
      window.removeEventListener("keydown", escape, true);
      const [key, to] = [this.dragged, this.dropsAt];
      this.dragged = "";
      this.dropsAt = -1;
      if (ended.type === "pointerup" && to > 0) this.placeBlock(key, to);
    };
    const escape = (pressed) => pressed.key === "Escape" && stop(pressed);
    window.addEventListener("pointermove", over);
    window.addEventListener("pointerup", stop);
    window.addEventListener("pointercancel", stop);
    window.addEventListener("keydown", escape, true);
  },

  /* The place in the list at that height of the window; never the subject's. */
  rowAt(height) {
    const rows = [...this.$refs.order.querySelectorAll(".blk")];
    const at = rows.findIndex((row) => height < row.getBoundingClientRect().bottom);
    return Math.max(at < 0 ? rows.length - 1 : at, 1);
  },

  get draggedAt() {
    return this.blocks.findIndex((block) => block.key === this.dragged);
  },

  /* The subject stays on top. */
  placeBlock(key, wanted) {
    const from = this.blocks.findIndex((block) => block.key === key);
    const to = Math.min(Math.max(wanted, 1), this.blocks.length - 1);
    if (from < 1 || from === to || !this.may_edit) return;
    const blocks = [...this.blocks];
    const [block] = blocks.splice(from, 1);
    blocks.splice(to, 0, block);
    this.blocks = blocks;
    this.changed();
    this.announce(this.say(this.words.moved, this.nameOf(block), to + 1, blocks.length));
  },

  onBlockKey(event, block) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    if (event.altKey) {
      this.moveBlock(block, step);
      return;
    }
    const next = this.blocks[this.blocks.indexOf(block) + step];
    if (next) document.querySelector(`#blk-${CSS.escape(next.key)} button.pickblock`).focus();
  },
});
