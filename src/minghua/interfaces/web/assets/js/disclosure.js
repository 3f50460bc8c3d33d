// The one Alpine component pages need most: something shown or hidden, and a chosen value.
export function disclosure(open = false) {
  return {
    open: Boolean(open),
    chosen: "",
    init() { this.chosen = this.$el.dataset.chosen ?? ""; },
    toggle() { this.open = !this.open; },
    choose(event) { this.chosen = event.target.value; },
    is(value) { return this.chosen === value; },
  };
}
