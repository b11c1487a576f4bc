// Says how many people of the list are ticked, and ticks all that are shown.
const boxes = () => [...document.querySelectorAll("input[name=people]")];

function tell() {
  const count = document.getElementById("many-count");
  const form = document.getElementById("many");
  if (!count || !form) return;
  const ticked = boxes().filter((box) => box.checked).length;
  const chosen = form.elements.everyone.checked ? Number(form.elements.seen.value) : ticked;
  count.value = chosen.toLocaleString(document.documentElement.lang);
  const all = document.getElementById("many-shown");
  all.checked = ticked > 0 && ticked === boxes().length;
  all.indeterminate = ticked > 0 && !all.checked;
}

document.addEventListener("change", ({ target }) => {
  if (target.id === "many-shown") for (const box of boxes()) box.checked = target.checked;
  if (target.matches("#many-shown, input[name=people], input[name=everyone]")) tell();
});

document.body.addEventListener("htmx:afterSettle", tell);
tell();
