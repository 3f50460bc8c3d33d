"""The words of the vault: what is to be sealed, what is sealed, and the answer when the key is gone."""

from dataclasses import dataclass
from typing import Final, NamedTuple

STORE: Final = 0  # the owner of what belongs to no single customer: staff, files of many people, blind indexes


class Clear(NamedTuple):
    """A text and where it stands; `place` is "table.column" or "table.column.key"."""

    customer_id: int
    place: str
    text: str


class Sealed(NamedTuple):
    """A sealed text and where it stands."""

    customer_id: int
    place: str
    token: str


@dataclass(frozen=True, slots=True)
class Erased:
    """What opening answers when the customer's key was destroyed: there is nothing to read, ever again."""

    customer_id: int


class KeyDestroyed(RuntimeError):
    """Something was to be sealed for a customer whose key was destroyed: an erased person is written to no more."""


class KeyLost(RuntimeError):
    """Something is sealed for a customer whose key is not in the vault: a restore without its keyring."""
