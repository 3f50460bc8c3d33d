"""Web door."""
