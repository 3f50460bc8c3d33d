// Keys: one letter acts where one is, "g" then a letter goes somewhere; nothing while one types.
import { active, mark, open, walk } from "./rows.js";

let going = 0;
const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]");
const say = (name) => document.dispatchEvent(new CustomEvent(name));

const list = {
  j: () => walk(1),
  k: () => walk(-1),
  x: () => mark(active()),
  o: () => open(active(), true),
  Enter: () => open(active()),
  e: () => active()?.querySelector(".inline-show")?.click(),
};

function go(key) {
  going = 0;
  const place = [...document.querySelectorAll("#sidebar a[data-go]")].find((link) => link.dataset.go === `g ${key}`);
  if (place) place.click();
  return Boolean(place);
}

function act(event) {
  const key = event.key;
  if (going && Date.now() - going < 1200 && go(key)) return true;
  if (key === "g") { going = Date.now(); return true; }
  if (key === "?") { document.getElementById("shortcuts")?.showModal(); return true; }
  if (key === "[") { say("minghua:fold"); return true; }
  if (key === "/") { const box = document.querySelector(".search-box input"); box?.focus(); return Boolean(box); }
  const bound = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (bound && !(active() && document.getElementById("panel")?.childElementCount && "jk".includes(key))) { bound.click(); return true; }
  if (key === "Enter" && event.target.closest?.("a, button, summary, label, input")) return false;
  if (list[key] && document.querySelector("[data-row]")) { list[key](); return true; }
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) return say(typing(event.target) ? "minghua:none" : "minghua:escape");
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (act(event)) event.preventDefault();
});
