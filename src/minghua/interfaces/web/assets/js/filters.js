// Forms that send themselves when something in them changes.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-autosend]");
  if (form) form.requestSubmit();
});
