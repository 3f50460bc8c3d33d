"""What must never stand in a log: numbers, addresses and keys taken out of texts, and errors told without their data."""

import re
from collections.abc import Mapping
from traceback import extract_tb
from typing import Any, Final

HIDDEN: Final = "[…]"
_APART = r"(?<![0-9A-Za-z])"
_SHAPES: Final = re.compile(
    "|".join(
        (
            r"[\w.+-]+@[\w-]+\.[\w.-]+",  # e-mail
            _APART + r"(?:mh|whsec)_[A-Za-z0-9_+/=-]{8,}",  # our keys
            _APART + r"(?:\+|00)?[0-9](?:[ \-]?[0-9]){9,18}[0-9Xx]?(?![0-9A-Za-z])",  # phones, id and card numbers
            _APART + r"0[0-9]{2,3}[ \-][0-9]{7,8}(?![0-9A-Za-z])",  # landlines
        )
    )
)
_NAMES: Final = re.compile(
    r"pass(word|wd)?|secret|token|authori[sz]ation|cookie|session|csrf|api_?key|signature|"
    r"mobile|phone|e_?mail|wechat|address|birthday|id_?(number|card)|bank|card|"
    r"^(name|short_name|customer_name|body|text|note|subject|value|values|payload|params|data|query|locals|haystack)$",
    re.IGNORECASE,
)


def redacted(text: str) -> str:
    """Return the text without e-mail addresses, phone, identity and card numbers, and our own keys."""
    return _SHAPES.sub(HIDDEN, text)


def redacted_value(name: str, value: Any) -> Any:
    """Return a value as a log may show it: hidden under a telling name, cleaned otherwise, nested ones too."""
    if _NAMES.search(name) and value not in (None, "", True, False):
        return HIDDEN
    return _cleaned(value)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, Mapping):
        return {str(key): redacted_value(str(key), each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_cleaned(each) for each in value]
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**10:
        return HIDDEN
    return value


def told(error: BaseException) -> str:
    """Return an error as its types and places in the code, outermost cause first: no message, no locals, no data."""
    chain: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        places = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(current.__traceback__)]
        chain.append("\n".join((f"{type(current).__module__}.{type(current).__name__}", *places)))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\nthen\n".join(reversed(chain))
