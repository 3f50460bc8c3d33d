"""Vocabulary: enumerations as data."""
