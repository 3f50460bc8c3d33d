"""What always holds of points, whatever happens in whatever order (I1, I2, I3, I7)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from minghua.domain.loyalty.rules.points_fold import fold
from minghua.domain.loyalty.types.points import OWN, Act, Bucket, Expiry, ExpiryKind, Happening, Move, Negative, Worth
from minghua.kernel.periods import SHANGHAI
from tests.unit.loyalty.points_stories import claw, day, earn, order, spend, until

LATER = datetime(2030, 1, 1, tzinfo=UTC)
TERMS = (Expiry(), until(3, 20), Expiry(ExpiryKind.ROLLING, days=10), Expiry(ExpiryKind.SLIDING, days=15))


@st.composite
def stories(draw: st.DrawFn) -> list[Happening]:
    told: list[Happening] = []
    earned: list[Happening] = []
    used: list[tuple[str, int]] = []
    holds: list[tuple[str, int]] = []
    for number in range(draw(st.integers(1, 14))):
        at = day(3, 1) + timedelta(hours=draw(st.integers(0, 24 * 40)))
        kind = draw(st.sampled_from(["order", "claw", "spend", "restore", "hold", "capture", "release", "take"]))
        key = f"{kind}{number}"
        if kind == "order":
            wait = draw(st.sampled_from([None, 0, 5]))
            on = None if wait is None else (at + timedelta(days=wait)).date()
            told.append(
                order(key, draw(st.integers(0, 20_000)), at, expiry=draw(st.sampled_from(TERMS)), available_on=on)
            )
            earned.append(told[-1])
        elif kind == "claw" and earned:
            first = draw(st.sampled_from(earned))
            limit = draw(st.sampled_from([None, 0, 20]))
            policy = draw(st.sampled_from(list(Negative)))
            told.append(claw(key, first.key, draw(st.integers(-500, 20_000)), at, negative=policy, debt_limit=limit))
        elif kind == "spend":
            told.append(spend(key, draw(st.integers(1, 150)), at))
            used.append((key, told[-1].amount))
        elif kind == "restore" and used:
            of, most = draw(st.sampled_from(used))
            told.append(Happening(Act.RESTORE, key, at, draw(st.integers(1, most)), of=of))
        elif kind == "hold":
            told.append(Happening(Act.HOLD, key, at, draw(st.integers(1, 150)), until_at=at + timedelta(hours=30)))
            holds.append((key, told[-1].amount))
        elif kind in ("capture", "release") and holds:
            of, most = draw(st.sampled_from(holds))
            told.append(Happening(Act(kind), key, at, draw(st.integers(1, most)), of=of))
        elif kind == "take":
            told.append(Happening(Act.TAKE, key, at, draw(st.integers(1, 50))))
    return told


@given(stories(), st.integers(0, 24 * 60), st.randoms())
@settings(max_examples=300, deadline=None)
def test_i1_i3_balances_are_the_sum_of_lines_and_lots_whatever_the_order_of_arrival(
    story: list[Happening], hours: int, chance: object
) -> None:
    at = day(3, 1) + timedelta(hours=hours)
    state = fold(story, at=at)
    shuffled = [*story, *story, *story]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled, at=at) == state
    sums = {
        bucket: sum(line.amount * ((line.target is bucket) - (line.source is bucket)) for line in state.lines)
        for bucket in Bucket
    }
    assert [sums[bucket] for bucket in OWN] == [state.pending, state.available, state.held, -state.debt]
    assert state.balance == sum(lot.available for lot in state.lots) - state.debt
    assert all(min(lot.pending, lot.available, lot.held) >= 0 for lot in state.lots)
    assert state.debt >= 0
    assert not (state.debt and state.available)
    assert all(line.amount > 0 for line in state.lines)
    assert all(
        lot.expires_on is None or not lot.available or lot.expires_on > at.astimezone(SHANGHAI).date()
        for lot in state.lots
    )


@given(stories())
@settings(max_examples=200, deadline=None)
def test_i2_a_spending_takes_its_amount_and_its_reversals_never_give_back_more(story: list[Happening]) -> None:
    state = fold(story, at=LATER)
    moved: dict[str, int] = {}
    for line in state.lines:
        if line.move in (Move.SPENT, Move.RESTORED):
            moved[line.cause] = moved.get(line.cause, 0) + line.amount
    spent = {told.key: told.amount for told in story if told.act is Act.SPEND}
    assert {key: moved.get(key, 0) for key in spent} == spent
    left = dict(spent)
    for told in sorted(story, key=lambda told: told.place):
        if told.act is Act.RESTORE:
            first = next(other for other in story if other.key == told.of)
            due = min(told.amount, left[told.of]) if first.place < told.place else 0
            assert moved.get(told.key, 0) == due
            left[told.of] -= due


@given(st.integers(1, 100_000), st.integers(1, 7), st.lists(st.integers(1, 40_000), max_size=6), st.integers(0, 3_000))
def test_i7_what_stays_of_an_award_is_the_floor_of_what_was_kept(
    base: int, points: int, refunds: list[int], least: int
) -> None:
    worth = Worth(base, points, 100, least=least)
    story = [earn("o", worth.of(base), day(3, 1), worth=worth)]
    kept = base
    for number, minor in enumerate(refunds, 1):
        story.append(claw(f"r{number}", "o", minor, day(3, 1) + timedelta(hours=number)))
        kept -= minor
    assert fold(story, at=day(3, 2)).balance == worth.of(kept)


@given(stories(), st.lists(st.integers(0, 24 * 60), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_a_night_that_was_missed_or_repeated_changes_nothing(story: list[Happening], hours: list[int]) -> None:
    """What is told of an instant is the same however often and however late it is asked."""
    end = day(3, 1) + timedelta(hours=max(hours))
    whole = fold(story, at=end)
    for each in hours:
        at = day(3, 1) + timedelta(hours=each)
        assert fold(story, at=at).lines == tuple(line for line in whole.lines if line.at <= at)
