// Keys for those who like them: Ctrl K always, single letters only where they disturb nobody.
//
// Pages say what a key does: data-go="t" leads somewhere after G, data-key="e" is pressed in the chosen line,
// or on the page. A script with keys of its own asks `mayUseKeys(event)`, which it finds on the document.
const LINES = "main :is(.line:not(.night .line), .list > li, tbody > tr)"; // a dark card is not one of many
const MAIN_LINK = "a.name, a.what, a[href]";
const FIELDS = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const OPEN = "dialog[open], [popover]:popover-open";
const WAIT = 1500; // milliseconds between G and its letter
const MAC = /mac|iphone|ipad/i.test(navigator.platform);
const palette = document.getElementById("palette");
let after = 0;

function keysAreOn() {
  const wish = document.body.dataset.shortcuts;
  return wish === "on" || (wish === "device" && !matchMedia("(pointer: coarse)").matches);
}

function mayUseKeys(event) {
  if (event.defaultPrevented || event.isComposing) return false;
  if ((event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph")) return false;
  const field = event.target.closest?.(FIELDS); // of a dialog that has just closed, it may hold the focus still
  return keysAreOn() && !field?.checkVisibility() && !document.querySelector(OPEN);
}

// On a keyboard of another alphabet the key that stands where the letter stands elsewhere.
function letterOf({ key, code }) {
  const other = key.length === 1 && key > "\u007f" && /^Key[A-Z]$/.test(code);
  return (other ? code.slice(3) : key).toLowerCase();
}

const DEEDS = {
  "?": () => dialogs().then(({ openHelp }) => openHelp()),
  "/": search,
  g: () => { after = Date.now(); },
  j: () => move(1),
  k: () => move(-1),
  n: add,
  z: undo,
};

document.addEventListener("keydown", (event) => {
  const key = letterOf(event);
  if (key === "k" && (MAC ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    dialogs().then(({ togglePalette }) => togglePalette());
  } else if (mayUseKeys(event)) {
    const goes = Date.now() - after < WAIT;
    after = 0;
    const target = goes ? find(document, "go", key) : null;
    if (target) target.click();
    else if (!DEEDS[key]) return press(key, event);
    else if (!event.repeat || key === "j" || key === "k") DEEDS[key]();
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-palette], [data-help]");
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialogs().then(({ openPalette, openHelp }) => (opener.matches("[data-help]") ? openHelp() : openPalette()));
});

function dialogs() {
  return import(palette.dataset.script);
}

function find(root, name, key) {
  return [...root.querySelectorAll(`[data-${name}]`)].find((one) => one.dataset[name] === key);
}

function press(key, event) {
  const line = document.activeElement.closest(LINES);
  const onPage = [...document.querySelectorAll("main [data-key]")].filter((one) => !one.closest(LINES));
  const button = (line && find(line, "key", key)) ?? onPage.find((one) => one.dataset.key === key);
  if (!button?.checkVisibility() || event.repeat) return;
  event.preventDefault();
  button.click();
  if (button.matches("summary")) button.parentElement.querySelector("select, textarea, input:not([type=hidden])")?.focus();
}

function move(step) {
  const links = [...document.querySelectorAll(LINES)].map(mainLink).filter((link) => link?.checkVisibility());
  const here = links.indexOf(mainLink(document.activeElement.closest(LINES)));
  const there = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
  links[Math.min(Math.max(there, 0), links.length - 1)]?.focus();
}

function mainLink(line) {
  return line?.querySelector(MAIN_LINK.split(",")[0]) ?? line?.querySelector(MAIN_LINK);
}

function search() {
  const field = document.querySelector("main [role=search] input:not([type=hidden])");
  if (!field) dialogs().then(({ openPalette }) => openPalette());
  field?.focus();
  field?.select();
}

function add() {
  const buttons = [...document.querySelectorAll("[popovertarget=add-menu]")];
  buttons.find((button) => button.checkVisibility())?.click();
  document.querySelector("#add-menu a")?.focus();
}

function undo() {
  const said = [...document.querySelectorAll("#toasts .toast form button")];
  (said.pop() ?? document.querySelector("#undo-last button"))?.click();
}

function nameKeys() {
  if (MAC) for (const hint of document.querySelectorAll("kbd[data-mac]")) hint.textContent = hint.dataset.mac;
}

// Who comes to a form of a page by its address wants to write there; the browser takes the focus away first.
function arrive() {
  const place = /^#(composer|quick-add)$/.test(location.hash) && document.querySelector(location.hash);
  if (place) place.querySelector("input:not([type=hidden]), textarea")?.focus();
}

document.mayUseKeys = mayUseKeys;
window.addEventListener("hashchange", arrive);
window.addEventListener("load", () => setTimeout(arrive));
document.body.addEventListener("htmx:load", nameKeys);
nameKeys();
