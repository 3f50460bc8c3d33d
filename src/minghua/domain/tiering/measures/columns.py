"""The ledger of many members as columns, in the order in which the fold takes it; who must be folded alone is marked.

A step of the columns knows scores, readings and counter-entries. Gates, openings, grants by hand, a counter-entry before its
original, and entries of one instant whose order could matter belong to few members: `alone` names them, and the fold of
one member answers for them.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import numpy as np

from minghua.domain.tiering.measures.calendars import days_of, midnights_of
from minghua.domain.tiering.rules.score import largest_sum
from minghua.domain.tiering.types import Kind, Version
from minghua.domain.tiering.types.spec import MeasureKind, Upgrade

TYPE_OF: Final = {kind: place for place, kind in enumerate((Kind.SCORE, Kind.READING, Kind.GATE, Kind.OPENING))}
ORDER: Final = 4  # added to the type of an entry that is an order
SPAN: Final = 1 << 20  # days of one member in a key of (member, day)
READ: Final = (MeasureKind.MONTHLY_AVERAGE, MeasureKind.REGISTERED)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Rows(NamedTuple):
    """Lines of the ledger by (customer, instant): whole numbers only; instants in microseconds, days as ordinals."""

    customer: Any
    at: Any
    amount: Any
    code: Any  # type, and ORDER
    id: Any
    reverses: Any  # id of the original, 0 without
    scoring: Any  # day it counts for, 0: that of the instant


class Columns(NamedTuple):
    """The same, grouped: the entries of member m are offset[m] … offset[m + 1]."""

    customer: Any
    offset: Any
    first: Any  # instant of the first entry told
    at: Any
    day: Any
    scored: Any
    amount: Any
    order: Any
    original: Any  # place of the original among all entries, −1 without
    alone: Any


def micros(at: datetime) -> int:
    """Return an instant as microseconds."""
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def rows_of(tuples: Iterable[Sequence[int]]) -> Rows:
    """Return rows from plain numbers in the order of `Rows`."""
    table = np.array(list(tuples), dtype=np.int64).reshape(-1, len(Rows._fields))
    return Rows(*(np.ascontiguousarray(table[:, place]) for place in range(len(Rows._fields))))


def columns_of(rows: Rows, versions: Sequence[Version], *, alone: Iterable[int] = ()) -> Columns:
    """Return the columns that a programme folds; `alone` are customers who have more than a ledger (grants)."""
    zone = versions[0].spec.tz
    told, at, scoring = rows.at, rows.at, rows.scoring
    if any(version.spec.pending_days for version in versions):
        at, scoring = _pending(rows, versions)
        order = np.lexsort((at, rows.customer))
        rows, told, at, scoring = Rows(*(each[order] for each in rows)), told[order], at[order], scoring[order]
    customer, offset, member = _grouped(rows.customer)
    day = days_of(at, zone)
    scored = np.where(scoring > 0, np.minimum(scoring, day), day)
    original = _originals(rows)
    back = np.flatnonzero(original >= 0)
    scored[back] = scored[original[back]]
    marked = np.isin(customer, np.fromiter(alone, np.int64))
    for few in _few(rows, versions, told, at, day, scored, original, member):
        marked[member[few]] = True
    marked |= _large(rows.amount, offset, versions)
    first = np.minimum.reduceat(told, offset[:-1]) if len(customer) else told
    return Columns(
        customer, offset, first, at, day, scored, rows.amount.copy(), rows.code >= ORDER, original, marked
    )  # fmt: skip


def _large(amount: Any, offset: Any, versions: Sequence[Version]) -> Any:
    """Return whose amounts might add up to more than 64 bits hold; whole numbers without an end answer for them."""
    if len(offset) < 2:
        return np.zeros(0, bool)
    most = largest_sum(version.spec.measure for version in versions)
    return np.add.reduceat(np.abs(amount.astype(np.float64)), offset[:-1]) > most


def _grouped(customers: Any) -> tuple[Any, Any, Any]:
    begins = np.flatnonzero(np.r_[True, customers[1:] != customers[:-1]]) if len(customers) else np.zeros(0, np.int64)
    offset = np.r_[begins, len(customers)].astype(np.int64)
    return customers[begins], offset, np.repeat(np.arange(len(begins)), np.diff(offset))


def _originals(rows: Rows) -> Any:
    """Return the place of each counter-entry's original, −1 where there is none (or it is not the member's own)."""
    found = np.full(len(rows.id), -1, np.int64)
    back = np.flatnonzero(rows.reverses > 0)
    if len(back):
        by_id = np.argsort(rows.id)
        place = np.minimum(np.searchsorted(rows.id[by_id], rows.reverses[back]), len(by_id) - 1)
        target = by_id[place]
        own = (rows.id[target] == rows.reverses[back]) & (rows.customer[target] == rows.customer[back])
        found[back[own]] = target[own]
    return found


def _few(
    rows: Rows, versions: Sequence[Version], told: Any, at: Any, day: Any, scored: Any, original: Any, member: Any
) -> Iterable[Any]:
    """Yield which entries make their member one to be folded alone."""
    kind = rows.code % ORDER
    yield np.flatnonzero(kind >= TYPE_OF[Kind.GATE])
    back = np.flatnonzero(original >= 0)
    yield back[(original[back] >= back) | (original[original[back]] >= 0)]
    yield back[rows.amount[back] > 0]  # a counter-entry that is taken back may raise
    tied = np.flatnonzero((at[1:] == at[:-1]) & (member[1:] == member[:-1]))
    plain = (rows.amount > 0) & (original < 0) & (kind == TYPE_OF[Kind.SCORE])
    if all(version.spec.upgrade is Upgrade.IMMEDIATE for version in versions):
        tied = tied[~(plain[tied] & plain[tied + 1])]
    yield tied
    if any(version.spec.pending_days for version in versions):
        yield back
        yield np.flatnonzero((at != told) & (rows.reverses > 0))
    kinds = {version.spec.measure.kind for version in versions}
    if not kinds.isdisjoint(READ):
        yield np.flatnonzero(scored != day)
        if len({version.spec.measure for version in versions}) > 1:
            yield np.arange(len(at))


def _pending(rows: Rows, versions: Sequence[Version]) -> tuple[Any, Any]:
    """Points that wait become active at 00:00 of a later day and count for the day on which they were earned."""
    zone = versions[0].spec.tz
    day = days_of(rows.at, zone)
    begins = np.array([version.from_on.toordinal() for version in versions[1:]], np.int64)
    waits = np.array([version.spec.pending_days for version in versions], np.int64)
    wait = waits[np.searchsorted(begins, day, side="right")]
    waiting = (rows.code % ORDER == TYPE_OF[Kind.SCORE]) & (rows.reverses == 0) & (rows.amount > 0) & (wait > 0)
    at = np.where(waiting, midnights_of(day + wait, zone), rows.at)
    return at, np.where(waiting & (rows.scoring == 0), day, rows.scoring)
