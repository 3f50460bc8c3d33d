// The side panel: opened by rows, closed by Escape; focus goes back to the row it came from.
let origin = null;
const panel = () => document.getElementById("panel");

export function openPanel(url, from) {
  origin = from ?? document.activeElement;
  return window.htmx.ajax("GET", url, { target: "#panel", swap: "innerHTML" });
}

export function closePanel() {
  if (!panel()?.childElementCount) return false;
  panel().replaceChildren();
  (origin?.isConnected ? origin : document.getElementById("main"))?.focus?.({ preventScroll: true });
  return true;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-panel-close]")) closePanel();
  const opener = event.target.closest("[data-panel-open]");
  if (opener) { event.preventDefault(); openPanel(opener.dataset.panelOpen, opener); }
});
document.addEventListener("minghua:escape", closePanel);
