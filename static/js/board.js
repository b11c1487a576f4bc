// The ladder: arrow keys between cards, M or a click opens the menu, dragging opens the same form.
const menu = document.getElementById("move-menu");
const dialog = document.getElementById("move-dialog");
const board = document.querySelector(".board");
let moving = null; // the card that is being moved, with its column and its place there

const move = (card) => card.querySelector(".move");
const cardOf = (node) => node.closest?.(".card");
const shown = (node) => node?.checkVisibility() && node;

function ask(card, into, to = "") {
  const column = card.parentElement;
  moving = { id: card.id, column, index: [...column.children].indexOf(card) };
  const address = move(card).formAction + (to && `?to=${to}`);
  // Settled at once: a key pressed right after it must meet a form that htmx knows.
  return htmx.ajax("GET", address, { target: into, swap: "innerHTML settle:0ms" });
}

// The menu

async function openMenu(card) {
  menu.replaceChildren();
  await ask(card, menu);
  if (!menu.firstElementChild || menu.matches(":popover-open")) return;
  menu.showPopover({ source: move(card) });
  items()[0]?.focus();
}

const items = () => [...menu.querySelectorAll("[role=menuitem]")];

board?.addEventListener("click", (event) => {
  const button = event.target.closest(".move");
  if (!button) return;
  event.preventDefault();
  openMenu(cardOf(button));
});

menu?.addEventListener("toggle", ({ newState }) => {
  const button = moving && document.querySelector(`#${moving.id} .move`);
  if (button) button.ariaExpanded = String(newState === "open");
});

menu?.addEventListener("keydown", (event) => {
  const all = items();
  const here = all.indexOf(document.activeElement);
  const places = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 };
  if (event.key === "Tab") menu.hidePopover();
  else if (event.key === " ") document.activeElement.click();
  else if (event.key in places) all.at(places[event.key] % all.length).focus();
  else all.find((item) => item.dataset.key === event.key)?.click();
  if (event.key in places || event.key === " ") event.preventDefault();
});

menu?.addEventListener("click", (event) => {
  if (event.target.closest("[role=menuitem]:not([aria-disabled])")) menu.hidePopover();
});

// The form that asks what happened

document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target !== dialog) return;
  if (!dialog.querySelector("form")) return dialog.close();
  if (!dialog.open) dialog.showModal();
});

dialog?.addEventListener("click", (event) => {
  if (event.target !== dialog && !event.target.closest("[data-close]")) return;
  event.preventDefault();
  dialog.close();
});

dialog?.addEventListener("close", () => setTimeout(returnFocus));

function returnFocus() {
  if (!moving) return;
  const { id, column, index } = moving;
  const next = column.children[Math.min(index, column.children.length - 1)];
  const place = shown(document.getElementById(id)) || next;
  (place ? move(place) : column.closest("section").querySelector("h2")).focus();
}

// Arrow keys between cards, M on a card

board?.addEventListener("keydown", (event) => {
  const card = cardOf(event.target);
  if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.toLowerCase() === "m") return openMenu(card);
  const near = neighbour(card, event.key);
  if (!near) return;
  event.preventDefault();
  near.querySelector(event.target.matches(".move") ? ".move" : ".name").focus();
});

function neighbour(card, key) {
  if (key === "ArrowDown") return card.nextElementSibling;
  if (key === "ArrowUp") return card.previousElementSibling;
  if (key !== "ArrowLeft" && key !== "ArrowRight") return null;
  const columns = [...board.querySelectorAll(".cards:has(> li)")].filter(shown);
  const aside = (key === "ArrowRight") === (document.dir !== "rtl") ? 1 : -1;
  const column = columns[columns.indexOf(card.parentElement) + aside];
  return column?.children[Math.min([...card.parentElement.children].indexOf(card), column.children.length - 1)];
}

// Dragging

const mouse = matchMedia("(pointer: fine)").matches;

function ready(root) {
  for (const card of root.querySelectorAll(".card")) {
    card.draggable = mouse;
    move(card).ariaHasPopup = "menu";
    move(card).ariaExpanded = "false";
  }
}

let dragged = null;

const over = (column) => {
  for (const each of board.children) each.classList.toggle("over", each === column);
};

board?.addEventListener("dragstart", (event) => {
  dragged = cardOf(event.target);
  if (!dragged) return;
  event.dataTransfer.setData("text/plain", dragged.querySelector(".name").textContent);
  event.dataTransfer.setDragImage(dragged, 20, 20);
});

board?.addEventListener("dragover", (event) => {
  const column = event.target.closest?.(".board > section");
  if (!dragged || !column || column.contains(dragged)) return over(null);
  event.preventDefault();
  over(column);
});

board?.addEventListener("drop", (event) => {
  event.preventDefault();
  const column = event.target.closest(".board > section");
  if (dragged && column) ask(dragged, dialog, column.dataset.rung);
});

board?.addEventListener("dragend", () => {
  dragged = null;
  over(null);
});

// Further cards: the first of them takes the focus that the link had

document.body.addEventListener("htmx:load", ({ detail: { elt } }) => {
  ready(elt.matches?.(".card") ? elt.parentElement : elt);
});

let last = null;

document.body.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (target.matches(".cards")) last = target.lastElementChild;
});

document.body.addEventListener("htmx:afterSettle", ({ detail: { target } }) => {
  if (!target.matches(".cards")) return;
  last?.nextElementSibling?.querySelector(".name").focus();
  last = null;
});

if (board) ready(board);
