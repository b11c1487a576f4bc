// When a line is done and goes, the focus moves to the line that takes its place.
let place = null;

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const line = event.detail.requestConfig.elt.closest(".line, .list > li");
  if (!line) return;
  const list = line.parentElement;
  place = { line, list, id: list.id, index: [...list.children].indexOf(line) };
});

document.body.addEventListener("htmx:afterRequest", () => {
  if (!place) return;
  const { line, list, id, index } = place;
  place = null;
  if (line.isConnected || document.activeElement !== document.body) return;
  const lines = [...((list.isConnected ? list : document.getElementById(id))?.children ?? [])];
  const next = lines[Math.min(index, lines.length - 1)];
  (next?.querySelector("a, button") ?? document.getElementById("main")).focus({ preventScroll: !next });
});
