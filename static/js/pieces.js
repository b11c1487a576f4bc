// One piece more or less of a product, without typing: <button data-step="1"> beside its number.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-step]");
  const input = button?.parentElement.querySelector("input");
  if (!input) return;
  const pieces = (Number.parseInt(input.value, 10) || 0) + Number(button.dataset.step);
  input.value = pieces > 0 ? Math.min(pieces, 9999) : "";
  input.dispatchEvent(new Event("input", { bubbles: true }));
});
