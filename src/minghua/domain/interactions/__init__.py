"""Interactions: every contact in or out."""
