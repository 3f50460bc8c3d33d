"""The lines a ledger needs so that it says what the fold says: new ones, and counter-lines for what turned out untrue."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

from minghua.domain.loyalty.types.points import Bucket, Line, Move

_BALANCE: Final = (Bucket.AVAILABLE, Bucket.DEBT)


class Booked(NamedTuple):
    """A line as it stands in the ledger; one that `corrects` takes back the line that says the opposite."""

    line: Line
    corrects: bool


def missing(booked: Iterable[Booked], true: Sequence[Line]) -> list[Booked]:
    """Return what must be appended, corrections first; nothing when the ledger says what is true."""
    said: Counter[Line] = Counter()
    for line, corrects in booked:
        said[_place(_turned(line) if corrects else line)] += -line.amount if corrects else line.amount
    wanted: Counter[Line] = Counter()
    for line in true:
        wanted[_place(line)] += line.amount
    wrong = [(place, said[place] - wanted[place]) for place in said if said[place] > wanted[place]]
    new = [(place, amount - said[place]) for place, amount in wanted.items() if amount > said[place]]
    return [
        *(Booked(_turned(place)._replace(amount=amount), True) for place, amount in wrong),
        *(Booked(place._replace(amount=amount), False) for place, amount in new),
    ]


def change(line: Line) -> int:
    """Return by how much a line changes the balance: available less what is owed."""
    return line.amount * ((line.target in _BALANCE) - (line.source in _BALANCE))


def link(head: str, account_id: int, seq: int, booked: Booked, balance: int, recorded_at: datetime) -> str:
    """Return the hash of a line, which rests on that of the line before."""
    line = booked.line
    said = (
        head, account_id, seq, line.at.timestamp(), line.cause, line.move.value, line.lot, line.source.value, line.target.value,
        line.amount, booked.corrects, balance, recorded_at.timestamp(),
    )  # fmt: skip
    return sha256("\x1f".join(map(str, said)).encode()).hexdigest()


def _place(line: Line) -> Line:
    return line._replace(amount=0)


def _turned(line: Line) -> Line:
    return line._replace(source=line.target, target=line.source)


def line(
    at: datetime, cause: str, move: str, lot: str, source: str, target: str, amount: int, corrects: bool
) -> Booked:
    """Return the line that these columns tell."""
    return Booked(Line(at, cause, Move(move), lot, Bucket(source), Bucket(target), amount), corrects)
