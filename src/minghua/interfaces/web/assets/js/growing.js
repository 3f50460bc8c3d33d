// Lists of like rows: [data-add-row="id"] puts one more (from the template id-row) at their end and goes there.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  if (!button) return;
  const rows = document.getElementById(button.dataset.addRow);
  rows.append(document.getElementById(`${rows.id}-row`).content.cloneNode(true));
  rows.lastElementChild.querySelector("input")?.focus();
});
