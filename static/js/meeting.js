// The meeting room: marks of lines, the clock, saving, product facts and orders beside the notes.
import { offerDictation } from "./meeting_dictation.js";
import { openDrafts } from "./meeting_drafts.js";
import { Saver } from "./meeting_saving.js";

const form = document.getElementById("notes");
const area = document.getElementById("text");
const mirror = form.querySelector(".mirror");
const saved = document.getElementById("saved");
const caught = document.getElementById("caught");
const facts = document.getElementById("facts");
const orderDialog = document.getElementById("order-dialog");
const words = form.dataset;
const SIGNS = { "!": "promise", "~": "want", "+": "order", "?": "asked", "=": "answer" };

// The notes: a mark stands in the margin beside its line.

const field = {
  get text() { return area.value; },
  set text(text) {
    if (text === area.value) return;
    const caret = area.value.slice(0, area.selectionStart).split("\n");
    const line = area.value.split("\n")[caret.length - 1];
    const place = text.split("\n").indexOf(line);
    area.value = text;
    const before = place < 0 ? text : text.split("\n").slice(0, place).map((one) => `${one}\n`).join("");
    area.selectionStart = area.selectionEnd = Math.min(before.length + (place < 0 ? 0 : caret.at(-1).length), text.length);
    show();
  },
};

function markOf(line) {
  const said = line.trimStart();
  if (/[\p{L}\p{N}]/u.test(said) || said.length === 1) return SIGNS[said[0]] ?? worded(said);
  return "";
}

function worded(said) {
  const named = /^([\p{L} ]{2,16}?)\s*:/u.exec(said)?.[1].toLowerCase();
  return Object.values(SIGNS).find((mark) => named && (named === mark || named === words[mark])) ?? "";
}

function show() {
  const read = [...caught.querySelectorAll("[data-day]")];
  const days = new Map(read.map(({ dataset }) => [dataset.raw, dataset.day])); // as the house reads them
  mirror.replaceChildren(...area.value.split("\n").map((line) => mirrored(line, days.get(line.trim()))));
  catchLines();
}

function mirrored(line, day) {
  const row = document.createElement("p");
  const mark = markOf(line);
  if (mark) row.append(made("span", words[mark]));
  const at = day ? line.lastIndexOf(day) : -1;
  if (at < 0) row.append(line);
  else row.append(line.slice(0, at), made("mark", day), line.slice(at + day.length));
  return row;
}

function made(name, text, look = "") {
  const element = document.createElement(name);
  element.textContent = text;
  if (look) element.className = look;
  return element;
}

// What was caught so far: as the house reads it where it has, else as it was typed.
function catchLines() {
  const known = new Map([...caught.querySelectorAll("[data-raw]")].map((one) => [one.dataset.raw, one]));
  const lines = area.value.split("\n").map((line) => line.trim()).filter((line) => known.has(line) || isCaught(line));
  if (lines.length === known.size && lines.every((line) => known.has(line))) return;
  const list = made("ul", "", "list");
  list.append(...lines.map((line) => known.get(line) ?? typedLine(line)));
  caught.replaceChildren(list);
}

function isCaught(line) {
  return line.length > 1 && !["", "answer"].includes(markOf(line));
}

function typedLine(line) {
  const row = made("li", "", "small row fixed top");
  row.dataset.raw = line;
  const said = made("p", line.replace(/^[!~+?\s]+/, ""), "grow strong");
  said.dir = "auto";
  row.append(made("span", words[markOf(line)], "soft"), said);
  return row;
}

// A mark by its button: the line that holds the caret gets it, or loses it.
function markLine(sign) {
  const caret = area.selectionStart;
  const start = area.value.lastIndexOf("\n", caret - 1) + 1;
  const had = /^\s*([!~+?=])\s*/.exec(area.value.slice(start));
  const mark = had?.[1] === sign ? "" : `${sign} `;
  area.focus();
  area.setRangeText(mark, start, start + (had?.[0].length ?? 0), "preserve");
  const moved = Math.max(start + mark.length, caret + mark.length - (had?.[0].length ?? 0));
  area.setSelectionRange(moved, moved);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", ({ target }) => {
  const sign = target.closest("[data-mark]")?.dataset.mark;
  if (sign) markLine(sign);
  if (target.closest("[data-facts]")) openFacts();
});

