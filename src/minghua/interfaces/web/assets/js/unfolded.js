// What a person unfolded stays unfolded when its list is renewed.
const unfolded = new Set();

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details[data-unfolds]")) unfolded[event.target.open ? "add" : "delete"](event.target.id);
}, true);

document.addEventListener("htmx:after:swap", () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
});
