"""Answers of a survey that cannot be true are refused, each by name."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from minghua.domain.care.models import Jar
from minghua.domain.care.queries.facts import milli
from minghua.domain.care.rules import need
from minghua.domain.care.types import MICRO, NewJar
from minghua.kernel.errors import Invalid
from minghua.kernel.money import half_up

MOST_PEOPLE = 1_000
MOST_SERVINGS = 1_000_000_000
PRESETS = ("shop", "village")


def check_jar(answers: NewJar | Jar) -> None:
    """Raise Invalid at the first answer that cannot be true."""
    _within(
        "capacity_milli", answers.capacity_milli, 1, MOST_SERVINGS, "缸的容量要大于 0。", "The jar must hold something."
    )
    _within("people", answers.people, 0, MOST_PEOPLE, "人数不对。", "The number of people cannot be right.")
    _within(
        "per_person_milli",
        answers.per_person_milli,
        0,
        MOST_SERVINGS,
        "每人用量不对。",
        "The use per person cannot be right.",
    )
    _within("level_milli", answers.level_milli, 0, MOST_SERVINGS, "缸里的量不对。", "The level cannot be right.")
    _within(
        "pay_day",
        answers.pay_day,
        1,
        31,
        "收款日应是 1 到 31 号。",
        "The collection day is a day of the month, 1 to 31.",
    )
    _within("lead_days", answers.lead_days, 0, 60, "提前天数不对。", "The lead cannot be right.")
    _within("safety_days", answers.safety_days, 0, 60, "安全天数不对。", "The safety days cannot be right.")
    _within(
        "credit_limit_minor",
        answers.credit_limit_minor,
        0,
        10**12,
        "赊账限额不对。",
        "The credit limit cannot be right.",
    )
    if answers.preset not in PRESETS:
        raise Invalid("没有这种送货方式。", "There is no such preset.", field="preset")
    for _, portion in answers.portions:
        _within("portions", portion, 0, MOST_SERVINGS, "每人用量不对。", "The use per person cannot be right.")


def check_day(day: date, *, field: str) -> None:
    """Raise Invalid for a day outside 1990–2100: a slip of the finger."""
    if not 1990 <= day.year <= 2100:
        raise Invalid("日期不对。", "The day cannot be right.", field=field)


def rate_micro(people: int, per_person_milli: int, portions: Sequence[Sequence[Any]]) -> int | None:
    """Return the surveyed need in millionths of a serving a day; None when it is nothing (needs a survey)."""
    shares = [milli(portion) for _, portion in portions]
    daily = need.daily_need(people=people, per_person=milli(per_person_milli), portions=shares)
    return to_micro(daily) or None


def to_micro(rate: Fraction) -> int:
    """Return a rate in millionths, half up."""
    return half_up(rate * MICRO)


def _within(field: str, value: int | None, least: int, most: int, zh: str, en: str) -> None:
    if value is not None and not least <= value <= most:
        raise Invalid(zh, en, field=field)
