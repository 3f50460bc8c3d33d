"""What a pyramid may be built on: every registered measure of which more is better (R13.2)."""

from collections.abc import Mapping

from minghua.foundation.measures import register
from minghua.kernel.words import Text


def bases() -> Mapping[str, Text]:
    """Return code → name of the measures that rank customers."""
    return {code: each.name for code, each in register.ranking().items()}
