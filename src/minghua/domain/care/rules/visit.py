"""When to go and what to bring: contact day of the shop, delivery day of the village, retries (R08.2, P10)."""

from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import NamedTuple

from minghua.domain.care.rules import supply
from minghua.domain.care.types import VOCABULARIES, JarFacts, Outcome, Plan, Retry, Terms, plain
from minghua.kernel.decisions import Why
from minghua.kernel.words import Text

VERSION = 1
OUTCOMES = {term.code: term.text for term in VOCABULARIES["care.outcome"]}
ONE_DAY = timedelta(days=1)


class Visit(NamedTuple):
    """The next visit: exact days of supply, run-out day, day to go, level and amount to bring on it."""

    days: Fraction
    run_out_on: date
    on: date
    level: Fraction
    bring: Fraction


def plan(jar: JarFacts, terms: Terms, *, on: date, retry_on: date | None = None) -> Plan:
    """Return when to go (never before `on`), what to bring then, and why; without a rate it asks for a survey.

    A promised `retry_on` (nobody home, another day agreed) takes the place of the computed day.
    """
    going = next_visit(jar, terms, on=on, retry_on=retry_on)
    if going is None:
        return _no_date(jar, on=on)
    return Plan(
        days=going.days,
        run_out_on=going.run_out_on,
        go_on=going.on,
        level=going.level,
        bring=going.bring,
        notices=_notices(jar, empty=going.run_out_on, on=on),
        why=_why(jar, terms, going, on=on),
    )


def next_visit(jar: JarFacts, terms: Terms, *, on: date, retry_on: date | None = None) -> Visit | None:
    """Return the bare dates and amounts of the next visit, for plans over many jars; None without a date."""
    days = supply.days_of_supply(jar)
    if days is None:
        return None
    empty = supply.after(jar, days)
    computed = deliver_on(jar, terms, days) if terms.preset == "village" else contact_on(terms, empty)
    go = max(retry_on or computed, on)
    level = supply.level_at(jar, go) or Fraction(0)
    return Visit(days, empty, go, level, to_bring(jar.capacity, level))


def contact_on(terms: Terms, empty: date) -> date:
    """Return the shop's contact day: run-out − lead − safety (A08.1)."""
    return empty - timedelta(days=terms.lead_days + floor(terms.safety_days))


def deliver_on(jar: JarFacts, terms: Terms, days: Fraction) -> date:
    """Return the village's delivery day: floor(days of supply − s) days after the last level, at least 1 (P10)."""
    return supply.after(jar, max(Fraction(1), days - terms.safety_days))


def to_bring(capacity: Fraction, level: Fraction | None) -> Fraction:
    """Return the servings that fill the jar to the brim: capacity − level, never negative."""
    return max(capacity - (level or 0), Fraction(0))


def retry(outcome: Outcome, plan: Plan, *, on: date, agreed_on: date | None = None) -> Retry:
    """Return when to try again: the day agreed, else tomorrow; warns if the jar is empty first (MH-08).

    Who declines is asked again when a full jar would have been eaten.
    """
    again = max(agreed_on or on + ONE_DAY, on + ONE_DAY)
    out_first = plan.run_out_on is not None and plan.run_out_on < again
    why = OUTCOMES.get(outcome, Text(outcome, outcome))
    reason = Text(
        f"{on:%Y-%m-%d} 没送成（{why.zh}），{again:%Y-%m-%d} 再去",
        f"Nothing delivered on {on} ({why.en.lower()}); again {again}",
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


def _why(jar: JarFacts, terms: Terms, going: Visit, *, on: date) -> Why:
    inputs = {
        "level": plain(jar.level),
        "level_on": jar.level_on,
        "rate": plain(jar.rate),
        "capacity": plain(jar.capacity),
        "days": plain(going.days),
        "run_out_on": going.run_out_on,
        "lead_days": terms.lead_days,
        "safety_days": plain(terms.safety_days),
        "preset": terms.preset,
    }
    have = Text(
        f"{jar.level_on} 缸里 {plain(jar.level)}，每天 {plain(jar.rate)}，够 {plain(going.days)} 天",
        f"{plain(jar.level)} in the jar on {jar.level_on}, {plain(jar.rate)} a day, lasts {plain(going.days)} days",
    )
    safety = plain(terms.safety_days)
    if terms.preset == "village":
        then = Text(f"；留 {safety} 天余地，{going.on} 送", f"; {safety} days in hand: deliver {going.on}")
    else:
        then = Text(
            f"，{going.run_out_on} 吃完；提前 {terms.lead_days}＋{safety} 天，{going.on} 联系",
            f", until {going.run_out_on}; {terms.lead_days} + {safety} days before: contact {going.on}",
        )
    rule = "P10" if terms.preset == "village" else "R08.2"
    return Why(rule, VERSION, on, inputs, Text(have.zh + then.zh, have.en + then.en))
