// Menus are <details data-menu>: one open at a time, closed by Escape, a click elsewhere or a choice; arrows walk.
const open = () => [...document.querySelectorAll("details[data-menu][open]")];

document.addEventListener("click", (event) => {
  for (const menu of open()) {
    const inside = menu.contains(event.target);
    if (!inside || (event.target.closest(".menu-item") && !event.target.closest("[data-keep-open]"))) menu.open = false;
  }
});

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.("details[data-menu]") || !menu.open) return;
  const list = menu.querySelector(".menu-list, .why-box");
  const box = list?.getBoundingClientRect();
  if (box && box.left < 4) list.classList.add("from-start");
  if (box && box.right > document.documentElement.clientWidth - 4) list.classList.add("from-end");
}, true);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopImmediatePropagation();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.matches("input, select, textarea")) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll(".menu-item:not(:disabled)")];
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
});
