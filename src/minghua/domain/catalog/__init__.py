"""Catalog: products and units sold."""
