"""Lifetime value: how often customers come (BG/NBD), what they spend (gamma-gamma), fitted without any library; pure (C02)."""
