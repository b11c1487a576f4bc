// The steps of a playbook: Alt and an arrow move the one in focus, and the focus stays with it.
let moved = null; // the key of the step that was acted on, with its place

const places = () => [...document.querySelectorAll("#steps .step-line")];
const keyOf = (line) => line?.id.replace(/^step-/, "");
const more = (key) => document.getElementById(`more-${key}`);
const menuOf = (key) => document.getElementById(`menu-${key}`);

function remember(key) {
  moved = { key, place: places().findIndex((line) => keyOf(line) === key) };
}

document.addEventListener("keydown", (event) => {
  const line = event.altKey && event.target.closest?.("#steps .step-line");
  const button = line && menuOf(keyOf(line))?.querySelector(`[data-key="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

document.addEventListener("click", (event) => {
  const menu = event.target.closest("#step-menus .menu");
  if (!menu || !event.target.closest("a, button")) return;
  remember(menu.dataset.step);
  if (menu.matches(":popover-open")) menu.hidePopover();
});

// Arrow keys in an open menu
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("#step-menus .menu");
  const aside = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !aside || event.altKey) return;
  const items = [...menu.querySelectorAll("a, button")];
  items.at((items.indexOf(document.activeElement) + aside) % items.length).focus();
  event.preventDefault();
});

document.addEventListener("toggle", ({ target, newState }) => {
  if (newState === "open" && target.matches?.("#step-menus .menu")) target.querySelector("a, button").focus();
}, true);

document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (!moved || detail.target.id !== "steps") return;
  const { key, place } = moved;
  moved = null;
  const lines = places();
  const next = lines[Math.min(place, lines.length - 1)];
  (more(key) ?? more(keyOf(next)) ?? document.getElementById("add-step")).focus();
});
