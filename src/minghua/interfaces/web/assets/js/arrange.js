// Lists that are put in order: dragged by their grip, or moved by the buttons of each item; forms send them as they stand.
const list = (item) => item.closest("[data-arrange]");
const said = (item) => {
  const where = list(item).querySelector("[data-arrange-said]");
  if (where) where.textContent = `${item.dataset.name} ${[...list(item).querySelectorAll("[data-item]")].indexOf(item) + 1}`;
};

function neighbour(item, up) {
  let next = up ? item.previousElementSibling : item.nextElementSibling;
  while (next && !next.matches("[data-item]")) next = up ? next.previousElementSibling : next.nextElementSibling;
  return next;
}

function move(item, up) {
  const next = neighbour(item, up);
  if (!next) return;
  if (up) next.before(item); else next.after(item);
  said(item);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-arrange-up], [data-arrange-down]");
  if (!button) return;
  move(button.closest("[data-item]"), button.hasAttribute("data-arrange-up"));
  button.focus();
});

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("[data-item] [data-grip]");
  if (!grip || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  move(grip.closest("[data-item]"), event.key === "ArrowUp");
  grip.focus();
});

let dragged = null;
document.addEventListener("dragstart", (event) => {
  const item = event.target.closest?.("[data-arrange] [data-item]");
  if (!item) return;
  dragged = item;
  item.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  const over = dragged && event.target.closest?.("[data-item]");
  if (!over || list(over) !== list(dragged)) return;
  event.preventDefault();
  if (over === dragged) return;
  const box = over.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) over.before(dragged); else over.after(dragged);
});
document.addEventListener("dragend", () => {
  if (!dragged) return;
  dragged.classList.remove("is-dragged");
  said(dragged);
  dragged = null;
});
