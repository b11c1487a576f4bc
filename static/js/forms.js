// A form is sent once, and words that are not sent yet survive a lost page.
const DRAFT = "kept-draft:";
const SENT = "kept-sent";
const DAYS_30 = 30 * 24 * 3600 * 1000;
const user = document.body.dataset.user || "";

// Sending twice. A page that does not come within ten seconds may be asked for again.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[hx-post], [hx-get]") || form.method !== "post") return;
  if (form.ariaBusy === "true") event.preventDefault();
  if (event.defaultPrevented) return;
  form.ariaBusy = "true";
  setTimeout(() => { form.ariaBusy = null; }, 10_000);
  rememberSent(form);
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) form.ariaBusy = null;
});

document.body.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (requestConfig.verb === "get") return;
  if (elt.ariaBusy === "true") event.preventDefault();
  else elt.ariaBusy = "true";
});

document.body.addEventListener("htmx:afterRequest", (event) => {
  const { elt, requestConfig, successful } = event.detail;
  if (requestConfig.verb === "get") return;
  elt.ariaBusy = null;
  if (successful) for (const area of draftsIn(elt)) localStorage.removeItem(keyOf(area));
});

// Drafts: <textarea data-draft="a name for these words">

function draftsIn(root) {
  return root.querySelectorAll("textarea[data-draft]");
}

function keyOf(area) {
  return `${DRAFT}${user}:${area.dataset.draft}`;
}

function rememberSent(form) {
  const keys = [...draftsIn(form)].map(keyOf);
  if (keys.length) sessionStorage.setItem(SENT, JSON.stringify(keys));
}

function forgetSent() {
  const kind = performance.getEntriesByType("navigation")[0]?.type;
  const keys = JSON.parse(sessionStorage.getItem(SENT) || "[]");
  sessionStorage.removeItem(SENT);
  if (kind !== "navigate") return;
  const sentBack = new Set([...draftsIn(document)].filter((area) => area.value).map(keyOf));
  for (const key of keys) if (!sentBack.has(key)) localStorage.removeItem(key);
}

function forgetOldAndForeign() {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(DRAFT)) continue;
    const { at } = JSON.parse(localStorage.getItem(key)) ?? {};
    if (!key.startsWith(`${DRAFT}${user}:`) || Date.now() - at > DAYS_30) localStorage.removeItem(key);
  }
}

function restore(root) {
  for (const area of draftsIn(root)) {
    const draft = JSON.parse(localStorage.getItem(keyOf(area)));
    if (draft && !area.value) area.value = draft.text;
  }
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches("textarea[data-draft]")) return;
  if (target.value.trim()) {
    localStorage.setItem(keyOf(target), JSON.stringify({ text: target.value, at: Date.now() }));
  } else {
    localStorage.removeItem(keyOf(target));
  }
});

try {
  forgetSent();
  forgetOldAndForeign();
  restore(document);
  document.body.addEventListener("htmx:load", (event) => restore(event.detail.elt));
} catch {
  // Storage can be switched off or full; forms work without drafts.
}

// A submit by the keyboard of a long text

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.target.form?.requestSubmit();
  }
});
