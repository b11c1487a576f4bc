// Joining: the text and the days to think it over follow country and place; what is typed is kept when somebody is interrupted.
const form = document.getElementById("enrol-form");
const typed = (names) => new URLSearchParams([...new FormData(form)].filter(([name]) => names.includes(name)));
let sent = false;
let kept = "";

async function look() {
  const answer = await fetch(`${form.dataset.terms}?${typed(["country", "place"])}`);
  if (!answer.ok) return;
  const part = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("terms");
  const before = document.getElementById("terms");
  const again = before.querySelector("[name=agreement]").value !== part.querySelector("[name=agreement]").value;
  part.querySelector("[name=agrees]").checked = !again && form.elements.agrees.checked; // another text wants another yes
  before.replaceWith(part);
}

function filled() {
  const now = new FormData(form);
  now.delete("agrees");
  return now;
}

function keep() {
  const now = filled();
  const same = new URLSearchParams(now).toString();
  if (sent || !form.dataset.keep || same === kept) return;
  kept = same;
  fetch(form.dataset.keep, { method: "POST", body: now, keepalive: true, headers: { "X-Kept": "quietly" } });
}

if (form) {
  kept = new URLSearchParams(filled()).toString();
  form.addEventListener("change", ({ target }) => {
    if (["country", "place"].includes(target.name)) look();
  });
  form.addEventListener("submit", () => (sent = true));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
  addEventListener("pagehide", keep);
}
