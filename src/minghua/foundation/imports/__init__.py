"""Imports: files become records."""
