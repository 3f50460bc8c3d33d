"""What an order earns in points and what its returns take back, as facts to tell (R24.1, LV1, LV5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from minghua.domain.loyalty.rules import points_terms as terms
from minghua.domain.loyalty.rules.points_earning import Earning
from minghua.domain.loyalty.rules.points_limits import Place, Taken
from minghua.domain.loyalty.types.points import Act, Counted, Happening, Worth
from minghua.domain.loyalty.types.points_scheme import PointsSpec
from minghua.domain.orders.types.sales import Came, Goods, Sale


@dataclass(slots=True)
class Award:
    """What was told of an order under one rule: what it rests on, what came back by key, budgets it drew on, and of whom it was told."""

    key: str
    order_id: int
    rule: str
    on: date
    points: int
    worth: Worth
    backs: dict[str, int] = field(default_factory=dict)
    ceiling: int | None = None
    budgets: tuple[Place, ...] = ()
    member_id: int = 0

    @property
    def kept(self) -> int:
        """What is left of the base."""
        return self.worth.base - sum(self.backs.values())

    @property
    def stands(self) -> int:
        """The points it still stands for; they are what it takes of its limits."""
        most = self.points if self.ceiling is None else self.ceiling
        return min(most, self.worth.of(self.kept))

    @property
    def taken(self) -> Taken:
        """Return what it takes of its limits."""
        return Taken(self.rule, self.on, self.stands)


class Measured(NamedTuple):
    """An order in what an award counts: money of the whole, of some goods, or pieces."""

    minor: int
    settled: bool
    placed_at: datetime
    backs: tuple["Part", ...]


class Part(NamedTuple):
    """What of that came back by one return."""

    return_id: int
    at: datetime
    minor: int


def told(spec: PointsSpec, sale: Sale, earning: Earning, award: Award) -> Happening:
    """Return the fact that an order earned so many points by a rule."""
    on = None if spec.wait_days is None else terms.available_on(award.on, days=spec.wait_days)
    return Happening(
        Act.EARN, award.key, sale.placed_at, award.points, available_on=on, expiry=spec.expiry, worth=earning.worth
    )  # fmt: skip


def is_whole(worth: Worth) -> bool:
    """Return whether an award counts what was paid for its order, whatever the goods."""
    return worth.counted is Counted.MONEY and worth.goods is None


def measured(worth: Worth, sale: Sale, goods: Goods) -> Measured:
    """Return an order as an award measures it: by the goods that counted when it was awarded."""
    if is_whole(worth):
        return Measured(sale.minor, sale.settled, sale.placed_at, tuple(_part(each, each.minor) for each in sale.backs))
    pieces = worth.counted is Counted.PIECES
    backs = (
        _part(each, goods.measure(pieces=pieces, goods=worth.goods, return_id=each.return_id)) for each in sale.backs
    )
    total = goods.measure(pieces=pieces, goods=worth.goods)
    return Measured(total, sale.settled, sale.placed_at, tuple(backs))


def claws(spec: PointsSpec, award: Award, sale: Measured | None, *, at: datetime) -> Iterator[Happening]:
    """Yield what is still to be told so that the award keeps what was kept of its order; nothing when all is told."""
    kept = award.worth.base - sum(award.backs.values())
    for back in () if sale is None else sale.backs:
        key = f"return:{back.return_id}:{award.key}"
        if key not in award.backs and back.minor > 0:
            kept -= back.minor
            yield _claw(spec, award, key, back.minor, max(min(back.at, at), sale.placed_at if sale else at))
    true = 0 if sale is None or not sale.settled else max(sale.minor - _back(sale.backs), 0)
    if kept != true:
        number = sum(key.startswith("adjust:") for key in award.backs) + 1
        yield _claw(spec, award, f"adjust:{number}:{award.key}", kept - true, at)


def _part(back: Came, minor: int) -> Part:
    return Part(back.return_id, back.at, minor)


def _back(backs: Iterable[Part]) -> int:
    return sum(back.minor for back in backs)


def _claw(spec: PointsSpec, award: Award, key: str, back: int, at: datetime) -> Happening:
    return Happening(
        Act.CLAW, key, at, of=award.key, back=back, negative=spec.negative, debt_limit=spec.debt_limit,
        charge_lapsed=spec.charge_lapsed, stirs=False,
    )  # fmt: skip


def said_budgets(inputs: Mapping[str, object]) -> tuple[Place, ...]:
    """Return the budgets that an award says it drew on."""
    found = inputs.get("budgets")
    return tuple((str(code), date.fromisoformat(first)) for code, first in found) if isinstance(found, list) else ()
