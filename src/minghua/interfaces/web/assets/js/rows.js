// Rows of lists and cards of boards: a click opens the side panel, keys walk, boxes choose, the bulk bar follows.
import { openPanel } from "./panel.js";

const interactive = "a, button, input, select, textarea, label, summary, form, details";
let lastBox = null;

export const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
export const active = () => document.querySelector("[data-row].is-active");

export function activate(row) {
  if (!row) return;
  active()?.classList.remove("is-active");
  row.classList.add("is-active");
  row.scrollIntoView({ block: "nearest" });
}

export function walk(step) {
  const all = rows();
  const at = all.indexOf(active());
  activate(all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))]);
  const shown = document.getElementById("panel")?.childElementCount;
  if (shown && active()?.dataset.panel) open(active());
}

export function open(row, full = false) {
  if (!row) return;
  if (row.dataset.panel && !full) openPanel(row.dataset.panel, row.querySelector("a") ?? row);
  else if (row.dataset.href) window.location.assign(row.dataset.href);
}

export function mark(row) {
  const box = row?.querySelector("[data-check]");
  if (box) { box.checked = !box.checked; refresh(); }
}

function refresh() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const boxes = [...document.querySelectorAll("[data-check]")];
  const chosen = boxes.filter((box) => box.checked).length;
  bar.hidden = chosen === 0;
  bar.querySelector("[data-bulk-count]").textContent = String(chosen);
  const all = document.querySelector("[data-check-all]");
  if (all) { all.checked = chosen > 0 && chosen === boxes.length; all.indeterminate = chosen > 0 && chosen < boxes.length; }
}

function range(box) {
  const boxes = [...document.querySelectorAll("[data-check]")];
  const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(box)].sort((a, b) => a - b);
  if (from >= 0) for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
}

function none() {
  for (const box of document.querySelectorAll("[data-check]")) box.checked = false;
  refresh();
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-check]");
  if (box) { if (event.shiftKey) range(box); lastBox = box; return refresh(); }
  const all = event.target.closest("[data-check-all]");
  if (all) { for (const one of document.querySelectorAll("[data-check]")) one.checked = all.checked; return refresh(); }
  if (event.target.closest("[data-check-none]")) return none();
  const row = event.target.closest("[data-row]");
  if (!row || event.target.closest(interactive) || window.getSelection()?.toString()) return;
  activate(row);
  open(row, event.metaKey || event.ctrlKey);
});

document.addEventListener("minghua:unselect", none);
document.addEventListener("htmx:after:swap", refresh);
