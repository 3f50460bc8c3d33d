"""Timeline: one story per customer."""
