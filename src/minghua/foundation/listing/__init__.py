"""Listing: one description of a list (filter, order, columns) that feeds form, address, saved view, API and export."""
