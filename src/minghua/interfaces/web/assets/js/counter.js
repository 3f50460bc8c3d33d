// Plus and minus beside a number: [data-step="-1"] within .counter; the field hears about it as if typed.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const input = button.closest(".counter").querySelector("input");
  const next = (Number.parseFloat(input.value) || 0) + Number.parseFloat(button.dataset.step);
  input.value = String(Math.max(Number.parseFloat(input.min || "0"), Math.round(next * 100) / 100));
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
