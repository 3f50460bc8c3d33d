// Boards: cards are dragged between columns; the server is told, and when it refuses the card goes back.
import Sortable from "sortablejs";

function count(column, step) {
  const shown = column.closest(".board-column")?.querySelector("[data-board-count]");
  if (shown && /^\d+$/.test(shown.textContent)) shown.textContent = String(Number(shown.textContent) + step);
}

async function moved(event) {
  if (event.from === event.to && event.oldIndex === event.newIndex) return;
  const board = event.to.closest("[data-board]");
  let refusedHere = false;
  const back = () => event.from.insertBefore(event.item, event.from.children[event.oldIndex] ?? null);
  const values = { id: event.item.dataset.card, to: event.to.dataset.column, before: event.item.nextElementSibling?.dataset.card ?? "" };
  const refused = (failure) => { if (failure.detail.ctx?.sourceElement === board) { refusedHere = true; back(); } };
  board.addEventListener("htmx:response:error", refused, { once: true });
  await window.htmx.ajax("POST", board.dataset.moveUrl, { source: board, swap: "none", values });
  board.removeEventListener("htmx:response:error", refused);
  if (refusedHere || event.from === event.to) return;
  count(event.from, -1);
  count(event.to, 1);
}

function ready(root) {
  for (const column of root.querySelectorAll?.("[data-board] [data-column]") ?? []) {
    if (!Sortable.get(column)) Sortable.create(column, { group: "board", draggable: "[data-card]", filter: "summary, button", preventOnFilter: false, animation: 140, delay: 120, delayOnTouchOnly: true, onEnd: moved });
  }
}

document.addEventListener("DOMContentLoaded", () => ready(document));
document.addEventListener("htmx:after:swap", () => ready(document));
