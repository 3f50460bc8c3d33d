"""How little is shown of what somebody may not read: stars, or a first character before them."""

from typing import Final

STARS: Final = "****"


def shortened(text: str) -> str:
    """Return the first character and stars; of one character stars alone, of nothing nothing."""
    return STARS if len(text) == 1 else text[:1] + STARS if text else ""
