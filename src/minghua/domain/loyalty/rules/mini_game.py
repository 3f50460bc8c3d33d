"""What a round of a mini-game costs and pays; its outcome is handed in (R24.2)."""

from typing import Final

from minghua.domain.loyalty.types.mini_game import MiniGame, PlayedToday, Round
from minghua.domain.loyalty.types.story import Reason
from minghua.kernel.words import Text

_SAYS: Final = {
    "day_limit": Text("今天的次数已用完。", "You have played all of today's rounds."),
    "too_few_points": Text("积分不够。", "There are too few points."),
    "paid": Text("得分已记入。", "What you won is yours."),
    "capped": Text("今天得分已达上限，按上限记入。", "Today's most is reached; it is paid up to that."),
}


def judge(game: MiniGame, today: PlayedToday, *, balance: int, outcome: int) -> Round:
    """Return what a round comes to; raises ValueError for an outcome that the game cannot have.

    A round beyond the day's points is played and costs, and pays up to the cap.
    """
    if not game.least <= outcome <= game.highest:
        raise ValueError(f"a round of {game.code} pays from {game.least} to {game.highest}")
    if game.rounds_a_day is not None and today.rounds >= game.rounds_a_day:
        return _not_played("day_limit")
    if balance < game.cost:
        return _not_played("too_few_points")
    room = outcome if game.points_a_day is None else max(0, game.points_a_day - today.won)
    won = min(outcome, room)
    return Round(True, game.cost, won, _because("paid" if won == outcome else "capped"))


def least_of_a_round(game: MiniGame) -> int:
    """Return what one round brings at least, its cost taken off: what the portfolio's first round counts (P6)."""
    return game.least - game.cost


def _not_played(code: str) -> Round:
    return Round(False, 0, 0, _because(code))


def _because(code: str) -> Reason:
    return Reason(code, _SAYS[code])