// Product facts: "/" at the beginning of a line or anywhere outside of the text, then the first letter.

function openFacts() {
  facts.showModal();
  facts.querySelector("input").select();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  const inText = event.target === area && (area.selectionStart === 0 || area.value[area.selectionStart - 1] === "\n");
  if (!inText && event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  openFacts();
}, true);

facts.addEventListener("submit", (event) => {
  if (event.target.method !== "dialog") event.preventDefault(); // what was typed is found already
});

facts.addEventListener("close", () => area.focus());

// Orders and enrolments: the form comes into a dialog, and leaves it when it was sent.

document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const dialog = detail.target.closest("#order-dialog, #enrol-dialog");
  if (dialog && !dialog.open) dialog.showModal();
});

document.body.addEventListener("kept:enrolled", () => {
  document.getElementById("enrol-dialog").close();
  area.focus();
});

document.body.addEventListener("kept:ordered", () => {
  orderDialog.close();
  area.focus();
  readAgain();
});

// The clock counts on by itself; what it began with came with the page.

const opened = Date.now();

function clock(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function tick() {
  const timer = document.querySelector("#bar .timer:not([data-stopped])");
  if (!timer) return;
  const gone = Math.floor((Date.now() - opened) / 1000);
  const seconds = Number(timer.dataset.seconds) + gone;
  timer.textContent = clock(seconds);
  document.querySelector("#bar progress").value = seconds / 60;
  const item = document.querySelector("#agenda [data-item]");
  if (!item) return;
  item.since ??= Date.now();
  const used = Math.floor((Number(item.dataset.item) + (Date.now() - item.since) / 1000) / 60);
  const left = Number(item.dataset.minutes) - used;
  const shown = item.querySelector("[data-left]");
  const said = (left < 0 ? shown.dataset.wordsOver : shown.dataset.wordsLeft).replace("#", Math.abs(left));
  if (shown.textContent !== said) shown.textContent = said;
}

setInterval(tick, 1000);

// Saving

function tell(state, more = {}) {
  const said = {
    saved: words.wordsSaved.replace("#", more.saved),
    kept: words.wordsKept,
    joined: words.wordsJoined,
    lost: words.wordsLost,
    long: more.message,
    out: words.wordsKept,
  }[state];
  if (saved.textContent !== said) saved.textContent = said;
  document.getElementById("signed-out").hidden = state !== "out";
  if (state === "saved") {
    take(more);
    form.elements.revision.value = more.revision;
  }
}

function take({ caught: shown }) {
  if (saver.isDirty) return;
  caught.innerHTML = shown;
  window.htmx?.process(caught);
  show();
}

// The house reads the text once more: an order was entered.
async function readAgain() {
  const answer = await saver.send(area.value).catch(() => null);
  if (answer?.status === 200 && !answer.redirected) take(await answer.json());
}

let saver;

async function begin() {
  const user = document.body.dataset.user;
  const drafts = await openDrafts(user, words.appointment);
  saver = new Saver({
    url: form.action,
    page: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`,
    revision: words.revision,
    base: words.stale ? "" : area.defaultValue,
    field,
    drafts,
    token: form.elements.csrfmiddlewaretoken.value,
    tell,
  });
  form.elements.page.value = saver.page;
  if (saver.isDirty) saver.typed(); // while the page was made ready
  document.getElementById("brought-back").hidden = !(await saver.adopt());
}

area.addEventListener("input", () => {
  show();
  saver?.typed();
});

window.addEventListener("online", () => saver?.save());
document.addEventListener("visibilitychange", () => (document.hidden ? saver?.save() : saver?.isDirty && saver.save()));
window.addEventListener("pagehide", () => saver?.save());
window.addEventListener("pageshow", ({ persisted }) => { if (persisted) { form.isSaved = false; readAgain(); } });

// The end waits until everything is saved.
form.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (form.isSaved || !saver) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await saver.save()) && !(await saver.save())) return;
  form.elements.revision.value = saver.revision;
  form.isSaved = true;
  setTimeout(() => form.requestSubmit(button)); // not while the first asking is still being told
}, true);

show();
offerDictation(document.getElementById("dictate"), area);
begin();
