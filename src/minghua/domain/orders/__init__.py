"""Orders: what was bought and returned."""
