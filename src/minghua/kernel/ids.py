"""Chance for identities: the one place that draws random ids (128 bits and more)."""

import secrets


def hex_id() -> str:
    """Return 32 hex digits (128 bits) that nobody can guess."""
    return secrets.token_hex(16)
