"""Folding: the one form in which texts are compared, whatever script or width they were typed in (R00.9)."""

import unicodedata
from functools import lru_cache

import opencc

_SHORT = 40  # names, towns and addresses recur; what is longer is folded each time
_TO_SIMPLIFIED = opencc.OpenCC("t2s")


@lru_cache(maxsize=65_536)
def _simplified(character: str) -> str:
    """Return one character in simplified form; alone, so that a part of a text folds as it does in the whole."""
    return _TO_SIMPLIFIED.convert(character) if ord(character) >= 0x2E80 else character


def fold(text: str) -> str:
    """Return the text in NFKC, case folded, traditional characters simplified, spaces trimmed and made single."""
    if text.isascii():  # numbers and addresses: nothing to simplify
        return " ".join(text.lower().replace("\x00", " ").split())
    return _folded(text) if len(text) <= _SHORT else _folded.__wrapped__(text)


@lru_cache(maxsize=16_384)
def _folded(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text).casefold()
    simplified = "".join(map(_simplified, unicodedata.normalize("NFKC", normal)))
    return " ".join(simplified.replace("\x00", " ").split())
