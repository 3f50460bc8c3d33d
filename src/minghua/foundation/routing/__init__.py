"""Routing: who must know what about a customer, how soon, and what becomes of it (R06.5)."""
