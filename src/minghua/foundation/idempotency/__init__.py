"""Idempotency: one answer per key."""
