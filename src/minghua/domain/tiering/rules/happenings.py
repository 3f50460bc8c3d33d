"""What each event does to a member's book: points, counter-entries, readings, gates, an opening (R14.1–R14.5, R14.9)."""

from minghua.domain.tiering.rules.book import ORDER, ORDERED, Book, Rise
from minghua.domain.tiering.rules.judging import holds
from minghua.domain.tiering.rules.midnights import advance, await_evaluation
from minghua.domain.tiering.rules.rising import rise
from minghua.domain.tiering.rules.score import Balance
from minghua.domain.tiering.types.spec import GateEffect, RefundEffect
from minghua.domain.tiering.types.story import Cause, Event, Kind


def take(book: Book, place: int) -> None:
    """Let one event do what it does; the midnights before it are done."""
    book.place, event = place, book.events[place]
    if event.kind is Kind.GATE:
        _gate(book, place, event)
    elif event.kind is Kind.OPENING:
        _open(book, place, event)
    elif event.reverses in book.places:
        _reverse(book, place, event, book.places[event.reverses])
    else:
        _add(book, place, event)
    book.place = place + 1


def _add(book: Book, place: int, event: Event) -> None:
    day, before = book.days[place], book.snapshot(place)
    book.tally.add(book.scored[place], book.amounts[place])
    if event.name == ORDER and book.amounts[place] > 0:
        _count_order(book, 1)
    await_evaluation(book, day)
    rise(book, day, event.at, key=event.key)
    if book.rank > before.rank:
        book.rises.append(before)


def _count_order(book: Book, more: int) -> None:
    if not more:
        return
    book.ordered += more
    book.closed = book.closed - {ORDERED} if book.ordered > 0 else book.closed | {ORDERED}


def _reverse(book: Book, place: int, event: Event, original: int) -> None:
    """A counter-entry carries the day of its original; its effect on the level is the programme's choice (R14.9)."""
    if place in book.netted:
        return
    day = book.scored[place] = book.scored[original]
    if book.spec.refund is RefundEffect.REVOKE_CAUSE and original >= book.era:
        _net(book, place, event, original)
        return
    book.tally.add(day, event.amount)
    if event.amount > 0:  # a counter-entry that is taken back gives again
        rise(book, book.days[place], event.at, key=event.key)
    elif book.spec.refund is RefundEffect.IMMEDIATE and not book.spec.evaluate_day:
        rank = book.not_under(book.judged(book.days[place]))
        if rank < book.rank:
            today = book.days[place]
            book.move(rank, today, at=event.at, cause=Cause.REVERSAL, code="fell_by_reversal", key=event.key)


def _net(book: Book, place: int, event: Event, original: int) -> None:
    """No period has ended since the original: it counts less from its beginning, and a rise it caused is taken back."""
    book.netted.add(place)
    counted = book.amounts[original]
    book.amounts[original] += event.amount
    book.amounts[place] = 0
    turned = book.events[original].name == ORDER and (counted > 0) != (book.amounts[original] > 0)
    orders = 0 if not turned else 1 if counted <= 0 else -1
    cause = next((each for each in book.rises if each.place >= original), None)
    if cause is not None:
        earlier = original < cause.place
        _write_again(book, cause, place, event, earlier=earlier, orders=orders if earlier else 0)
        return
    before = book.snapshot(place)
    book.tally.add(book.scored[original], event.amount)
    _count_order(book, orders)
    if event.amount > 0:  # the counter-entry is taken back: what it took is given again
        rise(book, book.days[place], event.at, key=event.key)
        if book.rank > before.rank:
            book.rises.append(before)


def _write_again(book: Book, rise: Rise, place: int, event: Event, *, earlier: bool, orders: int) -> None:
    """Go back to before the rise and take the events since then once more, without telling of them.

    `earlier`: the original lies before the rise; `orders` is what it then counts among the orders, more or fewer.
    """
    held, quiet = (book.rank, book.since, book.until), book.quiet
    balance = isinstance(book.tally, Balance)
    book.restore(rise)
    _count_order(book, orders)
    if balance:
        book.tally = Balance(max(rise.total + (event.amount if earlier else 0), 0))
    else:
        book.count_again(rise.place)
    book.quiet = True
    for each in range(rise.place, place):
        advance(book, book.days[each])
        take(book, each)
    advance(book, book.days[place])
    book.quiet, book.place = quiet, place
    if (book.rank, book.since, book.until) != held:
        today = book.days[place]
        book.tell(event.at, today, cause=Cause.REVERSAL, code="revoked", before=held[0], key=event.key)
        book.note(event.at, cause=Cause.REVERSAL)


def _gate(book: Book, place: int, event: Event) -> None:
    """A gate opens or closes; a level that needs it is suspended at once, or only not given again."""
    book.closed = book.closed - {event.name} if event.amount else book.closed | {event.name}
    if book.spec.gate_effect is not GateEffect.AT_ONCE:
        return
    day = book.days[place]
    if holds(book.spec, book.rank, closed=book.closed):
        rise(book, day, event.at, cause=Cause.GATE, gate=event.name)
    else:
        book.move(book.judged(day), day, at=event.at, cause=Cause.GATE, code="suspended", gate=event.name)


def _open(book: Book, place: int, event: Event) -> None:
    """The member comes from elsewhere with a level and a score."""
    day, rank = book.days[place], book.spec.rank(event.name) or 0
    if event.amount:
        book.tally.add(day, event.amount)
    if ORDERED in book.spec.levels[rank].gates:
        _count_order(book, 1)
    await_evaluation(book, day)
    book.place = place + 1
    book.new_era()
    book.move(rank, day, at=event.at, cause=Cause.OPENING, code="opening")
