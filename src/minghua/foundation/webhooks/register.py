"""What a receiver may be told besides ids: the rooms offer fields and how to read them as one viewer sees them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from minghua.foundation.people.types import Actor
from minghua.kernel.words import Text

Read = Callable[[Actor, int, Sequence[str]], Mapping[str, Any] | None]
_offered: dict[str, Text] = {}
_readers: list[Read] = []


def offer(fields: Mapping[str, Text], read: Read) -> None:
    """Offer fields of a customer; `read` returns their values as the viewer sees them, None when not at all."""
    _offered.update(fields)
    _readers[:] = [read]


def fields() -> dict[str, Text]:
    """Return the fields that may be asked for."""
    return dict(_offered)


def values(viewer: Actor, customer_id: int, names: Sequence[str]) -> Mapping[str, Any] | None:
    """Return these fields of a customer as this viewer sees them; None when the viewer may not see the customer."""
    return _readers[0](viewer, customer_id, names) if _readers else None
