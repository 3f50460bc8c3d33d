"""A portfolio's specification as the linter looks at it: what each activity brings a newcomer, costs and offers (P6)."""

from collections.abc import Mapping

from minghua.domain.loyalty.rules import check_in, mini_game
from minghua.domain.loyalty.types.activities import CheckInPlan
from minghua.domain.loyalty.types.lottery import LotterySpec, Mode
from minghua.domain.loyalty.types.playing import Play, PortfolioSpec
from minghua.domain.loyalty.types.portfolio import Activity, ActivityKind, Exchange, LotteryOffer, Portfolio


def seen(
    spec: PortfolioSpec,
    *,
    left: Mapping[tuple[str, str], int] | None = None,
    issued: Mapping[ActivityKind, int] | None = None,
) -> Portfolio:
    """Return what the linter examines; `left` says what is left of what has begun already, else its quantity counts."""
    activities = tuple(_activity(each, left or {}) for each in spec.plays)
    return Portfolio(activities=activities, issued=issued or {})


def _activity(play: Play, left: Mapping[tuple[str, str], int]) -> Activity:
    return Activity(
        code=play.code,
        kind=play.kind,
        first_points=first_points(play),
        costs=_costs(play),
        exchanges=tuple(
            Exchange(each.code, each.points, left.get((play.code, each.code), each.quantity), each.form)
            for each in play.offers
        ),
        lottery=None if play.lottery is None else _offer(play.lottery),
    )


def first_points(play: Play) -> int:
    """Return the points that playing it once brings a newcomer at least."""
    if play.check_in is not None:
        return _first_day(play.check_in)
    if play.game is not None:
        return mini_game.least_of_a_round(play.game)
    return play.asked.points if play.asked is not None else play.points


def _first_day(plan: CheckInPlan) -> int:
    return check_in.points_of(plan, 1) + check_in.bonus_of(plan, 1)


def _costs(play: Play) -> int:
    if play.game is not None:
        return play.game.cost
    return (play.lottery.draw_points or 0) if play.lottery is not None else 0


def _offer(spec: LotterySpec) -> LotteryOffer:
    """A first draw is sure where it is promised, or where there is no blank."""
    no_blank = spec.blanks == 0 if spec.mode is Mode.DECK else spec.nothing == 0
    prizes = {each.code for each in spec.prizes} | ({spec.consolation.code} if spec.consolation else set())
    return LotteryOffer(spec.free_draws, 1 if spec.first_draw_sure or no_blank else None, len(prizes))
