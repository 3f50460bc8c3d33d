"""The state of an account is the fold of its facts, in the order in which they happened, whatever the order in which they came (I3).

Between two facts time does its own work, at each local midnight in a fixed order: holds that time out, pending points that
become usable (or are cancelled), debts repaid, points that expire.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.rules import points_terms
from minghua.domain.loyalty.rules.points_lots import Book, Lot, draw
from minghua.domain.loyalty.types.points import AccountState, Act, Bucket, Happening, Move, Negative
from minghua.kernel.periods import SHANGHAI, local_date, midnight

TIME: Final = ""


def fold(facts: Iterable[Happening], *, at: datetime, zone: ZoneInfo = SHANGHAI) -> AccountState:
    """Return what these facts and time have made of an account by an instant; facts of one key count once (LV4)."""
    book = Book()
    for told in sorted({told.key: told for told in facts}.values(), key=lambda told: told.place):
        if told.at > at:
            break
        _pass(book, until=told.at, zone=zone)
        _ACTS[told.act](book, told, local_date(told.at, zone))
        if told.stirs:
            book.stir(local_date(told.at, zone))
    _pass(book, until=at, zone=zone)
    return AccountState(
        available=book.available,
        pending=sum(lot.pending for lot in book.lots.values()),
        held=sum(lot.held for lot in book.lots.values()),
        debt=book.debt,
        lots=tuple(lot.state() for lot in sorted(book.lots.values(), key=lambda lot: lot.told.place)),
        due_at=_next(book, zone),
        lines=tuple(book.lines),
        charged=book.charged,
    )


def _pass(book: Book, *, until: datetime, zone: ZoneInfo) -> None:
    """Let time do what falls due up to and with an instant."""
    while (due := _next(book, zone)) is not None and due <= until:
        for told in [told for told in book.open_holds.values() if told.until_at is not None and told.until_at <= due]:
            _release(book, told, due, TIME, Move.TIMED_OUT)
        today = local_date(due, zone)
        if due != midnight(today, zone):
            _settled(book, TIME, due, today)
            continue
        _activate_due(book, today, due)
        book.settle(due, TIME)
        book.lapse(today, due, TIME)


def _next(book: Book, zone: ZoneInfo) -> datetime | None:
    """Return when time alone will change something next."""
    days: list[date] = []
    for lot in book.lots.values():
        if lot.pending:
            days += [day for day in (lot.available_on, lot.told.cancel_on) if day is not None]
        if lot.available and lot.expires_on is not None:
            days.append(lot.expires_on)
    instants = [told.until_at for told in book.open_holds.values() if told.until_at is not None]
    return min([*instants, *(midnight(day, zone) for day in days)], default=None)


def _activate_due(book: Book, today: date, at: datetime) -> None:
    for lot in sorted((lot for lot in book.lots.values() if lot.pending), key=lambda lot: lot.told.place):
        if lot.available_on is not None and lot.available_on <= today:
            _activate(book, lot, today, at, TIME)
        elif lot.told.cancel_on is not None and lot.told.cancel_on <= today:
            book.move(at, TIME, Move.CANCELLED, lot, Bucket.PENDING, Bucket.CANCELLED, lot.pending)


def _activate(book: Book, lot: Lot, on: date, at: datetime, cause: str) -> None:
    lot.available_on = on
    lot.expires_on = points_terms.expires_on(lot.told.expiry, on)
    book.move(at, cause, Move.ACTIVATED, lot, Bucket.PENDING, Bucket.AVAILABLE, lot.pending)


def _earn(book: Book, told: Happening, on: date) -> None:
    lot = Lot(told, kept=told.worth.base if told.worth else 0, available_on=told.available_on, ceiling=told.amount)
    book.lots[told.key] = lot
    waits = told.awaits or (told.available_on is not None and told.available_on > on)
    if waits:
        book.move(told.at, told.key, Move.EARNED, lot, Bucket.ISSUED, Bucket.PENDING, told.amount)
        return
    lot.available_on = told.available_on or on
    lot.expires_on = points_terms.expires_on(told.expiry, lot.available_on)
    book.move(told.at, told.key, Move.EARNED, lot, Bucket.ISSUED, Bucket.AVAILABLE, told.amount)
    book.settle(told.at, told.key)
    book.lapse(on, told.at, told.key)


def _activate_told(book: Book, told: Happening, on: date) -> None:
    lot = book.lots.get(told.of)
    if lot is not None and lot.pending:
        _activate(book, lot, on, told.at, told.key)
        book.settle(told.at, told.key)


def _claw(book: Book, told: Happening, on: date) -> None:
    """Take back what the order no longer earns, by the award as it was stored (I7, LV1, LV5); a negative `back` regains."""
    lot = book.lots.get(told.of)
    if lot is None or lot.told.worth is None:
        return
    worth = lot.told.worth
    lot.kept -= told.back
    if told.ceiling is not None:
        lot.ceiling = told.ceiling
    due = lot.told.amount - min(lot.ceiling, worth.of(lot.kept)) - lot.clawed
    if due < 0:
        _regain(book, told, lot, -due, on)
        return
    lot.clawed += due
    rest = due
    for bucket in _OWN if told.charge_lapsed else (*_OWN, Bucket.EXPIRED):
        part = min(rest, getattr(lot, bucket.value))
        book.move(told.at, told.key, Move.CLAWED, lot, bucket, Bucket.CLAWED, part)
        rest -= part
    _bear(book, told, rest, Move.CLAWED)


def _regain(book: Book, told: Happening, lot: Lot, amount: int, on: date) -> None:
    """Give back what an earlier return had taken and should not have."""
    lot.clawed -= amount
    waits = lot.told.awaits if lot.available_on is None else lot.available_on > on
    book.move(
        told.at, told.key, Move.REGAINED, lot, Bucket.CLAWED, Bucket.PENDING if waits else Bucket.AVAILABLE, amount
    )
    book.settle(told.at, told.key)
    book.lapse(on, told.at, told.key)


def _bear(book: Book, told: Happening, rest: int, move: Move) -> None:
    """Take points from any lots, and what they do not have by the policy for what is missing (LV3)."""
    for lot, part in list(draw(book.usable(), rest)):
        book.move(told.at, told.key, move, lot, Bucket.AVAILABLE, Bucket.CLAWED, part)
        rest -= part
    if told.negative is Negative.DEBT:
        owed = rest if told.debt_limit is None else min(rest, max(told.debt_limit - book.debt, 0))
        book.move(told.at, told.key, move, None, Bucket.DEBT, Bucket.CLAWED, owed)
        rest -= owed
    elif told.negative is Negative.CASH_DEDUCT and rest:
        book.move(told.at, told.key, move, None, Bucket.CHARGED, Bucket.CLAWED, rest)
        book.charged[told.key] = rest
        return
    book.move(told.at, told.key, move, None, Bucket.WRITTEN_OFF, Bucket.CLAWED, rest)


def _take(book: Book, told: Happening, on: date) -> None:
    """Take points away by hand, as a refund would."""
    _bear(book, told, told.amount, Move.TAKEN)


def _spend(book: Book, told: Happening, on: date) -> None:
    """Spend points, nearest expiry first; what was taken of which lot is kept for a reversal (I2)."""
    _use(book, told, Move.SPENT, Bucket.SPENT)


def _hold(book: Book, told: Happening, on: date) -> None:
    _use(book, told, Move.HELD, Bucket.HELD)
    book.open_holds[told.key] = told


def _use(book: Book, told: Happening, move: Move, target: Bucket) -> None:
    """Take an amount that was granted when it was asked for; a fact that came late may have left less, which is owed."""
    taken, rest = list(draw(book.usable(), told.amount)), told.amount
    for lot, part in taken:
        book.move(told.at, told.key, move, lot, Bucket.AVAILABLE, target, part)
        rest -= part
    if target is Bucket.SPENT:
        book.move(told.at, told.key, move, None, Bucket.DEBT, target, rest)
    book.uses[told.key] = [*taken, (None, rest if target is Bucket.SPENT else 0)]


def _capture(book: Book, told: Happening, on: date) -> None:
    """Spend what was held, all of it or part; the rest is free again."""
    held = book.open_holds.pop(told.of, None)
    if held is None:
        return
    rest = told.amount
    spent: list[tuple[Lot | None, int]] = []
    free: list[tuple[Lot | None, int]] = []
    for lot, part in book.uses[held.key]:
        used = min(part, rest)
        rest -= used
        spent.append((lot, used))
        free.append((lot, part - used))
        book.move(told.at, told.key, Move.CAPTURED, lot, Bucket.HELD, Bucket.SPENT, used)
    for lot, part in free:
        book.move(told.at, told.key, Move.RELEASED, lot, Bucket.HELD, Bucket.AVAILABLE, part)
    book.move(told.at, told.key, Move.CAPTURED, None, Bucket.DEBT, Bucket.SPENT, rest)
    book.uses[told.key] = [*spent, (None, rest)]
    _settled(book, told.key, told.at, on)


def _release_told(book: Book, told: Happening, on: date) -> None:
    held = book.open_holds.get(told.of)
    if held is not None:
        _release(book, held, told.at, told.key, Move.RELEASED)
        _settled(book, told.key, told.at, on)


def _release(book: Book, held: Happening, at: datetime, cause: str, move: Move) -> None:
    del book.open_holds[held.key]
    for lot, part in book.uses[held.key]:
        book.move(at, cause, move, lot, Bucket.HELD, Bucket.AVAILABLE, part)


def _restore(book: Book, told: Happening, on: date) -> None:
    """Give spent points back to the lots they came from, the last taken first; what has lapsed lapses again (LV2)."""
    uses, rest = book.uses.get(told.of, []), told.amount
    for place in reversed(range(len(uses))):
        lot, part = uses[place]
        back = min(part, rest)
        uses[place] = (lot, part - back)
        rest -= back
        if lot is None:
            _restore_owed(book, told, back)
            continue
        book.move(told.at, told.key, Move.RESTORED, lot, Bucket.SPENT, Bucket.AVAILABLE, back)
        if back and lot.expires_on is not None and lot.expires_on <= on and told.grace_days:
            lot.expires_on = on + timedelta(days=told.grace_days + 1)
    book.lapse(on, told.at, told.key, Move.RESTORED_EXPIRED)
    book.settle(told.at, told.key)


def _restore_owed(book: Book, told: Happening, amount: int) -> None:
    """Give back what no lot had given: off the debt, and what of it was repaid meanwhile as a lot of its own."""
    owed = min(amount, book.debt)
    book.move(told.at, told.key, Move.RESTORED, None, Bucket.SPENT, Bucket.DEBT, owed)
    if amount > owed:
        lot = book.lots[told.key] = Lot(told, kept=0, available_on=None)
        book.move(told.at, told.key, Move.RESTORED, lot, Bucket.SPENT, Bucket.AVAILABLE, amount - owed)


def _settled(book: Book, cause: str, at: datetime, on: date) -> None:
    book.lapse(on, at, cause)
    book.settle(at, cause)


_OWN: Final = (Bucket.PENDING, Bucket.AVAILABLE)
_ACTS: Final[Mapping[Act, Callable[[Book, Happening, date], None]]] = {
    Act.EARN: _earn,
    Act.ACTIVATE: _activate_told,
    Act.CLAW: _claw,
    Act.SPEND: _spend,
    Act.RESTORE: _restore,
    Act.HOLD: _hold,
    Act.CAPTURE: _capture,
    Act.RELEASE: _release_told,
    Act.TAKE: _take,
}
