"""Outgoing HTTP: the one client for every address a person typed; it cannot be led into the house (trust T8)."""
