/* To the buyers: publish, later or at once; a test to a colleague; variants. */
import { ask, Refusal } from "./asking.js";

export const publishing = () => ({
  note: "",
  at: "",
  doing: "", // which dialog waits for the server
  refusal: "", // what the open dialog's verb refused, in words
  testTo: "",
  newVariant: "",

  get nextNumber() {
    return this.revision ? this.revision.next : 1;
  },

  get publishWords() {
    const isFirst = this.revision && !this.revision.is_own;
    return this.say(isFirst ? this.words.publishOwn : this.words.publishNumber, this.nextNumber);
  },

  get canPublish() {
    return this.may_edit && !this.errors.length && !this.conflict && this.isChanged;
  },

  get isChanged() {
    return this.isDirty || this.differs.length > 0;
  },

  open(name) {
    this.refusal = "";
    this.$refs[name].showModal();
  },

  close(name) {
    this.$refs[name].close();
  },

  /* Ask, and show in the dialog what was refused. */
  async deed(name, url, body) {
    this.refusal = "";
    this.doing = name;
    try {
      return await ask(url, { method: "POST", body });
    } catch (error) {
      const isOurs = error instanceof Refusal;
      this.refusal = (isOurs && error.message) || (isOurs && error.status === 403 ? this.words.mayNot : this.words.failed);
      return null;
    } finally {
      this.doing = "";
    }
  },

  async publish() {
    if (!(await this.saveNow())) {
      this.refusal = this.words.saveFirst;
      return;
    }
    const said = await this.deed("publishing", this.urls.publish, {
      version: this.version, note: this.note, at: this.at,
    });
    if (!said) return;
    const number = this.nextNumber;
    this.take(said);
    this.announce(this.at ? this.words.scheduled : this.say(this.words.published, number));
    this.note = this.at = "";
    this.close("publishing");
  },

  async cancelPublication() {
    const said = await this.deed("", this.urls.publish, { cancel: true });
    if (said) this.take(said);
  },

  async sendTest() {
    const said = await this.deed("testing", this.urls.test, {
      ...this.about,
      blocks: this.blocks.map(({ key, type, settings, is_locked }) => ({ key, type, settings, is_locked })),
      variant: this.variant,
      locale: this.locale,
      to: this.testTo,
    });
    if (!said) return;
    this.announce(said.words);
    this.testSent = said;
    this.close("testing");
  },
  testSent: null,

  async addVariant() {
    if (!(await this.saveNow())) {
      this.refusal = this.words.saveFirst;
      return;
    }
    const said = await this.deed("varying", this.urls.variants, { name: this.newVariant });
    if (!said) return;
    Object.assign(this, said);
    this.newVariant = "";
    this.close("varying");
    this.chooseVariant(this.variants[this.variants.length - 1].label);
  },

  async removeVariant() {
    const label = this.variant;
    const said = await this.deed("removing", this.urls.variants, { remove: label });
    if (!said) return;
    this.close("removing");
    this.forgetHere();
    this.variant = this.first;
    this.kept = this.changes;
    Object.assign(this, said);
    this.askPreview(0);
    this.askFindings(0);
  },
});
