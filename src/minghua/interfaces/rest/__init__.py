"""REST door: the same operations and queries for programs, under /api/v1."""
