"""Backups: one portable format for both databases, made while people work, sealed customer by customer."""
