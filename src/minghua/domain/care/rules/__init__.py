"""Decisions of the rice ledger: pure, exact, each with its reason."""
