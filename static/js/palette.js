// Find or do: a field with a list that follows what is typed, worked by keys or by hand; and the list of all keys.
const dialog = document.getElementById("palette");
const help = document.getElementById("help");
const field = dialog.querySelector("[role=combobox]");
const about = dialog.querySelector("[name=person]");
const more = dialog.querySelector("footer [data-more]");
const list = document.getElementById("palette-list");
let waitsForEnter = false;
const said = dialog.querySelector("[role=status]");

const dressed = new Promise((done) => {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: dialog.dataset.style });
  sheet.onload = sheet.onerror = done;
  document.head.append(sheet);
});

export async function openPalette() {
  await dressed;
  help.close();
  if (!dialog.open) dialog.showModal();
  field.value = "";
  look();
}

export function togglePalette() {
  if (dialog.open) dialog.close();
  else openPalette();
}

export async function openHelp() {
  await dressed;
  dialog.close();
  if (!help.childElementCount) await htmx.ajax("GET", help.dataset.from, { target: help, swap: "innerHTML" });
  if (help.childElementCount && !help.open) help.showModal();
}

// What is asked: the words, or what can be done for one person

function look(person = "") {
  about.value = person;
  about.disabled = !person;
  list.ariaBusy = "true";
  field.dispatchEvent(new CustomEvent("look"));
}

field.addEventListener("input", () => {
  waitsForEnter = false;
  about.disabled = true;
  list.ariaBusy = "true";
});

list.addEventListener("htmx:afterSwap", () => {
  list.ariaBusy = "false";
  field.ariaExpanded = "true";
  said.textContent = list.firstElementChild?.dataset.said ?? "";
  list.scrollTop = 0;
  for (const hint of dialog.querySelectorAll("footer [data-back]")) hint.hidden = about.disabled;
  choose(options()[0]);
  if (waitsForEnter) open();
});

dialog.addEventListener("close", () => {
  list.replaceChildren();
  waitsForEnter = false;
  field.ariaExpanded = "false";
  field.removeAttribute("aria-activedescendant");
});

// What is chosen

function options() {
  return [...list.querySelectorAll("[role=option]")];
}

function chosen() {
  return list.querySelector("[aria-selected=true]");
}

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  tellMore(option?.dataset.more);
  if (!option) return field.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

// The foot says what Tab does with who is chosen.
function tellMore(text = "") {
  more.hidden = !text;
  more.querySelector("bdi").textContent = text;
}

function step(by) {
  const all = options();
  choose(all[(all.indexOf(chosen()) + by + all.length) % all.length]);
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Home: () => choose(options()[0]),
  End: () => choose(options().at(-1)),
  Enter: open,
};

// Who types fast has pressed Enter before the answer is there.
function open() {
  waitsForEnter = list.ariaBusy === "true";
  if (!waitsForEnter) chosen()?.click();
}

field.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const deed = event.shiftKey ? null : KEYS[event.key] ?? forOnePerson(event);
  if (!deed) return;
  event.preventDefault();
  deed();
});

// Tab asks what can be done for the chosen person; then a letter does it, and Backspace leads back.
function forOnePerson({ key }) {
  if (about.disabled) {
    const person = key === "Tab" && chosen()?.dataset.person;
    return person ? () => look(person) : null;
  }
  if (key === "Backspace") return () => look();
  const does = options().find((option) => option.dataset.does === key.toLowerCase());
  return does ? () => does.click() : null;
}

// By hand

list.addEventListener("pointermove", (event) => {
  const option = event.target.closest("[role=option]");
  if (option && option !== chosen()) choose(option);
});

list.addEventListener("click", (event) => {
  if (event.target.closest("[role=option]") && !event.ctrlKey && !event.metaKey) dialog.close();
});

dialog.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
for (const one of [dialog, help]) {
  one.addEventListener("click", (event) => { if (event.target === one) one.close(); });
}
