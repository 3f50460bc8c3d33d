"""Doors to the street."""
