"""Check digits of identity numbers: mainland ID cards (GB 11643) and social credit codes of firms (GB 32100)."""

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_LENGTH = 18


def is_id_number(value: str) -> bool:
    """Return whether the 18 characters carry the right check digit (R06.7)."""
    if len(value) != len(_ID_WEIGHTS) + 1 or not (value[:-1].isascii() and value[:-1].isdigit()):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, value[:-1], strict=True))
    return _ID_CHECKS[total % 11] == value[-1].upper()


def is_uscc(value: str) -> bool:
    """Return whether the unified social credit code carries the right check character (R06.7)."""
    code = value.upper()
    if len(code) != _USCC_LENGTH or any(letter not in _USCC_ALPHABET for letter in code):
        return False
    total = sum(pow(3, place, 31) * _USCC_ALPHABET.index(letter) for place, letter in enumerate(code[:-1]))
    return _USCC_ALPHABET[(31 - total % 31) % 31] == code[-1]
