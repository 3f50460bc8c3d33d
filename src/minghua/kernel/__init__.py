"""Values of the standard library only."""
