"""Customers: who they are, how they stand, who looks after them."""
