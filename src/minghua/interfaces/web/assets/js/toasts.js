// One toast at a time, the latest. Toasts leave by themselves (not while looked at, not when they warn); failures of the server become toasts.
const box = () => document.getElementById("toasts");

function leave(toast) {
  toast.classList.add("is-leaving");
  setTimeout(() => toast.remove(), 220);
}

function time(toast) {
  if (toast.dataset.timed || toast.matches(".toast-danger")) return;
  toast.dataset.timed = "1";
  const wait = toast.querySelector("[hx-post]") ? 12000 : 6000;
  const later = () => setTimeout(() => (toast.matches(":hover, :focus-within") ? later() : leave(toast)), wait);
  later();
}

export function toast(text, kind = "info") {
  const made = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  made.querySelector("p").textContent = text;
  made.className = `toast toast-${kind}`;
  box().append(made);
  time(made);
}

const said = (id) => document.getElementById(id).content.textContent;

document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.kind));
document.addEventListener("htmx:response:error", (event) => {
  if ((event.detail.ctx?.response?.status ?? 0) >= 500) toast(said("failure-text"), "danger");
});
document.addEventListener("htmx:error", (event) => {
  if (event.detail?.error?.name === "TypeError" && !navigator.onLine) toast(said("offline-text"), "danger");
});
document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-toast-close]");
  if (!close) return;
  const one = close.closest("[data-toast]");
  // An answer is swapped only while the button that asked for it is in the page: a way back is hidden first, removed later.
  if (close.hasAttribute("hx-post")) one.hidden = true;
  setTimeout(() => leave(one), close.hasAttribute("hx-post") ? 60_000 : 0);
});

// The latest hides the others. They stay in the page for a while: an answer, and the event that renews a list, belong to
// the button that asked, and are lost with it.
function hideOthers() {
  for (const old of [...box().children].slice(0, -1)) {
    if (old.hidden && old.dataset.going) continue;
    old.hidden = true;
    old.dataset.going = "1";
    setTimeout(() => old.remove(), 60_000);
  }
}

function watch() {
  if (!box()) return;
  hideOthers();
  for (const one of box().querySelectorAll("[data-toast]:not([hidden])")) time(one);
}
document.addEventListener("DOMContentLoaded", watch);
if (document.readyState !== "loading") watch();
new MutationObserver(watch).observe(box() ?? document.body, { childList: true, subtree: true });
