"""The words of asking members: questionnaires, votes and profile fields, and what taking part brings (R24.2, R06.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from minghua.domain.loyalty.types.story import Reason
from minghua.kernel.words import Text

Said = str | int | tuple[str, ...]


class QuestionKind(StrEnum):
    """What an answer is."""

    ONE = "one"  # one of the options
    SOME = "some"  # up to `most` of the options
    NUMBER = "number"  # a whole number from `low` to `high`
    WORDS = "words"  # free text


class Into(StrEnum):
    """Where an answer goes in the archive."""

    FIELD = "field"
    TAG = "tag"


class Fill(NamedTuple):
    """What an answer fills: a field of the archive or a group of tags, and the purpose whose consent that needs."""

    into: Into
    target: str
    purpose: str = "profiling"


@dataclass(frozen=True, slots=True)
class Question:
    """One question; without `fill` the answer stays with the questionnaire. `named`: how its options read, in their order."""

    code: str
    text: Text
    kind: QuestionKind = QuestionKind.ONE
    options: tuple[str, ...] = ()
    most: int = 1
    low: int = 0
    high: int = 10
    required: bool = True
    fill: Fill | None = None
    named: tuple[Text, ...] = ()

    def reads(self, option: str) -> Text:
        """Return how an option reads; one that has no name reads as it is stored."""
        return dict(zip(self.options, self.named, strict=False)).get(option, Text(option, option))


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One edition of a questionnaire, a vote or a profile; it pays once per edition."""

    code: str
    edition: str
    name: Text
    questions: tuple[Question, ...]
    points: int = 0


class Filled(NamedTuple):
    """One value for the archive, with the purpose under which it may be kept."""

    into: Into
    target: str
    value: Said
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """What taking part comes to: whether it is taken, its points, what goes to the archive, what does not because the
    consent is missing, and what is wrong with each answer."""

    accepted: bool
    points: int = 0
    filled: tuple[Filled, ...] = ()
    withheld: tuple[Fill, ...] = ()
    reasons: Mapping[str, Reason]
