"""Decisions of service: facts in, decision with reasons out."""
