// A toast stays until it is closed, or for 20 seconds after it was last looked at.
const STAY = 20_000;
const AT_MOST = 3;
const region = document.getElementById("toasts");
let cameFrom = null;

function keep(toast) {
  let clock;
  const start = () => { clock = setTimeout(() => remove(toast), STAY); };
  const stop = () => clearTimeout(clock);
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, stop);
  for (const name of ["pointerleave", "focusout"]) {
    toast.addEventListener(name, () => { stop(); start(); });
  }
  start();
}

function remove(toast) {
  const heldFocus = toast.contains(document.activeElement);
  toast.remove();
  if (heldFocus) returnFocus();
}

function returnFocus() {
  const place = cameFrom?.isConnected ? cameFrom : document.getElementById("main");
  place?.focus({ preventScroll: true });
}

region.addEventListener("focusin", (event) => {
  if (event.relatedTarget && !region.contains(event.relatedTarget)) cameFrom = event.relatedTarget;
});

region.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) remove(event.target.closest(".toast"));
});

region.addEventListener("htmx:afterRequest", (event) => {
  const done = event.detail.elt.closest(".toast");
  if (done && event.detail.successful) remove(done);
});

new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node.classList?.contains("toast")) keep(node);
  }
  while (region.children.length > AT_MOST) region.firstElementChild.remove();
}).observe(region, { childList: true });

// What the page brought along is said again, because screen readers only hear changes.
const waiting = [...region.children];
region.replaceChildren();
setTimeout(() => region.append(...waiting), 150);
