"""CLI door: `minghua`, the same operations and queries for a person at the shell."""
