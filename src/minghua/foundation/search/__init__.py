"""Search: one tokenizer, two engines; every answer lies within the rows the asker may see."""
