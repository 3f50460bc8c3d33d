"""What programs send and receive about activities."""

from typing import Annotated, Any

from pydantic import Field

from minghua.domain.loyalty.queries import AskedResult, PortfolioSheet
from minghua.domain.loyalty.types.playing import Outlook, Taking
from minghua.domain.loyalty.types.portfolio import PortfolioVerdict
from minghua.interfaces.rest.benefit_shapes import BenefitProblemOut
from minghua.interfaces.rest.points_shapes import Key, Word
from minghua.interfaces.rest.shapes import Body, Day, Instant, Line, Out, WordsOut

Answer = Line | int | list[Line]


class TakingIn(Body):
    """Taking part: `key` once for ever where one may play again, `item` of an exchange, `answers` by question, a missed `day`."""

    key: Key | None = None
    item: Word = ""
    answers: Annotated[dict[Word, Answer], Field(max_length=100)] = {}
    day: Day | None = None


class TakingOut(Out):
    """What taking part came to; `again` when it had been told before."""

    id: int
    again: bool
    on: Day
    earned: int
    cost: int
    item: str
    reason: str
    streak: int
    withheld: list[str]


class PortfolioOut(Out):
    """One portfolio as it is today."""

    code: str
    name: WordsOut
    points: str
    version: int
    from_on: Day
    activities: int
    takers: int
    stopped_at: Instant | None


class FindingOut(Out):
    """What the linter found by one rule."""

    rule: str
    severity: str
    text: WordsOut
    remedy: WordsOut


class ActivityOut(Out):
    """One activity and its figures."""

    code: str
    kind: str
    name: WordsOut
    takers: int
    times: int
    earned: int
    cost: int
    left: dict[str, int]
    commitment: str


class PortfolioSheetOut(Out):
    """A portfolio with its text, what the linter says, and every activity."""

    portfolio: PortfolioOut
    text: str
    findings: list[FindingOut]
    activities: list[ActivityOut]


class ActivitiesExaminedOut(Out):
    """What is wrong with a text, and what the linter says when nothing is."""

    problems: list[BenefitProblemOut]
    findings: list[FindingOut]
    passed: bool


class OutlookOut(Out):
    """How an activity stands for one member; `reason` says why it is not open."""

    portfolio: str
    code: str
    kind: str
    name: WordsOut
    open: bool
    state: str
    reason: WordsOut
    times: int
    cost: int
    streak: int
    left: dict[str, int]


class ResultOut(Out):
    """The answers to one question: how many, of each option, and the mean of numbers in hundredths."""

    activity: str
    question: str
    text: WordsOut
    answered: int
    counts: dict[str, int]
    mean_hundredths: int | None


def findings(verdict: PortfolioVerdict | None) -> list[dict[str, Any]]:
    """Return what the linter found."""
    return [] if verdict is None else [each._asdict() for each in verdict.findings]


def sheet(found: PortfolioSheet) -> dict[str, Any]:
    """Return a portfolio as programs receive it."""
    activities = [
        {
            "code": each.play.code, "kind": each.play.kind, "name": each.play.name, "takers": each.takers, "times": each.times,
            "earned": each.earned, "cost": each.cost, "left": {item: one.left for item, one in each.left.items()},
            "commitment": each.deck.commitment if each.deck else "",
        }
        for each in found.plays
    ]  # fmt: skip
    return {
        "portfolio": found.row,
        "text": found.text,
        "findings": findings(found.verdict),
        "activities": activities,
    }


def outlook(found: Outlook) -> dict[str, Any]:
    """Return how an activity stands for a member as programs receive it."""
    return {
        "portfolio": found.portfolio, "code": found.play.code, "kind": found.play.kind, "name": found.play.name,
        "open": found.open, "state": found.code, "reason": found.reason, "times": found.times, "cost": found.cost,
        "streak": found.streak, "left": {item: one.left for item, one in found.left.items()},
    }  # fmt: skip


def taking(found: Taking) -> dict[str, Any]:
    """Return what taking part came to as programs receive it."""
    return found._asdict() | {"withheld": list(found.withheld)}


def result(found: AskedResult) -> dict[str, Any]:
    """Return the answers to a question as programs receive them."""
    return {
        "activity": found.play.code, "question": found.question.code, "text": found.question.text, "answered": found.answered,
        "counts": dict(found.counts), "mean_hundredths": found.mean_hundredths,
    }  # fmt: skip
