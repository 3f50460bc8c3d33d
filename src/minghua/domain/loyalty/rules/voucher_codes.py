"""The codes of telephone vouchers: twelve random digits and a Luhn digit, easy to key in (P8)."""

import unicodedata
from fractions import Fraction
from typing import Final

LEAST_DIGITS: Final = 12
MOST_DIGITS: Final = 30
_SILENT: Final = frozenset(" -\t*#")  # what is keyed between groups or to end the entry


def numbers(digits: int = LEAST_DIGITS) -> int:
    """Return how many codes of so many digits there are; raises ValueError below 12: they would be guessed."""
    if not LEAST_DIGITS <= digits <= MOST_DIGITS:
        raise ValueError(f"a voucher's code has {LEAST_DIGITS} to {MOST_DIGITS} random digits")
    return int(10**digits)


def made(number: int, *, digits: int = LEAST_DIGITS) -> str:
    """Return the code of a random number below `numbers`: its digits and the check digit."""
    if not 0 <= number < numbers(digits):
        raise ValueError(f"a random number lies below {numbers(digits)}")
    body = f"{number:0{digits}}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """Return the Luhn digit that makes these digits a whole code."""
    return str(-_sum(body + "0") % 10)


def read(typed: str, *, digits: int = LEAST_DIGITS) -> str | None:
    """Return the code that was keyed in, without spaces, hyphens and keys that end it; None when it cannot be one."""
    narrow = unicodedata.normalize("NFKC", typed[: 4 * MOST_DIGITS])
    code = "".join(symbol for symbol in narrow if symbol not in _SILENT)
    whole = len(code) == digits + 1 and code.isascii() and code.isdigit()
    return code if whole and _sum(code) % 10 == 0 else None


def expected_hits(*, issued: int, phones: int, tries: int, digits: int = LEAST_DIGITS) -> Fraction:
    """Return how many codes so many attacking phones find by guessing in a day, on the average."""
    return Fraction(phones * tries * issued, 10**digits)


def _sum(code: str) -> int:
    """The Luhn sum: from the right every second digit doubled, its digits added up."""
    doubled = (int(each) * 2 for each in code[-2::-2])
    return sum(int(each) for each in code[-1::-2]) + sum(each - 9 if each > 9 else each for each in doubled)  # fmt: skip
