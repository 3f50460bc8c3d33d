"""Whether a member is given a pack on a day, what lies in it for how long, and why (P2, P3, R14.8)."""

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.rules import telling
from minghua.domain.loyalty.rules.windows import window_on
from minghua.domain.loyalty.types.scheme import OccasionKind, Pack, Take
from minghua.domain.loyalty.types.story import GivenItem, PackDecision, PackFacts, Reason, Taken, Window
from minghua.kernel.periods import Period, local_date


def judge(pack: Pack, facts: PackFacts, *, on: date, zone: ZoneInfo) -> PackDecision:
    """Return whether these facts earn the pack on that local day, with every reason.

    The same window again is answered with what was given then; a pack that was revoked or lapsed is never given anew.
    """
    window = window_on(pack.occasion, facts.birthday, on)
    before = _same_window(facts, window)
    if before is not None and not before.revoked:
        return PackDecision(
            window=window, given=False, reasons=(telling.again(),), level=facts.level, again=before.grant_id
        )
    against = tuple(_against(pack, facts, window, on=on, zone=zone))
    if against or window is None:
        return PackDecision(window=window, given=False, reasons=against, level=facts.level)
    issued = window.days.start if pack.take is Take.CLAIM else on
    items = contents(pack, facts.level or "", window, issued_on=issued)
    return PackDecision(
        window=window, given=True, reasons=(telling.given(pack, facts, window),), level=facts.level,
        issued_on=issued, items=items,
    )  # fmt: skip


def contents(pack: Pack, level: str, window: Window, *, issued_on: date) -> tuple[GivenItem, ...]:
    """Return what a level finds in the pack, each with its days: from the issue, or to the end of the window."""
    found = (item for item in pack.items if not item.levels or level in item.levels)
    return tuple(
        GivenItem(
            item,
            Period(
                issued_on,
                window.days.end if item.valid_days is None else issued_on + timedelta(days=item.valid_days),
            ),
        )
        for item in found
    )


def _same_window(facts: PackFacts, window: Window | None) -> Taken | None:
    if window is None:
        return None
    return next((each for each in facts.taken if (each.period, each.days) == (window.period, window.days)), None)


def _against(pack: Pack, facts: PackFacts, window: Window | None, *, on: date, zone: ZoneInfo) -> Iterator[Reason]:
    """Yield every reason against it; the order is that in which they are said."""
    if "person" in pack.needs and facts.kind == "enterprise":
        yield telling.reason("enterprise")
    if facts.level not in pack.levels:
        yield telling.reason("tier")
    if pack.occasion.kind is OccasionKind.BIRTHDAY and facts.birthday is None:
        yield telling.reason("no_birthday")
    yield from _timing(pack, facts, window, on)
    if _was_given(pack, facts, window, on=on, zone=zone):
        yield telling.reason("already_claimed")
    if "phone_verified" in pack.needs and not facts.phone_verified:
        yield telling.reason("verify_phone")


def _timing(pack: Pack, facts: PackFacts, window: Window | None, on: date) -> Iterator[Reason]:
    if _before_launch(pack, window, on):
        yield telling.reason("before_launch")
    elif pack.ends_on is not None and on >= pack.ends_on:
        yield telling.reason("after_end")
    elif window is None and (facts.birthday is not None or pack.occasion.kind is not OccasionKind.BIRTHDAY):
        yield telling.reason("outside_window")


def _before_launch(pack: Pack, window: Window | None, on: date) -> bool:
    if pack.starts_on is not None and on < pack.starts_on:
        return True
    first = pack.first_occasion_on
    return first is not None and window is not None and window.occasion_on < first


def _was_given(pack: Pack, facts: PackFacts, window: Window | None, *, on: date, zone: ZoneInfo) -> bool:
    """Once per period; and after the birthday was changed, not in the calendar year of the last claim (P2)."""
    if window is not None and any(each.period == window.period for each in facts.taken):
        return True
    if pack.occasion.kind is not OccasionKind.BIRTHDAY or not facts.taken:
        return False
    last = max(facts.taken, key=lambda each: each.granted_at)
    changed_at = facts.birthday_changed_at
    changed = last.birthday != facts.birthday or (changed_at is not None and changed_at > last.granted_at)
    return changed and local_date(last.granted_at, zone).year == on.year
