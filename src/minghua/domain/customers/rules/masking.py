"""What is left of a value that a role may not read: enough to recognise, not enough to use."""

from typing import Any

from minghua.domain.customers.rules import phones
from minghua.kernel.masking import STARS, shortened


def masked(value: Any, *, path: str) -> Any:
    """Return the masked value: 138****5678 for numbers, z***@host for addresses, a first character otherwise."""
    if value in (None, ""):
        return value
    text = str(value)
    if path in {"mobile", "phone"}:
        return _number(phones.shown(text))
    if path == "email":
        name, _, host = text.partition("@")
        return f"{name[:1]}***@{host}"
    return shortened(text)


def hidden(value: Any) -> Any:
    """Return stars for a value of which nothing is told, and nothing for none."""
    return value if value in (None, "") else STARS


def _number(number: str) -> str:
    keep_head, keep_tail = 3, 4
    if len(number) < keep_head + keep_tail + 1:
        return STARS
    return f"{number[:keep_head]}{STARS}{number[-keep_tail:]}"
