"""Decisions of the customers room: facts in, decision with reasons out."""
