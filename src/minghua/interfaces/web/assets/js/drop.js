// Files dropped on a file field; the chosen name is shown.
const field = (event) => event.target.closest?.("[data-drop]");
const show = (drop, files) => { drop.querySelector("[data-drop-name]").textContent = [...files].map((file) => file.name).join(", "); };

document.addEventListener("dragover", (event) => { if (field(event)) { event.preventDefault(); field(event).classList.add("is-over"); } });
document.addEventListener("dragleave", (event) => field(event)?.classList.remove("is-over"));
document.addEventListener("drop", (event) => {
  const drop = field(event);
  if (!drop) return;
  event.preventDefault();
  drop.classList.remove("is-over");
  const input = drop.querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
document.addEventListener("change", (event) => { if (event.target.matches?.("[data-drop] input[type=file]")) show(field(event), event.target.files); });
