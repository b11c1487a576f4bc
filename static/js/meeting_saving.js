// Saves a text that is being typed: first on this device, at every key, then to the house, a little later.
//
// Nothing typed is ever lost. Without a connection it is tried again and again; where somebody else saved
// meanwhile both texts are joined; signed out, everything waits on this device.
import { merge } from "./meeting_merge.js";

const PAUSE = 800, LONGEST_PAUSE = 4000; // milliseconds of quiet before a save, and at most
const AGAIN = [1000, 2000, 4000, 8000, 15_000, 30_000];
const MOST_ON_LEAVING = 60_000; // signs that a browser still sends from a page that is closed

export class Saver {
  // `field` has get text() and set text(); `tell(state, more)` is told saved, typing, kept, joined, lost, out, long.
  constructor({ url, page, revision, base, field, drafts, token, tell }) {
    Object.assign(this, { url, page, revision, base, field, drafts, token, tell });
    this.adopted = [];
    this.tries = 0;
    this.since = 0;
    this.isRefreshed = false;
  }

  get isDirty() {
    return this.field.text !== this.base;
  }

  // Take up what lies on this device from before; say whether there was anything new in it.
  async adopt() {
    const drafts = await this.drafts.all().catch(() => []);
    const before = this.field.text;
    for (const draft of drafts) {
      this.field.text = merge(draft.base, draft.text, this.field.text);
      this.adopted.push(draft.page);
    }
    if (!drafts.length) return false;
    if (this.isDirty) {
      await this.keep();
      this.save();
    } else this.dropAdopted();
    return this.field.text !== before;
  }

  typed() {
    this.keep();
    this.since ||= Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.min(PAUSE, Math.max(0, this.since + LONGEST_PAUSE - Date.now())));
  }

  // On this device, now.
  async keep() {
    const { page, base, revision } = this;
    try {
      if (this.isDirty) await this.drafts.put({ page, text: this.field.text, base, revision });
      else await this.drafts.drop(page);
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  }

  async dropAdopted() {
    for (const page of this.adopted.splice(0)) await this.drafts.drop(page).catch(() => {});
  }

  // Save until all is saved or it cannot be; say whether it is.
  save() {
    this.saving ??= this.saveOnce().finally(() => { this.saving = null; });
    return this.saving;
  }

  async saveOnce() {
    clearTimeout(this.timer);
    this.since = 0;
    if (!this.isDirty) return true;
    const sent = this.field.text;
    let answer;
    try {
      answer = await this.send(sent);
    } catch {
      return this.later();
    }
    if (answer.redirected || answer.status === 401) return this.out();
    if (answer.status === 403) return this.refresh();
    if (answer.status === 404) return this.out();
    if (answer.status === 422) return this.refused(await answer.json().catch(() => ({})));
    if (answer.status !== 200 && answer.status !== 409) return this.later();
    const stands = await answer.json().catch(() => null);
    if (!stands) return this.later();
    this.tries = 0;
    this.isRefreshed = false;
    return answer.status === 200 ? this.saved(sent, stands) : this.join(stands);
  }

  send(text) {
    const body = new URLSearchParams({ text, revision: this.revision, page: this.page });
    return fetch(this.url, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": this.token, Accept: "application/json" },
      keepalive: String(body).length < MOST_ON_LEAVING,
      signal: AbortSignal.timeout(20_000),
    });
  }

  async saved(sent, stands) {
    this.base = sent;
    this.revision = stands.revision;
    await this.keep();
    await this.dropAdopted();
    if (this.isDirty) this.typed();
    else this.tell("saved", stands);
    return !this.isDirty;
  }

  // Somebody else saved: both texts are joined upon what stands, and that is saved.
  async join(stands) {
    this.field.text = merge(this.base, this.field.text, stands.text);
    this.base = stands.text;
    this.revision = stands.revision;
    await this.keep();
    this.tell("joined", stands);
    return this.saveOnce();
  }

  later() {
    const wait = AGAIN[Math.min(this.tries, AGAIN.length - 1)];
    this.tries += 1;
    this.tell(this.isKept ? "kept" : "lost");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
    return false;
  }

  refused({ message }) {
    this.tell("long", { message });
    return false;
  }

  out() {
    this.isRefreshed = false;
    this.tell(this.isKept ? "out" : "lost");
    return false;
  }

  // Somebody signed in anew in another window: the page's token is an old one. Once; if it is another person, not at all.
  async refresh() {
    if (this.isRefreshed) return this.out();
    this.isRefreshed = true;
    const page = await fetch(location.href).catch(() => null);
    if (!page) return this.later();
    const read = new DOMParser().parseFromString(await page.text(), "text/html");
    if (page.redirected || !page.ok || read.body.dataset.user !== document.body.dataset.user) return this.out();
    this.token = JSON.parse(read.body.getAttribute("hx-headers"))["X-CSRFToken"];
    return this.saveOnce();
  }
}
