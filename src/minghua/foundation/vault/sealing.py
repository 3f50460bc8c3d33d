"""How one text is sealed: AES-256-GCM, bound to its place and its customer, so that it opens nowhere else."""

import base64
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK: Final = "mh1:"  # what every sealed text begins with
NONCE_BYTES = 12


class Altered(RuntimeError):
    """A sealed text does not open: it was changed, or moved here from another column or customer."""


def is_sealed(value: object) -> bool:
    """Return whether a stored value is a sealed text."""
    return isinstance(value, str) and value.startswith(MARK)


def seal_with(key: bytes, *, customer_id: int, place: str, text: str) -> str:
    """Return the sealed text."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), _bound(customer_id, place))
    return MARK + base64.urlsafe_b64encode(nonce + sealed).decode()


def open_with(key: bytes, *, customer_id: int, place: str, sealed: str) -> str:
    """Return the text; raises Altered."""
    try:
        body = base64.urlsafe_b64decode(sealed.removeprefix(MARK))
        return AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], _bound(customer_id, place)).decode()
    except (InvalidTag, ValueError):
        raise Altered(f"{place} of customer {customer_id}") from None


def _bound(customer_id: int, place: str) -> bytes:
    return f"{place}:{customer_id}".encode()
