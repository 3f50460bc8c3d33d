"""Draws of a lottery: the next card of a committed deck, or a number by published odds; nothing is ever oversold (R24.4)."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import F

from minghua.domain.loyalty.models import ActivityDeck, ActivityTaking
from minghua.domain.loyalty.operations import taking
from minghua.domain.loyalty.operations.playing import balance_of
from minghua.domain.loyalty.operations.taking import ActivityRefused, Turn
from minghua.domain.loyalty.queries import activity_plans
from minghua.domain.loyalty.rules import deck, lottery
from minghua.domain.loyalty.types.lottery import Draw, LotterySpec, Mode, PlayFacts
from minghua.domain.loyalty.types.playing import Chance, Taking
from minghua.domain.loyalty.types.portfolio import ActivityKind
from minghua.foundation.people.types import Actor
from minghua.kernel.errors import NotFound


class _Drawn(NamedTuple):
    draw: Draw
    place: int | None
    said: dict[str, object]


def draw(
    portfolio: str, activity: str, customer_id: int, *, key: str, chance: Chance, by: Actor, at: datetime
) -> Taking:
    """Draw once for a member; `item` is the prize (empty: nothing). Its key makes it happen once.

    Raises NotFound, Invalid, ActivityRefused, DeckEmpty, InsufficientPoints; then no card is dealt.
    """
    turn = taking.begin(portfolio, activity, customer_id, frozenset({ActivityKind.LOTTERY}), by=by, at=at)
    spec, before = turn.play.lottery, turn.before()
    if spec is None:
        raise NotFound(field="activity")
    if again := taking.known(before, taking.asked_key(key)):
        return again
    admission = lottery.admit(spec, facts(turn, before), on=turn.on)
    if not admission.allowed:
        raise ActivityRefused(turn.play, admission.reason)
    found = (
        _by_deck(turn, spec, first=not before)
        if spec.mode is Mode.DECK
        else _by_odds(turn, spec, chance, first=not before)
    )
    prize = found.draw.prize
    return taking.keep(
        turn, key=key.strip(), reason=found.draw.reason.value, earned=spec.prize(prize).points if prize else 0,
        cost=admission.cost, item=prize or "", place=found.place, said={**found.said, "admitted": admission.reason.code},
    )  # fmt: skip


def facts(turn: Turn, before: list[ActivityTaking]) -> PlayFacts:
    """Return what a decision about one more draw rests on."""
    return PlayFacts(
        draws=len(before),
        paid_draws=sum(row.cost > 0 for row in before),
        draws_today=sum(row.on == turn.on for row in before),
        points=balance_of(turn),
    )


def _by_deck(turn: Turn, spec: LotterySpec, *, first: bool) -> _Drawn:
    """The counter gives each place once: the row is ours from the moment it counted until the transaction ends."""
    own = ActivityDeck.objects.filter(portfolio_id=turn.plan.id, activity=turn.play.code)
    if not own.filter(dealt__lt=F("cards")).update(dealt=F("dealt") + 1):
        raise deck.DeckEmpty(field="activity")
    row = own.get()
    place = row.dealt - 1
    drawn = deck.draw(activity_plans.cards(row, spec), place, spec=spec, first=first)
    return _Drawn(drawn, place, {"card": drawn.pointed_at or "-"})


def _by_odds(turn: Turn, spec: LotterySpec, chance: Chance, *, first: bool) -> _Drawn:
    everything = lottery.tickets(spec)
    ticket = chance(everything)
    pointed = lottery.pointed_at(spec, ticket)
    left = {}
    if pointed is not None and pointed.quantity is not None:
        left[pointed.code] = int(taking.take_from_stock(turn, pointed.code))
    drawn = lottery.draw(spec, ticket=ticket, left=left, first=first)
    said = {"ticket": ticket, "of": everything, "pointed_at": drawn.pointed_at or "-"}
    return _Drawn(drawn, None, said)
