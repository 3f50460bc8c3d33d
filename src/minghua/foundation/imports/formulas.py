"""Text that a spreadsheet would run: found on the way in, quoted on the way out, unquoted when it comes back (T7)."""

import re
import unicodedata

_STARTERS = frozenset("=+-@＝＋－＠﹦﹢﹣﹫")
_PLAIN_NUMBER = re.compile(r"[+\-＋－]?[0-9][0-9.,]*%?$")


def _core(text: str) -> str:
    """Return the text without leading blanks, controls, marks and quotes."""
    start = 0
    for character in text:
        if character != "'" and not _invisible(character):
            break
        start += 1
    return text[start:]


def _invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"}


def is_formula_like(text: str) -> bool:
    """Return whether a spreadsheet might take the text for a formula, whatever stands invisibly before it."""
    return _core(text)[:1] in _STARTERS and _core(text) != ""


def is_suspicious(text: str) -> bool:
    """Return whether text deserves a warning: formula-like, yet no plain number such as -5 or +8613800138000."""
    return is_formula_like(text) and _PLAIN_NUMBER.match(_core(text).strip()) is None


def quoted(text: str) -> str:
    """Return text that no spreadsheet runs; `unquoted` gives it back exactly."""
    return "'" + text if is_formula_like(text) else text


def unquoted(text: str) -> str:
    """Return what `quoted` was given."""
    return text[1:] if text.startswith("'") and is_formula_like(text[1:]) else text
