"""The lots of one account while its story is told: what each still has, and in which order they are used (R24.1)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from minghua.domain.loyalty.rules import points_terms
from minghua.domain.loyalty.types.points import Bucket, ExpiryKind, Happening, Line, LotState, Move


@dataclass(slots=True)
class Lot:
    """One earning as it is used up."""

    told: Happening
    kept: int
    available_on: date | None
    expires_on: date | None = None
    pending: int = 0
    available: int = 0
    held: int = 0
    expired: int = 0
    clawed: int = 0
    ceiling: int = 0

    @property
    def order(self) -> tuple[bool, date, date, tuple[datetime, int, str]]:
        """Nearest expiry first, never-expiring last; of one expiry the older first."""
        never = self.expires_on is None
        return (never, self.expires_on or date.max, self.available_on or date.min, self.told.place)

    def state(self) -> LotState:
        """Return what a reader sees of it."""
        told = self.told
        return LotState(
            told.key, told.amount, self.pending, self.available, self.held, self.available_on, self.expires_on
        )


@dataclass(slots=True)
class Book:
    """All that is known of one account at one moment of its story."""

    lots: dict[str, Lot] = field(default_factory=dict)
    debt: int = 0
    lines: list[Line] = field(default_factory=list)
    uses: dict[str, list[tuple[Lot | None, int]]] = field(
        default_factory=dict
    )  # what a spending or hold took, and of which lot (none: owed)
    open_holds: dict[str, Happening] = field(default_factory=dict)
    charged: dict[str, int] = field(default_factory=dict)

    @property
    def available(self) -> int:
        """The points that may be spent, before what is owed."""
        return sum(lot.available for lot in self.lots.values())

    def move(
        self, at: datetime, cause: str, move: Move, lot: Lot | None, source: Bucket, target: Bucket, amount: int
    ) -> None:
        """Carry points from one bucket to another and keep the line; nothing is no line."""
        if amount <= 0:
            return
        for bucket, sign in ((source, -1), (target, 1)):
            if bucket is Bucket.DEBT:
                self.debt -= sign * amount
            elif lot is not None and bucket in _OF_A_LOT:
                setattr(lot, bucket.value, getattr(lot, bucket.value) + sign * amount)
        self.lines.append(Line(at, cause, move, "" if lot is None else lot.told.key, source, target, amount))

    def usable(self) -> list[Lot]:
        """Return the lots that have points to spend, in the order of use."""
        return sorted((lot for lot in self.lots.values() if lot.available), key=lambda lot: lot.order)

    def settle(self, at: datetime, cause: str) -> None:
        """Repay what is owed from what may be spent."""
        for lot in self.usable() if self.debt else ():
            self.move(at, cause, Move.REPAID, lot, Bucket.AVAILABLE, Bucket.DEBT, min(self.debt, lot.available))

    def lapse(self, on: date, at: datetime, cause: str, move: Move = Move.EXPIRED) -> None:
        """Let go what is past its last day."""
        for lot in self.usable():
            if lot.expires_on is not None and lot.expires_on <= on:
                self.move(at, cause, move, lot, Bucket.AVAILABLE, Bucket.EXPIRED, lot.available)

    def stir(self, on: date) -> None:
        """An activity of the member prolongs lots that live while the member is active."""
        for lot in self.lots.values():
            if lot.told.expiry.kind is ExpiryKind.SLIDING and lot.available_on is not None and lot.available_on <= on:
                lot.expires_on = points_terms.expires_on(lot.told.expiry, on)


_OF_A_LOT = frozenset({Bucket.PENDING, Bucket.AVAILABLE, Bucket.HELD, Bucket.EXPIRED})


def draw(lots: Iterable[Lot], amount: int) -> Iterator[tuple[Lot, int]]:
    """Yield how much each lot gives, in their order, until the amount is reached or they are empty."""
    for lot in lots:
        part = min(lot.available, amount)
        if part:
            yield lot, part
        amount -= part
        if not amount:
            return
