// The palette: ⌘K opens it, the server answers groups of results, arrows choose, Enter follows.
const dialog = () => document.getElementById("palette");
const input = () => dialog().querySelector("input");
const options = () => [...dialog().querySelectorAll("[role=option]")];

export function openPalette() {
  if (!dialog() || dialog().open) return;
  dialog().showModal();
  input().select();
  window.htmx.trigger(input(), "palette:open");
}

function choose(option) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  if (!option) return input().removeAttribute("aria-activedescendant");
  input().setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

const chosen = () => options().find((one) => one.getAttribute("aria-selected") === "true");

document.addEventListener("click", (event) => { if (event.target.closest("[data-palette-open]")) openPalette(); });

document.addEventListener("keydown", (event) => {
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") { event.preventDefault(); return openPalette(); }
  if (!event.target.closest?.("#palette")) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const all = options();
    choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
  }
  if (event.key === "Enter") { event.preventDefault(); (chosen() ?? options()[0])?.click(); }
});

document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail?.ctx?.target?.id === "palette-results") choose(options()[0]);
});
