"""What time alone does to a member's book, in its fixed order: version, expiry (deduct, regrade), rise, evaluation."""

from datetime import date, datetime

from minghua.domain.tiering.rules import validity
from minghua.domain.tiering.rules.book import ENDLESS, Book
from minghua.domain.tiering.rules.rising import rise
from minghua.domain.tiering.rules.score import Balance
from minghua.domain.tiering.types.spec import AtExpiry, MeasureKind
from minghua.domain.tiering.types.story import Cause


def advance(book: Book, day: int) -> None:
    """Do the work of every midnight up to and including that of `day`."""
    while (following := book.next_boundary()) <= day:
        _midnight(book, following)


def await_evaluation(book: Book, day: int) -> None:
    """From the first entry on there is an evaluation every month, where the programme has one."""
    if book.spec.evaluate_day and book.evaluate_on == ENDLESS:
        book.evaluate_on = _evaluation_after(book, day)


def _midnight(book: Book, day: int) -> None:
    if book.switches and book.switches[-1][0] == day:
        _switch(book, day)
    elif book.until == day:
        _expire(book, day)
    elif book.rise_on == day:
        book.rise_on = ENDLESS
        rise(book, day, book.midnight_of(day), due=True)
    else:
        book.evaluate_on = _evaluation_after(book, day)
        _evaluate(book, day, book.midnight_of(day))


def _switch(book: Book, day: int) -> None:
    """Another version comes into force: periods run on, who reaches more rises, a level that is gone is judged anew."""
    _, book.version = book.switches.pop()
    code, before, at = book.spec.levels[book.rank].code, book.spec, book.midnight_of(day)
    book.spec = book.version.spec
    if book.spec.measure != before.measure:
        book.count_again(book.place)
    book.new_era()
    book.evaluate_on = ENDLESS
    if book.place:
        await_evaluation(book, day - 1)
    kept = book.spec.rank(code)
    if kept is None:
        book.rank = min(book.rank, len(book.spec.levels) - 1)
        book.move(book.judged(day), day, at=at, cause=Cause.VERSION, code="level_gone", was=code)
        return
    book.rank = kept
    if book.until == ENDLESS and (ends := book.end_from(day)) != ENDLESS:
        book.since, book.until = day, ends
        book.tell(at, day, cause=Cause.VERSION, code="version")
        book.note(at, cause=Cause.VERSION)
    rise(book, day, at, cause=Cause.VERSION)


def _expire(book: Book, day: int) -> None:
    """The period ended with the day before: deduct, regrade, begin a new one (R14.1, R14.4)."""
    book.new_era()
    at, taken = book.midnight_of(day), 0
    if book.spec.at_expiry is AtExpiry.DEDUCT and not book.grace and isinstance(book.tally, Balance):
        taken = min(book.spec.levels[book.rank].deduct, book.tally.total)
        book.tally.add(day, -taken)
    inputs = {"deducted": taken} if taken else {}
    rank = book.not_under(book.judged(_seen_from(book, day)))
    if book.spec.at_expiry is AtExpiry.ONE_DOWN:
        rank = max(rank, book.rank - 1)
    if rank < book.rank and book.spec.grace_days and not book.grace:
        book.grace, book.until = True, day + book.spec.grace_days
        book.tell(at, day, cause=Cause.EXPIRY, code="grace", days=book.spec.grace_days, **inputs)
        book.note(at, cause=Cause.EXPIRY)
        return
    code = "kept" if rank == book.rank else "fell" if rank < book.rank else "rose_at_expiry"
    book.move(rank, day, at=at, cause=Cause.EXPIRY, code=code, **inputs)


def _seen_from(book: Book, day: int) -> int:
    """A calendar sum is judged before it begins anew, everything else on the day itself."""
    return day - 1 if book.spec.measure.kind is MeasureKind.CALENDAR_SUM else day


def _evaluate(book: Book, day: int, at: datetime) -> None:
    """The monthly evaluation: up at once, down after as many failing months as the level has patience for (R14.5)."""
    rank = book.judged(day)
    if rank > book.rank:
        book.move(rank, day, at=at, cause=Cause.EARN, code="reached")
    elif rank < book.rank and book.until == ENDLESS:
        _fail(book, rank, day, at)
    elif book.watch and rank == book.rank:
        book.watch = 0
        book.tell(at, day, cause=Cause.WATCH, code="watch_cleared")


def _fail(book: Book, rank: int, day: int, at: datetime) -> None:
    """A month below the level: watched until the patience is used up, then the level of that month."""
    level = book.spec.levels[book.rank]
    patience = book.spec.patience if level.patience is None else level.patience
    book.watch += 1
    rank = book.not_under(rank)
    if book.watch < patience or rank == book.rank:
        book.tell(at, day, cause=Cause.WATCH, code="watch", month=book.watch, of=patience)
        return
    book.move(rank, day, at=at, cause=Cause.WATCH, code="watch_fell", months=book.watch)


def _evaluation_after(book: Book, day: int) -> int:
    return validity.next_month_day(date.fromordinal(day), book.spec.evaluate_day).toordinal()
