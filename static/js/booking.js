// The booking page: times by the visitor's own clock, what is typed kept while choosing, the time on the button.
const sheet = document.querySelector(".booking");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (sheet?.dataset.guess && here && here !== sheet.dataset.guess) {
  const address = new URL(location.href);
  address.searchParams.set("zone", here);
  location.replace(address);
}
const form = document.getElementById("ask");
const typed = () => [...(form?.querySelectorAll("input.input, textarea") ?? [])];
const key = `booking:${location.pathname}`;
const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
for (const field of typed()) if (!field.value && kept[field.name]) field.value = kept[field.name];
let sent = false;
form?.addEventListener("submit", () => (sent = true));
addEventListener("pagehide", () => {
  const held = sent ? {} : Object.fromEntries(typed().map((field) => [field.name, field.value]));
  sessionStorage.setItem(key, JSON.stringify(held));
});
const say = () => {
  const place = document.getElementById("book-at");
  const time = form?.querySelector("[name=at]:checked")?.nextElementSibling.firstChild.textContent.trim();
  if (place) place.textContent = time ? `, ${time}` : "";
};
form?.addEventListener("change", say);
say();
