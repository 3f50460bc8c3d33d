"""How serial numbers are compared: as people copy them from a plate, whatever the case, spaces and dashes."""

import unicodedata


def serial_key(serial: str) -> str | None:
    """Return the serial as it is compared; None when nothing of it is left."""
    folded = unicodedata.normalize("NFKC", serial).upper()
    return "".join(sign for sign in folded if sign.isalnum()) or None
