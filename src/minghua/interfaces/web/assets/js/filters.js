// Forms that send themselves when something in them changes.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-autosend]");
  if (form) form.requestSubmit();
});

// Buttons that must leave htmx alone (a file comes back): submitted natively, to their own address.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-native]");
  if (!button?.form) return;
  event.preventDefault();
  const before = [button.form.getAttribute("action"), button.form.method];
  Object.assign(button.form, { action: button.formAction, method: "post" });
  button.form.submit();
  button.form.method = before[1];
  if (before[0] === null) button.form.removeAttribute("action");
  else button.form.setAttribute("action", before[0]);
});
