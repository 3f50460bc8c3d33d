"""Codes that people type: Crockford's base32 without I L O U, one check symbol, one way of reading them (T13).

The check symbol makes Σ aⁿ·symbol = 0 over the field of 32 elements. Its powers aⁿ differ from each other for 31 places,
so one wrong symbol, two neighbours swapped, and a doubled symbol mistaken for another never add up to zero.
"""

import unicodedata
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
USUAL_BITS: Final = 80
LEAST_BITS: Final = 60
MOST_BITS: Final = 150  # 30 symbols and the check: as far as the powers differ
_BITS: Final = 5
_GROUP: Final = 4
_FIELD: Final = 0b100101  # x⁵ + x² + 1, of which x is primitive
_LONGEST_TYPED: Final = 120
_VALUES: Final = {symbol: value for value, symbol in enumerate(ALPHABET)}
_MEANT: Final = {"O": "0", "I": "1", "L": "1"}
_SILENT: Final = {"Pd", "Zs", "Zl", "Zp", "Cc", "Cf"}  # dashes, spaces, line ends, what cannot be seen
_MINUS: Final = "\N{MINUS SIGN}"


def bytes_needed(bits: int = USUAL_BITS) -> int:
    """Return how many random bytes a code of at least so many random bits is made of; raises ValueError below 60."""
    return (_symbols(bits) * _BITS + 7) // 8


def made(randomness: bytes, *, bits: int = USUAL_BITS) -> str:
    """Return the code, normalised, of these random bytes: every five bits a symbol, then the check symbol."""
    symbols = _symbols(bits)
    if len(randomness) != bytes_needed(bits):
        raise ValueError(f"a code of {bits} bits is made of {bytes_needed(bits)} bytes")
    number = int.from_bytes(randomness) >> (len(randomness) * 8 - symbols * _BITS)
    values = [number >> (_BITS * place) & 31 for place in reversed(range(symbols))]
    body = "".join(ALPHABET[value] for value in values)
    return body + check_symbol(body)


def check_symbol(body: str) -> str:
    """Return the symbol that makes these symbols a whole code."""
    return ALPHABET[_times_a(_sum(body))]


def shown(code: str) -> str:
    """Return a code in groups of four with hyphens, as it is printed; the last group takes up to seven."""
    groups = max(1, len(code) // _GROUP)
    cuts = [place * _GROUP for place in range(groups)]
    return "-".join(code[cut : cut + _GROUP] if cut != cuts[-1] else code[cut:] for cut in cuts)


def tail(code: str) -> str:
    """Return the last four symbols: what may be kept beside the fingerprint, to tell codes apart on the screen."""
    return code[-_GROUP:]


def normalised(text: str) -> str:
    """Return what was typed in the one form that is compared: capitals, no spaces or hyphens, half width, O as 0, I and L as 1.

    What belongs in no code stays, so that it is refused and not guessed away.
    """
    return "".join(_plain(symbol) for symbol in text)


def read(text: str) -> str | None:
    """Return the code that was typed, normalised; None when it is too short, too long, or its check symbol is wrong."""
    if len(text) > _LONGEST_TYPED:
        return None
    code = normalised(text)
    fits = LEAST_BITS <= (len(code) - 1) * _BITS <= MOST_BITS
    return code if fits and all(symbol in _VALUES for symbol in code) and _sum(code) == 0 else None


def _symbols(bits: int) -> int:
    if not LEAST_BITS <= bits <= MOST_BITS:
        raise ValueError(f"a typed code has {LEAST_BITS} to {MOST_BITS} random bits")
    return -(-bits // _BITS)


def _plain(symbol: str) -> str:
    """One character by itself, so that what stood beside it changes nothing."""
    narrow = unicodedata.normalize("NFKC", symbol)
    kept = (each for each in narrow if each != _MINUS and unicodedata.category(each) not in _SILENT)
    capitals = (each.upper() if each.isascii() else each for each in kept)
    return "".join(_MEANT.get(each, each) for each in capitals)


def _sum(code: str) -> int:
    total = 0
    for symbol in code:
        total = _times_a(total) ^ _VALUES[symbol]
    return total


def _times_a(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD if doubled & 32 else doubled
