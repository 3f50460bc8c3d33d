// Theme, folded sidebar and the phone's drawer; choices live in cookies so that the server draws them at once.
const year = 365 * 24 * 3600;
const root = document.documentElement;
const remember = (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=${year}; samesite=lax`; };

function fold() {
  root.dataset.nav = root.dataset.nav === "rail" ? "open" : "rail";
  remember("nav", root.dataset.nav);
}

function drawer(open) {
  root.toggleAttribute("data-drawer-open", open);
  const button = document.querySelector("[data-drawer]");
  button?.setAttribute("aria-expanded", String(open));
  if (open) document.querySelector("#sidebar li a")?.focus();
}

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme-set]");
  if (theme) {
    root.dataset.theme = theme.dataset.themeSet;
    remember("theme", theme.dataset.themeSet);
    document.dispatchEvent(new CustomEvent("minghua:theme"));
    if (document.querySelector(".user-button")) window.htmx.ajax("POST", "/preferences/theme", { swap: "none", values: { theme: theme.dataset.themeSet === "auto" ? "system" : theme.dataset.themeSet } });
  }
  if (event.target.closest("[data-fold]")) fold();
  if (event.target.closest("[data-drawer]")) drawer(!root.hasAttribute("data-drawer-open"));
  else if (!event.target.closest("#sidebar")) drawer(false);
});

// Keys are named as this keyboard names them.
if (!/Mac|iPhone|iPad/.test(navigator.platform)) {
  for (const key of document.querySelectorAll("kbd")) key.textContent = key.textContent.replace(/⌘\s?/, "Ctrl ");
}

document.addEventListener("minghua:fold", fold);
document.addEventListener("minghua:escape", () => drawer(false));
