// htmx for the whole page, and focus for whatever asks for it after a swap.
import htmx from "htmx.org";

window.htmx = htmx;

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  const root = target?.isConnected ? target : document;
  const wanted = root.querySelector?.("[data-focus]") ?? document.querySelector("[data-inline] [data-focus]");
  if (!wanted) return;
  wanted.removeAttribute("data-focus");
  wanted.focus({ preventScroll: true });
  if (wanted.select && wanted.type !== "date") wanted.select();
});

export default htmx;
