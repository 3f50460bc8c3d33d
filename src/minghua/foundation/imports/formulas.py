"""Text that a spreadsheet would run: found on the way in, quoted on the way out, unquoted when it comes back (T7)."""

import re
import unicodedata

_STARTERS = frozenset("=+-@＝＋－＠﹦﹢﹣﹫")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*%?$")


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
    """Return whether a spreadsheet might run the text, whatever stands invisibly before it; plain numbers are not run."""
    core = _core(text)
    return core[:1] in _STARTERS and core != "" and _PLAIN_NUMBER.match(core.strip()) is None


def quoted(text: str) -> str:
    """Return text that no spreadsheet runs; `unquoted` gives it back exactly."""
    return "'" + text if is_formula_like(text) else text


def unquoted(text: str) -> str:
    """Return what `quoted` was given."""
    return text[1:] if text.startswith("'") and is_formula_like(text[1:]) else text
