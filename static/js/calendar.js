// The calendar: arrow keys between appointments, M or dragging moves one; the server says whether it fits.
const QUARTERS = 4;
const said = document.getElementById("calendar-said");
const fit = document.getElementById("calendar-fit");
let moving = null; // the appointment that is being moved, and where it stood

const weekOf = (event) => event.closest(".week");
const tracks = (week) => [...week.querySelectorAll(".track")];
const movable = (node) => node.closest?.(".event[data-move]");

function placeOf(event) {
  const { day, hour, minute } = event.dataset;
  return { day: Number(day), quarter: Number(hour) * QUARTERS + Number(minute) / 15 };
}

function lengthOf(event) {
  return Number(event.dataset.hours) * QUARTERS + Number(event.dataset.quarters);
}

function put(event, { day, quarter }) {
  const week = weekOf(event);
  const first = Number(week.dataset.from) * QUARTERS;
  const last = first + Number(week.dataset.span) * QUARTERS - lengthOf(event);
  const place = {
    day: Math.min(Math.max(day, 1), tracks(week).length),
    quarter: Math.min(Math.max(quarter, first), Math.max(first, last)),
  };
  event.dataset.day = place.day;
  event.dataset.hour = Math.floor(place.quarter / QUARTERS);
  event.dataset.minute = (place.quarter % QUARTERS) * 15;
  if (moving?.event === event) moving.time.textContent = shortly(event, place);
  return place;
}

const clockOf = (quarter) =>
  `${String(Math.floor(quarter / QUARTERS)).padStart(2, "0")}:${String((quarter % QUARTERS) * 15).padStart(2, "0")}`;

function inWords(event) {
  const { day, quarter } = placeOf(event);
  const date = new Date(`${tracks(weekOf(event))[day - 1].dataset.date}T12:00:00`);
  const name = date.toLocaleDateString(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" });
  return `${name}, ${clockOf(quarter)}`;
}

function shortly(event, { day, quarter }) {
  const date = new Date(`${tracks(weekOf(event))[day - 1].dataset.date}T12:00:00`);
  return `${date.toLocaleDateString(document.documentElement.lang, { weekday: "short" })} ${clockOf(quarter)}`;
}

function begin(event) {
  const time = event.querySelector("time");
  moving = { event, from: placeOf(event), time, written: time.textContent };
  event.classList.add("moving");
}

function end(back) {
  if (!moving) return;
  const { event, from, time, written } = moving;
  event.classList.remove("moving");
  if (back) {
    put(event, from);
    time.textContent = written;
  }
  moving = null;
}

function drop() {
  const { event, from } = moving;
  const { day, quarter } = placeOf(event);
  event.classList.remove("moving");
  if (day === from.day && quarter === from.quarter) return end(true);
  sessionStorage.setItem("calendar-focus", event.dataset.id);
  const date = tracks(weekOf(event))[day - 1].dataset.date;
  const values = { day: date, clock: clockOf(quarter), version: event.dataset.version, next: location.pathname + location.search };
  htmx.ajax("POST", event.dataset.move, { source: fit, target: fit, swap: "innerHTML", values });
}

// A time that does not fit: it goes back, and what would fit is offered

fit?.addEventListener("htmx:afterSwap", () => {
  end(true);
  if (!fit.firstElementChild) return;
  sessionStorage.removeItem("calendar-focus");
  fit.querySelector("button, a")?.focus();
});

for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  fit?.addEventListener(trouble, () => end(true));
}

// Keys

document.addEventListener("keydown", (key) => {
  const event = key.target.closest?.(".week .event");
  if (!event || key.ctrlKey || key.metaKey || key.altKey) return;
  const handled = moving?.event === event ? moveByKey(event, key.key) : goByKey(event, key.key);
  if (!handled) return;
  key.preventDefault();
  key.stopPropagation();
});

