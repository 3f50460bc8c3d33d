"""How the traits of two records compare: the same, one slip apart, different, or not known to both (R06.8, second half)."""

from collections.abc import Callable, Iterable
from itertools import product

from minghua.domain.customers.rules import likeness
from minghua.domain.customers.types.likeness import Traits
from minghua.domain.customers.types.linkage import DIFFERENT, NEAR, PART, SAME, SOUND, UNKNOWN, Pattern

Sound = Callable[[str], str]
_SHORTEST_PART = 2
_SHORTEST_ADDRESS = 4
_SHORTEST_NUMBER = 7
_TAIL = 11


def traits_of_kind(kind: str) -> tuple[str, ...]:
    """Return the traits that are compared for a kind of customer, in the order of its patterns."""
    return tuple(likeness.DEFAULT.weights[kind])


def compare(one: Traits, other: Traits, *, sound: Sound) -> Pattern:
    """Return the level of each trait of two records of the same kind; `sound` tells how a name is read aloud."""
    return tuple(_level(trait, one, other, sound) for trait in traits_of_kind(one.kind))


def _level(trait: str, one: Traits, other: Traits, sound: Sound) -> str:
    if trait == "email":
        return _ways(one, other)
    mine, theirs = getattr(one, trait), getattr(other, trait)
    if not mine or not theirs:
        return UNKNOWN
    if trait == "members":
        return SAME if mine & theirs else DIFFERENT
    if trait == "phone":
        return _numbers(mine, theirs)
    if mine == theirs:
        return SAME
    return _names(mine, theirs, sound) if trait == "name" else _texts(trait, mine, theirs)


def _names(mine: str, theirs: str, sound: Sound) -> str:
    if len(mine) == len(theirs):
        if sound(mine) and sound(mine) == sound(theirs):
            return SOUND
        return NEAR if len(mine) >= _SHORTEST_PART and slips(mine, theirs) == 1 else DIFFERENT
    return PART if _contains(mine, theirs, shortest=_SHORTEST_PART) else DIFFERENT


def _texts(trait: str, mine: str, theirs: str) -> str:
    if trait == "address":
        return PART if _contains(mine, theirs, shortest=_SHORTEST_ADDRESS) else DIFFERENT
    if slips(mine, theirs) == 1:
        return NEAR
    return NEAR if trait == "birthday" and mine == _day_and_month_exchanged(theirs) else DIFFERENT


def _numbers(mine: frozenset[str], theirs: frozenset[str]) -> str:
    if mine & theirs:
        return SAME
    couples = product((number[-_TAIL:] for number in mine), (number[-_TAIL:] for number in theirs))
    near = any(a == b or (len(a) >= _SHORTEST_NUMBER and slips(a, b) == 1) for a, b in couples)
    return NEAR if near else DIFFERENT


def _ways(one: Traits, other: Traits) -> str:
    """E-mail and WeChat are one trait: agreement in one of them is agreement."""
    if one.email & other.email or one.wechat & other.wechat:
        return SAME
    if not (one.email and other.email) and not (one.wechat and other.wechat):
        return UNKNOWN
    return NEAR if _boxes(one.email) & _boxes(other.email) else DIFFERENT


def _boxes(addresses: Iterable[str]) -> set[str]:
    """What stands before the @: the same box at another provider is often the same person."""
    return {address.split("@")[0] for address in addresses}


def slips(mine: str, theirs: str) -> int:
    """Return how many places of two texts of one length differ, two neighbours exchanged counting once; 9 for other lengths."""
    if len(mine) != len(theirs):
        return 9
    places = [place for place, (a, b) in enumerate(zip(mine, theirs, strict=True)) if a != b]
    if len(places) == 2 and places[1] == places[0] + 1:
        first, second = places
        if mine[first] == theirs[second] and mine[second] == theirs[first]:
            return 1
    return len(places)


def _contains(mine: str, theirs: str, *, shortest: int) -> bool:
    short, long = sorted((mine, theirs), key=len)
    return len(short) >= shortest and short in long


def _day_and_month_exchanged(day: str) -> str:
    year, month, of_month = day.split("-")
    return f"{year}-{of_month}-{month}"
