"""Business hours: the table of docs/rules/business_hours.md, and a minute-by-minute count that agrees."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minghua.kernel.business_hours import BusinessHours, Due, Shift, shift
from minghua.kernel.holidays import SHIPPED
from minghua.kernel.periods import SHANGHAI

OFFICE = (shift(time(9), time(12)), shift(time(13, 30), time(18)))
WEEK = BusinessHours((OFFICE,) * 5 + ((), ()))
NIGHTS = BusinessHours(((shift(time(22), time(6)),),) * 7, by_arrangement=False)


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-02-13 17:00", 240, "2026-02-14 12:00"),
        ("2026-02-13 17:00", 480, "2026-02-14 17:30"),
        ("2026-02-15 10:00", 60, "2026-02-24 10:00"),
        ("2026-09-30 17:45", 30, "2026-10-08 09:15"),
        ("2026-03-04 12:30", 60, "2026-03-04 14:30"),
        ("2026-02-28 08:00", 60, "2026-02-28 10:00"),
        ("2026-03-04 12:30", 0, "2026-03-04 12:30"),
    ],
    ids=["H1", "H2", "H3", "H4", "H5", "H7", "H8"],
)
def test_due_by_the_published_arrangement(start: str, minutes: int, due: str) -> None:
    assert WEEK.add(china(start), minutes * 60) == Due(china(due), provisional=False)


def test_h6_a_pause_moves_the_due_time_by_what_would_have_been_worked() -> None:
    pause = (china("2026-03-02 11:00"), china("2026-03-03 14:00"))
    due = WEEK.add(china("2026-03-02 09:00"), 480 * 60, without=[pause])
    assert due.at == china("2026-03-04 11:00")
    assert WEEK.elapsed(china("2026-03-02 09:00"), due.at, without=[pause]) == 480 * 60


def test_h9_a_calendar_that_only_takes_days_away_is_ten_days_wrong() -> None:
    no_made_up = BusinessHours(WEEK.weekly, made_up=())
    assert no_made_up.add(china("2026-02-13 17:00"), 240 * 60).at == china("2026-02-24 12:00")


def test_h10_a_night_belongs_to_the_day_it_begins_on() -> None:
    assert NIGHTS.add(china("2026-03-01 23:00"), 8 * 3600).at == china("2026-03-02 23:00")
    assert NIGHTS.elapsed(china("2026-03-02 00:00"), china("2026-03-03 00:00")) == 8 * 3600


def test_h11_a_year_without_arrangement_is_provisional() -> None:
    due = WEEK.add(china("2026-12-31 17:30"), 60 * 60)
    assert (due.at, due.provisional) == (china("2027-01-04 09:30"), True)
    assert not BusinessHours(WEEK.weekly, by_arrangement=False).add(china("2026-12-31 17:30"), 3600).provisional


def test_h12_a_year_published_later_moves_the_due_time_and_confirms_it() -> None:
    known = SHIPPED.with_years("2027: 0101-0103 0205-0211 / 0213; 2028: 0101")
    assert known.years == {2024, 2025, 2026, 2027, 2028}
    assert BusinessHours(WEEK.weekly, arrangement=known).add(china("2026-12-31 17:30"), 3600) == Due(
        china("2027-01-04 09:30"), provisional=False
    )


def test_h12_a_made_up_sunday_of_a_year_published_later_is_worked() -> None:
    known = SHIPPED.with_years("2027: 0101-0103 / 0109")
    due = BusinessHours(WEEK.weekly, arrangement=known).add(china("2027-01-08 17:30"), 60 * 60)
    assert due == Due(china("2027-01-09 09:30"), provisional=False)


def test_h13_a_warning_at_night_waits_for_the_morning() -> None:
    assert WEEK.next_open(china("2026-03-04 22:00")) == china("2026-03-05 09:00")
    assert WEEK.next_open(china("2026-03-04 12:00")) == china("2026-03-04 12:00")
    assert WEEK.next_open(china("2026-03-04 12:30")) == china("2026-03-04 13:30")


@pytest.mark.parametrize(
    "text",
    ["2027", "2027: 0132", "2027: 0103-0101", "2027: 0101 / 0104", "2027: 0102 / 0102", "2027: 0101; 2027: 0102"],
    ids=["no days", "no such day", "backwards", "a Monday made up", "off and made up", "twice"],
)
def test_an_arrangement_nobody_published_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        SHIPPED.with_years(text)


def test_a_single_day_may_differ() -> None:
    stocktaking = BusinessHours(WEEK.weekly, {date(2026, 3, 4): (shift(time(8), time(9)),)})
    assert stocktaking.elapsed(china("2026-03-04 00:00"), china("2026-03-05 00:00")) == 3600


def test_the_hour_a_clock_skips_is_not_worked() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    always = BusinessHours(((Shift(timedelta(0), timedelta(hours=24)),),) * 7, by_arrangement=False, zone=berlin)
    assert always.elapsed(datetime(2026, 3, 29, tzinfo=berlin), datetime(2026, 3, 30, tzinfo=berlin)) == 23 * 3600
    assert always.add(datetime(2026, 3, 29, tzinfo=berlin), 23 * 3600).at == datetime(2026, 3, 30, tzinfo=berlin)


@pytest.mark.parametrize(
    "hours",
    [
        lambda: BusinessHours(((),) * 7),
        lambda: BusinessHours((OFFICE,) * 6),
        lambda: BusinessHours(((OFFICE[1], OFFICE[0]),) * 7),
        lambda: BusinessHours(WEEK.weekly, {date(2026, 1, 1) + timedelta(days=n): () for n in range(401)}),
        lambda: Shift(timedelta(hours=25), timedelta(hours=26)),
        lambda: Shift(timedelta(hours=9), timedelta(hours=9)),
    ],
    ids=["no work", "six days", "out of order", "400 days of rest", "begins tomorrow", "empty"],
)
def test_hours_nobody_could_mean_are_refused(hours: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        hours()  # type: ignore[operator]


def test_business_time_is_counted_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        WEEK.add(china("2026-03-04 12:30"), -1)


instants = st.integers(0, 1_060 * 86_400).map(
    lambda seconds: datetime(2024, 1, 2, tzinfo=UTC) + timedelta(seconds=seconds)
)
minutes = st.integers(1, 2_000)
calendars = st.sampled_from([WEEK, NIGHTS, BusinessHours(((OFFICE[0], shift(time(20), time(2))),) * 7)])


@given(calendars, instants, minutes)
def test_what_is_added_has_elapsed(hours: BusinessHours, start: datetime, more: int) -> None:
    due = hours.add(start, more * 60).at
    assert hours.elapsed(start, due) == more * 60
    assert hours.elapsed(start, due - timedelta(seconds=1)) == more * 60 - 1


@given(calendars, instants, minutes, st.tuples(minutes, minutes))
def test_a_pause_moves_the_due_time_by_its_own_business_time(
    hours: BusinessHours, start: datetime, more: int, pause: tuple[int, int]
) -> None:
    begins = start + timedelta(minutes=pause[0])
    ends = begins + timedelta(minutes=pause[1])
    plain = hours.add(start, more * 60).at
    paused = hours.add(start, more * 60, without=[(begins, ends)]).at
    moved = hours.elapsed(begins, ends) if begins < plain else 0
    assert paused == (hours.add(start, more * 60 + moved).at if moved else plain)


@settings(max_examples=25)
@given(calendars, instants, st.integers(0, 3_000))
def test_counted_minute_by_minute_it_is_the_same(hours: BusinessHours, start: datetime, length: int) -> None:
    start = start.replace(second=0)

    def works(at: datetime) -> bool:
        local = at.astimezone(hours.zone)
        since = timedelta(hours=local.hour, minutes=local.minute)
        today, yesterday = local.date(), local.date() - timedelta(days=1)
        return any(work.start <= since < work.end for work in hours.shifts(today)) or any(
            work.start <= since + timedelta(days=1) < work.end for work in hours.shifts(yesterday)
        )

    counted = sum(works(start + timedelta(minutes=n)) for n in range(length))
    assert hours.elapsed(start, start + timedelta(minutes=length)) == counted * 60