function moveByKey(event, key) {
  const { day, quarter } = placeOf(event);
  const aside = document.dir === "rtl" ? -1 : 1;
  const places = {
    ArrowUp: { day, quarter: quarter - 1 },
    ArrowDown: { day, quarter: quarter + 1 },
    ArrowLeft: { day: day - aside, quarter },
    ArrowRight: { day: day + aside, quarter },
  };
  if (key in places) put(event, places[key]);
  else if (key === "Enter") return drop() ?? true;
  else if (key === "Escape") end(true);
  else return key === "m" || key === "M";
  said.textContent = inWords(event);
  return true;
}

function goByKey(event, key) {
  if ((key === "m" || key === "M") && event.dataset.move) {
    begin(event);
    said.textContent = said.dataset.hint;
    return true;
  }
  if (!key.startsWith("Arrow")) return false;
  const near = key === "ArrowUp" || key === "ArrowDown" ? besideInDay(event, key) : onAnotherDay(event, key);
  near?.focus();
  return true;
}

const ofDay = (week, day) =>
  [...week.querySelectorAll(`.event[data-day="${day}"]`)].sort((one, other) => placeOf(one).quarter - placeOf(other).quarter);

function besideInDay(event, key) {
  const all = ofDay(weekOf(event), event.dataset.day);
  return all[all.indexOf(event) + (key === "ArrowDown" ? 1 : -1)];
}

function onAnotherDay(event, key) {
  const week = weekOf(event);
  const step = (key === "ArrowRight") === (document.dir !== "rtl") ? 1 : -1;
  const { day, quarter } = placeOf(event);
  for (let other = day + step; other >= 1 && other <= tracks(week).length; other += step) {
    const apart = (one) => Math.abs(placeOf(one).quarter - quarter);
    const nearest = ofDay(week, other).sort((one, two) => apart(one) - apart(two))[0];
    if (nearest) return nearest;
  }
  return null;
}

// Dragging, with a mouse or a pen: a finger scrolls

const FAR = 6; // pixels that are more than a trembling hand
let held = null;

document.addEventListener("pointerdown", (pointer) => {
  const event = movable(pointer.target);
  if (!event || pointer.pointerType === "touch" || pointer.button !== 0) return;
  held = { event, x: pointer.clientX, y: pointer.clientY, into: quarterAt(event, pointer) - placeOf(event).quarter };
});

document.addEventListener("pointermove", (pointer) => {
  if (!held) return;
  const { event, x, y, into } = held;
  if (!held.far && Math.hypot(pointer.clientX - x, pointer.clientY - y) < FAR) return;
  if (!held.far) {
    held.far = true;
    end(true);
    begin(event);
    event.setPointerCapture(pointer.pointerId);
  }
  put(event, { day: dayAt(event, pointer), quarter: quarterAt(event, pointer) - into });
});

document.addEventListener("pointerup", () => {
  const wasFar = held?.far;
  held = null;
  if (!wasFar) return;
  addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
  setTimeout(drop);
});

document.addEventListener("pointercancel", () => {
  if (held?.far) end(true);
  held = null;
});

document.addEventListener("dragstart", (drag) => movable(drag.target) && drag.preventDefault());

function dayAt(event, { clientX }) {
  const days = tracks(weekOf(event));
  const found = days.findIndex((track) => {
    const { left, right } = track.getBoundingClientRect();
    return clientX >= left && clientX < right;
  });
  return found < 0 ? placeOf(event).day : found + 1;
}

function quarterAt(event, { clientY }) {
  const week = weekOf(event);
  const { top, height } = tracks(week)[0].getBoundingClientRect();
  const quarters = Number(week.dataset.span) * QUARTERS;
  return Number(week.dataset.from) * QUARTERS + Math.floor(((clientY - top) / height) * quarters);
}

// After a move the page is new: the focus stays with what was moved

const moved = sessionStorage.getItem("calendar-focus");
if (moved) {
  sessionStorage.removeItem("calendar-focus");
  [...document.querySelectorAll(`.event[data-id="${CSS.escape(moved)}"]`)].find((event) => event.checkVisibility())?.focus();
}
