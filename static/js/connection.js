// Say when the connection is lost, when an answer does not come, and when signing in is needed again.
const offline = document.getElementById("offline");

function tell() {
  offline.hidden = navigator.onLine;
}

window.addEventListener("online", tell);
window.addEventListener("offline", tell);
tell();

function trouble(name) {
  const toast = document.getElementById(`trouble-${name}`).content.cloneNode(true);
  document.getElementById("toasts").append(toast);
}

document.body.addEventListener("htmx:responseError", () => trouble("broken"));
document.body.addEventListener("htmx:sendError", () => trouble("unreached"));
document.body.addEventListener("htmx:timeout", () => trouble("unreached"));

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const landed = event.detail.xhr.responseURL;
  if (!landed) return;
  const { pathname } = new URL(landed);
  if (pathname.startsWith("/accounts/") && !location.pathname.startsWith("/accounts/")) {
    event.detail.shouldSwap = false;
    const here = encodeURIComponent(location.pathname + location.search);
    location.assign(`${pathname}?next=${here}`);
  }
});
