"""A short name for the content of an order or return, so that the same thing told twice is known."""

import hashlib
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from minghua.domain.orders.types import NewLine, NewOrder, NewReturn

_NOT_CONTENT = frozenset({"source", "number", "import_run_id", "lines"})


def of(new: NewOrder | NewReturn) -> str:
    """Return 128 bits in hexadecimal over everything but the name and the import that brought it."""
    head = [_plain(getattr(new, field.name)) for field in fields(new) if field.name not in _NOT_CONTENT]
    body = [_line(line) for line in new.lines]
    return hashlib.blake2b(repr((head, body)).encode(), digest_size=16).hexdigest()


def _line(line: NewLine) -> tuple[int, int, int, str]:
    return (line.product_id, line.quantity_milli, line.unit_price_e4, line.description)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if value is not None else None
