"""Decisions of loyalty, pure: facts in, decision with reasons out."""
