// The link that opens the phone's own app carries the words as they stand in the form.
for (const form of document.querySelectorAll("form[data-by-hand]")) {
  const link = form.querySelector("a[data-opens]");
  const words = form.querySelector("textarea");
  if (!link || !words) continue;
  words.addEventListener("input", () => {
    link.href = link.dataset.opens + encodeURIComponent(words.value);
  });
}
