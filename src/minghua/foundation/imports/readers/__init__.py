"""Readers: bytes of any accepted form become numbered rows of text cells."""
