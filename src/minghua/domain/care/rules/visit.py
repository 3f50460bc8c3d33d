"""When to go and what to bring: contact day of the shop, delivery day of the village, retries (R08.2, P10)."""

from datetime import date, timedelta
from fractions import Fraction
from math import floor

from minghua.domain.care.rules import supply
from minghua.domain.care.types import JarFacts, Outcome, Plan, Retry, Terms, plain
from minghua.kernel.decisions import Why
from minghua.kernel.words import Text

VERSION = 1
ONE_DAY = timedelta(days=1)


def plan(jar: JarFacts, terms: Terms, *, on: date, retry_on: date | None = None) -> Plan:
    """Return when to go (never before `on`) and what to bring then; without a rate it asks for a survey.

    A promised `retry_on` (nobody home, another day agreed) takes the place of the computed day.
    """
    days = supply.days_of_supply(jar)
    if days is None:
        return _no_date(jar, on=on)
    empty = jar.level_on + timedelta(days=floor(days))
    computed = deliver_on(jar, terms, days) if terms.preset == "village" else contact_on(terms, empty)
    go = max(retry_on or computed, on)
    level = supply.level_at(jar, go)
    return Plan(
        days=days,
        run_out_on=empty,
        go_on=go,
        level=level,
        bring=to_bring(jar.capacity, level),
        notices=_notices(jar, empty=empty, on=on),
        why=_why(jar, terms, days=days, empty=empty, go=go, on=on),
    )


def contact_on(terms: Terms, empty: date) -> date:
    """Return the shop's contact day: run-out − lead − safety (A08.1)."""
    return empty - timedelta(days=terms.lead_days + floor(terms.safety_days))


def deliver_on(jar: JarFacts, terms: Terms, days: Fraction) -> date:
    """Return the village's delivery day: floor(days of supply − s) days after the last level, at least 1 (P10)."""
    return jar.level_on + timedelta(days=max(1, floor(days - terms.safety_days)))


def to_bring(capacity: Fraction, level: Fraction | None) -> Fraction:
    """Return the servings that fill the jar to the brim: capacity − level, never negative."""
    return max(capacity - (level or 0), Fraction(0))


def retry(outcome: Outcome, plan: Plan, *, on: date, agreed_on: date | None = None) -> Retry:
    """Return when to try again: the day agreed, else tomorrow; warns if the jar is empty first (MH-08).

    Who declines is asked again when a full jar would have been eaten.
    """
    again = max(agreed_on or on + ONE_DAY, on + ONE_DAY)
    out_first = plan.run_out_on is not None and plan.run_out_on < again
    reason = Text(
        f"{on:%Y-%m-%d} 没送成（{outcome}），{again:%Y-%m-%d} 再去",
        f"Nothing delivered on {on} ({outcome}); again {again}",
    )
    inputs = {"outcome": outcome, "run_out_on": plan.run_out_on, "agreed_on": agreed_on}
    return Retry(again, ("stock_out_first",) if out_first else (), Why("MH-08", VERSION, on, inputs, reason))


def _no_date(jar: JarFacts, *, on: date) -> Plan:
    unknown = not jar.rate or jar.rate < 0
    notice = "needs_survey" if unknown else "no_need_ahead"
    reason = Text("不知道每天吃多少，先去问", "The daily use is unknown: ask first")
    if not unknown:
        reason = Text("从现在起没有人要吃，不排日期", "Nobody needs any from now on, so there is no date")
    why = Why("R08.2", VERSION, on, {"rate": plain(jar.rate), "level": plain(jar.level)}, reason)
    return Plan(None, None, None, supply.level_at(jar, on), None, (notice,), why)


def _notices(jar: JarFacts, *, empty: date, on: date) -> tuple[str, ...]:
    small = jar.rate is not None and jar.capacity < jar.rate
    return (*(["every_day"] if small else []), *(["already_out"] if empty < on else []))


def _why(jar: JarFacts, terms: Terms, *, days: Fraction, empty: date, go: date, on: date) -> Why:
    inputs = {
        "level": plain(jar.level),
        "level_on": jar.level_on,
        "rate": plain(jar.rate),
        "capacity": plain(jar.capacity),
        "days": plain(days),
        "run_out_on": empty,
        "lead_days": terms.lead_days,
        "safety_days": plain(terms.safety_days),
        "preset": terms.preset,
    }
    have, rate, safety = plain(jar.level), plain(jar.rate), plain(terms.safety_days)
    if terms.preset == "village":
        zh = f"{jar.level_on} 缸里 {have}，每天 {rate}，够 {plain(days)} 天；留 {safety} 天余地，{go} 送"
        en = f"{have} in the jar on {jar.level_on} at {rate} a day last {plain(days)} days; less {safety}: deliver {go}"
    else:
        zh = f"{jar.level_on} 缸里 {have}，每天 {rate}，够 {plain(days)} 天，{empty} 吃完；提前 {terms.lead_days}＋{safety} 天，{go} 联系"
        en = f"{have} in the jar on {jar.level_on} at {rate} a day last {plain(days)} days, to {empty}; {terms.lead_days} + {safety} days before: contact {go}"
    return Why("P10" if terms.preset == "village" else "R08.2", VERSION, on, inputs, Text(zh, en))
