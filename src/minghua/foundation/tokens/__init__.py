"""Tokens: keys for programs."""
