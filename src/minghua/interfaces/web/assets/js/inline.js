// Values edited in place: Escape gives up; a choice or a date saves at once.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-inline]");
  if (form && event.key === "Escape" && !event.isComposing) { event.preventDefault(); form.querySelector("[data-cancel]").click(); }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-inline]");
  if (form && event.target.matches("select")) form.requestSubmit();
});
