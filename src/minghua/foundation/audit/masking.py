"""What a viewer reads masked stays masked in the audit record too (trust 14.2.6)."""

from collections.abc import Set
from typing import Any

from minghua.kernel.masking import STARS

_PEOPLE = ("customers.Customer", "customers.HouseholdMember", "customers.Merge", "interactions.")


def covered(data: Any, masked: Set[str]) -> Any:
    """Return the data with stars for every value that stands, at any depth, under the code of a masked field."""
    if not masked:
        return data
    if isinstance(data, dict):
        return {key: _stars(value) if _code(key) in masked else covered(value, masked) for key, value in data.items()}
    if isinstance(data, list):
        if _names_masked(data, masked):
            return [data[0], *(_stars(value) for value in data[1:])]
        return [covered(value, masked) for value in data]
    return data


def fields_of(subject_type: str, masked: Set[str]) -> Set[str]:
    """Return which of the masked fields an event about such a record could tell: "name" is a person's only where people are kept."""
    return masked if subject_type.startswith(_PEOPLE) else masked - {"name"}


def _names_masked(data: list[Any], masked: Set[str]) -> bool:
    """A list that begins with a masked field's code tells its values after it."""
    return len(data) > 1 and isinstance(data[0], str) and _code(data[0]) in masked


def _code(key: str) -> str:
    return key.removeprefix("archive.")


def _stars(value: Any) -> Any:
    if value in (None, ""):
        return value
    return [_stars(part) for part in value] if isinstance(value, list) else STARS
