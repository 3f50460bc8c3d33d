"""The digits of a voucher for the telephone: twelve of chance and a check digit by Luhn (P8)."""

import re
import unicodedata
from typing import Final

LEAST_RANDOM: Final = 12  # ten digits would let 10,000 telephones hit five times a day


def with_check_digit(random_digits: str) -> str:
    """Return the voucher of these random digits; raises ValueError when they are fewer than twelve."""
    if not re.fullmatch(rf"[0-9]{{{LEAST_RANDOM},}}", random_digits):
        raise ValueError(f"a voucher needs {LEAST_RANDOM} random digits or more")
    return random_digits + str(-_luhn(random_digits + "0") % 10)


def has_check_digit(digits: str) -> bool:
    """Return whether digits are long enough and end in the check digit of the others."""
    return re.fullmatch(rf"[0-9]{{{LEAST_RANDOM + 1},}}", digits) is not None and _luhn(digits) % 10 == 0


def normalised(said: str) -> str:
    """Return what was entered as plain digits: wide ones narrow, without spaces and hyphens."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", said))


def _luhn(digits: str) -> int:
    """Return the sum of all digits, every second one from the right doubled (18 counts as 1 + 8)."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return sum(int(digit) for digit in digits[::-2]) + sum(each - 9 if each > 9 else each for each in doubled)
