"""Reads of the vault: open what is sealed, and the blind index by which a sealed value is found. Callers asked first."""

import hmac
from collections.abc import Sequence
from datetime import datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from minghua.foundation.vault import master, sealing
from minghua.foundation.vault.models import Key
from minghua.foundation.vault.operations import PER_QUERY, keys_for
from minghua.foundation.vault.types import STORE, Erased, KeyLost, Sealed

BLIND_BYTES = 32


def unseal(customer_id: int, place: str, token: str) -> str | Erased:
    """Return the text, or Erased when the key was destroyed; raises Altered."""
    return unseal_many([Sealed(customer_id, place, token)])[0]


def unseal_many(items: Sequence[Sealed]) -> list[str | Erased]:
    """Return the texts in order, all keys read in a few queries."""
    keys = keys_of({item.customer_id for item in items})
    return [_opened(keys.get(item.customer_id), item) for item in items]


def blind(kind: str, value: str, *, at: datetime) -> str:
    """Return the blind index of a normalised value: 64 hex digits, the same for the same value, telling nothing of it."""
    return blinder(kind, at=at)(value)


def blinder(kind: str, *, at: datetime) -> "Blinder":
    """Return what makes blind indexes of one kind, its key derived once."""
    store = keys_for([STORE], at=at)[STORE]
    derived = HKDF(hashes.SHA256(), BLIND_BYTES, salt=None, info=f"minghua blind index {kind}".encode())
    return Blinder(derived.derive(store))


class Blinder:
    """Makes blind indexes (HMAC-SHA256) of one kind."""

    def __init__(self, key: bytes) -> None:
        self._keyed = hmac.new(key, digestmod="sha256")

    def __call__(self, value: str) -> str:
        """Return the blind index of a normalised value."""
        return self._blinded(value).hex()

    def number(self, value: str) -> int:
        """Return the first 64 bits of the blind index as a signed number."""
        return int.from_bytes(self._blinded(value)[:8], "big", signed=True)

    def _blinded(self, value: str) -> bytes:
        mac = self._keyed.copy()  # the key is worked in once
        mac.update(value.encode())
        return mac.digest()


def erased_among(customer_ids: Sequence[int]) -> frozenset[int]:
    """Return those whose key was destroyed."""
    found = Key.objects.filter(customer_id__in=customer_ids, destroyed_at__isnull=False)
    return frozenset(found.values_list("customer_id", flat=True))


def anyone_marked() -> bool:
    """Return whether there is any mark: one look that spares the rest."""
    return Key.objects.exclude(mark="").exists()


def marked_among(marks: Sequence[str]) -> frozenset[str]:
    """Return those of these marks that erased customers left."""
    wanted = list(marks)
    found: set[str] = set()
    for start in range(0, len(wanted), PER_QUERY):
        some = Key.objects.filter(mark__in=wanted[start : start + PER_QUERY])
        found.update(some.values_list("mark", flat=True))
    return frozenset(found)


def missing_among(customer_ids: set[int]) -> frozenset[int]:
    """Return those that never had a key."""
    wanted, known = sorted(customer_ids), set[int]()
    for start in range(0, len(wanted), PER_QUERY):
        some = Key.objects.filter(customer_id__in=wanted[start : start + PER_QUERY])
        known.update(some.values_list("customer_id", flat=True))
    return frozenset(customer_ids - known)


def keys_of(customer_ids: set[int]) -> dict[int, bytes]:
    """Return customer id → key; the erased are left out. Raises KeyLost for one that was never here."""
    opener, wanted = master.Unwrapper(), sorted(customer_ids)
    rows: dict[int, str] = {}
    for start in range(0, len(wanted), PER_QUERY):
        some = Key.objects.filter(customer_id__in=wanted[start : start + PER_QUERY])
        rows |= dict(some.values_list("customer_id", "wrapped"))
    if lost := customer_ids - set(rows):
        raise KeyLost(min(lost))
    return {each: opener.open(wrapped, place=f"vault:{each}") for each, wrapped in rows.items() if wrapped}


def _opened(key: bytes | None, item: Sealed) -> str | Erased:
    if key is None:
        return Erased(item.customer_id)
    return sealing.open_with(key, customer_id=item.customer_id, place=item.place, sealed=item.token)
