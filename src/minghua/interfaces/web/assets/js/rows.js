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
  if (box) { setEveryone(false); box.checked = !box.checked; refresh(); }
}

// All that the filter keeps: offered once the whole page is checked, given up with the first box unchecked.
const everyone = () => document.querySelector("[data-bulk-all]");

function setEveryone(on) {
  if (everyone()) everyone().value = on ? "1" : "";
}

function offerEveryone(bar, shown, chosen) {
  const list = document.querySelector("[data-bulk-list]")?.dataset;
  const total = Number(list?.total ?? 0);
  const all = everyone()?.value === "1";
  const offered = !all && chosen === shown && total > shown;
  bar.querySelector("[data-bulk-count]").textContent = String(all ? total : chosen);
  bar.querySelector("[data-bulk-everyone]").hidden = !offered || "capped" in list;
  bar.querySelector("[data-bulk-total]").textContent = String(total);
  bar.querySelector("[data-bulk-too-many]").hidden = !offered || !("capped" in list);
}

function refresh() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  if (!document.querySelector("[data-check]:checked")) setEveryone(false);
  if (everyone()?.value === "1") for (const box of document.querySelectorAll("[data-check]")) box.checked = true;
  const boxes = [...document.querySelectorAll("[data-check]")];
  const chosen = boxes.filter((box) => box.checked).length;
  bar.hidden = chosen === 0;
  offerEveryone(bar, boxes.length, chosen);
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
  if (box) setEveryone(false);
  if (box) { if (event.shiftKey) range(box); lastBox = box; return refresh(); }
  const all = event.target.closest("[data-check-all]");
  if (event.target.closest("[data-bulk-everyone]")) { setEveryone(true); refresh(); document.querySelector("[data-check-none]")?.focus(); return; }
  if (all) setEveryone(false);
  if (all) { for (const one of document.querySelectorAll("[data-check]")) one.checked = all.checked; return refresh(); }
  if (event.target.closest("[data-check-none]")) return none();
  const row = event.target.closest("[data-row]");
  if (!row || event.target.closest(interactive) || window.getSelection()?.toString()) return;
  activate(row);
  open(row, event.metaKey || event.ctrlKey);
});

document.addEventListener("minghua:unselect", none);
document.addEventListener("htmx:after:swap", refresh);
