// A long menu with a filter before it: typing leaves the options that match and chooses the first; Enter goes to the menu.
const asked = new Map();
const wordsOf = (picker) => {
  const holder = picker.closest("[data-picker-words]");
  if (!asked.has(holder)) asked.set(holder, JSON.parse(holder.dataset.pickerWords));
  return asked.get(holder);
};

document.addEventListener("input", (event) => {
  const filter = event.target.closest?.("[data-picker-filter]");
  if (!filter) return;
  const picker = filter.closest("[data-picker]");
  const menu = picker.querySelector("select");
  const words = wordsOf(picker);
  const typed = filter.value.trim().toLowerCase();
  menu.dataset.before ??= menu.value;
  for (const option of menu.options) option.hidden = Boolean(typed) && !(words[option.value] ?? "").includes(typed);
  for (const group of menu.querySelectorAll("optgroup")) group.hidden = ![...group.children].some((option) => !option.hidden);
  const first = [...menu.options].find((option) => !option.hidden && option.value);
  menu.value = typed ? (first?.value ?? menu.dataset.before) : menu.dataset.before;
  if (!typed) delete menu.dataset.before;
  picker.toggleAttribute("data-nothing", Boolean(typed) && !first);
});

document.addEventListener("keydown", (event) => {
  const filter = event.target.closest?.("[data-picker-filter]");
  if (!filter || !["Enter", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  filter.closest("[data-picker]").querySelector("select").focus();
});
