"""Minghua CRM: know each household, keep each promise."""
