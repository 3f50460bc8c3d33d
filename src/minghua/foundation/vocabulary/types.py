"""The words of vocabularies: a term that people add to one of their own."""

from typing import Final, NamedTuple

OWN_PREFIX: Final = "custom."
COLOURS: Final = ("", "grey", "teal", "red", "amber", "green", "blue", "violet", "pink")


class OwnTerm(NamedTuple):
    """A term to be added; without a code one is made from its names."""

    zh: str
    en: str
    code: str = ""
    colour: str = ""
