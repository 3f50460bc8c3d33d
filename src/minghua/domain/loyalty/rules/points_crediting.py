"""What an order earns in points and what its returns take back, as facts to tell (R24.1, LV1, LV5)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from minghua.domain.loyalty.rules import points_terms as terms
from minghua.domain.loyalty.types.points import Act, Happening, Worth
from minghua.domain.loyalty.types.points_scheme import EarningRule, PointsSpec
from minghua.domain.orders.types.sales import Came, Sale


class Award(NamedTuple):
    """What was told of an order under one rule: its key, the base it rested on, and what of it came back by key."""

    key: str
    base: int
    backs: Mapping[str, int]


def awards(
    spec: PointsSpec, sale: Sale, *, level: str, placed_on: date
) -> Iterator[tuple[EarningRule, Happening, dict[str, Any]]]:
    """Yield what a settled order earns by each rule, with what it was reckoned from; nothing is no award."""
    for rule in spec.earn if sale.settled else ():
        percent = rule.percent(level)
        worth = Worth(sale.minor, rule.points * percent, rule.per * 100, least=rule.least)
        amount = worth.of(sale.minor)
        if not amount:
            continue
        on = None if spec.wait_days is None else terms.available_on(placed_on, days=spec.wait_days)
        told = Happening(
            Act.EARN, f"order:{sale.order_id}:{rule.code}", sale.placed_at, amount, available_on=on, expiry=spec.expiry,
            worth=worth,
        )  # fmt: skip
        yield (
            rule,
            told,
            {"paid_minor": sale.minor, "level": level, "percent": percent, "points": rule.points, "per": rule.per},
        )


def claws(spec: PointsSpec, award: Award, sale: Sale | None, *, at: datetime) -> Iterator[Happening]:
    """Yield what is still to be told so that the award keeps what was kept of its order; nothing when all is told."""
    kept = award.base - sum(award.backs.values())
    for back in () if sale is None else sale.backs:
        key = f"return:{back.return_id}:{award.key}"
        if key not in award.backs and back.minor > 0:
            kept -= back.minor
            yield _claw(spec, award, key, back.minor, max(min(back.at, at), sale.placed_at if sale else at))
    true = 0 if sale is None or not sale.settled else max(sale.minor - _back(sale.backs), 0)
    if kept != true:
        number = sum(key.startswith("adjust:") for key in award.backs) + 1
        yield _claw(spec, award, f"adjust:{number}:{award.key}", kept - true, at)


def _back(backs: Iterable[Came]) -> int:
    return sum(back.minor for back in backs)


def _claw(spec: PointsSpec, award: Award, key: str, back: int, at: datetime) -> Happening:
    return Happening(
        Act.CLAW, key, at, of=award.key, back=back, negative=spec.negative, debt_limit=spec.debt_limit,
        charge_lapsed=spec.charge_lapsed, stirs=False,
    )  # fmt: skip
