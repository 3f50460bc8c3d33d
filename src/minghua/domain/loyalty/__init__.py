"""Loyalty: benefits by level and packs as data; what was given to whom, once for ever, with its evidence."""
