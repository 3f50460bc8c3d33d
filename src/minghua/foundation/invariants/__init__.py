"""Invariants: sentences about the data that must always hold, each with the query that finds what breaks it."""
