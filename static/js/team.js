// Legs of a team: what was opened closes again, with all that stands below it.
const OPEN = '.tree .open[aria-expanded="true"]';

function close(opener) {
  const row = opener.closest("tr");
  const depth = Number(row.dataset.depth);
  while (Number(row.nextElementSibling?.dataset.depth) > depth) row.nextElementSibling.remove();
  opener.setAttribute("aria-expanded", "false");
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest(OPEN);
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  close(opener);
}, true);

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const opener = detail.requestConfig?.elt;
  if (!opener?.matches(".tree .open")) return;
  if (opener.getAttribute("aria-expanded") === "true") detail.shouldSwap = false;
  else if (detail.shouldSwap) opener.setAttribute("aria-expanded", "true");
});
