"""Keyset pages: a page of items and an opaque cursor for the next one."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

T = TypeVar("T")


class BadCursor(Refusal):
    """The cursor was not made by this list."""

    code = "bad_cursor"
    status = 400
    text = Text("翻页标记无效。", "The page cursor is not valid.")
    remedy = Text("请从第一页重新开始。", "Start again from the first page.")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items in order, and where to go on; `next_cursor` is None on the last page."""

    items: tuple[T, ...]
    next_cursor: str | None = None
    previous_cursor: str | None = None


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value


def _rich(value: Any) -> Any:
    if isinstance(value, dict):
        if "t" in value:
            return datetime.fromisoformat(value["t"])
        return date.fromisoformat(value["d"])
    return value


def encode_cursor(values: tuple[Any, ...]) -> str:
    """Return the key values as URL-safe text."""
    raw = json.dumps([_plain(value) for value in values], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(cursor: str, *kinds: type) -> tuple[Any, ...]:
    """Return the key values of a cursor, one of each kind (int, datetime, …; object for any); raises BadCursor."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = json.loads(raw)
        rich = tuple(_rich(value) for value in values)
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise BadCursor(field="cursor") from None
    if not isinstance(values, list) or len(rich) != len(kinds):
        raise BadCursor(field="cursor")
    if not all(_fits(value, kind) for value, kind in zip(rich, kinds, strict=True)):
        raise BadCursor(field="cursor")
    return rich


def _fits(value: Any, kind: type) -> bool:
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return False  # no database keeps such a key
    if isinstance(value, datetime):
        return kind in (datetime, object) and value.tzinfo is not None
    return isinstance(value, kind)
