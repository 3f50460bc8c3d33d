// Dialogs open from any [data-dialog="id"], close by [data-dialog-close], Escape or a click on the veil.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
  if (event.target.matches("dialog") && event.target.open) event.target.close();
});

document.addEventListener("htmx:after:request", (event) => {
  const dialog = event.target.closest?.("dialog[data-close-on-success]");
  if (dialog && event.detail.ctx.response?.status < 400) dialog.close();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
