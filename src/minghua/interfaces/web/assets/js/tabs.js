// Tabs that scroll sideways begin where the current one stands.
for (const current of document.querySelectorAll(":is(.tabs, .view-tabs) [aria-current]")) {
  const list = current.closest("ul");
  const { left, width } = current.getBoundingClientRect();
  if (list) list.scrollLeft += left - list.getBoundingClientRect().left - (list.clientWidth - width) / 2;
}
// A window too low for the whole menu shows the part where the current place stands.
document.querySelector(".sidebar [aria-current]")?.scrollIntoView({ block: "nearest" });
