"""From rows to the facts that rules judge: jars, their household's life, the terms in force; three queries for any number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from minghua.domain.care.models import Absence, Jar, Occasion, Sizing
from minghua.domain.care.rules import need
from minghua.domain.care.types import MICRO, MILLI, Feast, JarFacts, Life, Size, Terms
from minghua.foundation.parameters import queries as parameters
from minghua.kernel.periods import Period

_CHUNK = 900
_TERMS = ("jar.lead_days", "jar.safety_days", "jar.alpha_shop", "jar.safety_village", "jar.alpha_village")


def milli(value: int) -> Fraction:
    """Return thousandths as an exact number."""
    return Fraction(value, MILLI)


def micro(value: int | None) -> Fraction | None:
    """Return millionths as an exact number; None stays None."""
    return None if value is None else Fraction(value, MICRO)


def terms_in_force(on: date) -> dict[str, Terms]:
    """Return preset → terms as the parameters stand on that day (P14, P10); one query."""
    said = parameters.values(_TERMS, on=on)
    lead, safety, alpha, safety_village, alpha_village = (Fraction(str(said[code])) for code in _TERMS)
    return {
        "shop": Terms("shop", int(lead), safety, alpha),
        "village": Terms("village", 0, safety_village, alpha_village),
    }


def terms_of(jar: Jar, book: dict[str, Terms]) -> Terms:
    """Return the jar's own terms: its preset, with its own lead and safety days where it has them."""
    usual = book[jar.preset]
    lead = usual.lead_days if jar.lead_days is None else jar.lead_days
    safety = usual.safety_days if jar.safety_days is None else Fraction(jar.safety_days)
    return Terms(usual.preset, lead, safety, usual.alpha)


def facts_of(jars: Sequence[Jar]) -> dict[int, JarFacts]:
    """Return jar id → facts, the household's life included."""
    lives = _lives([jar.pk for jar in jars])
    return {
        jar.pk: JarFacts(
            capacity=milli(jar.capacity_milli),
            level=milli(jar.level_milli),
            level_on=jar.level_on,
            rate=micro(jar.rate_micro),
            life=lives.get(jar.pk, Life()),
        )
        for jar in jars
    }


def sizing_daily(row: Sizing) -> Fraction:
    """Return the servings a day of one recorded size (R08.1)."""
    portions = [milli(portion) for _, portion in row.portions]
    return need.daily_need(people=row.people, per_person=milli(row.per_person_milli), portions=portions)


def _lives(jar_ids: list[int]) -> dict[int, Life]:
    sizes: dict[int, list[Size]] = defaultdict(list)
    absences: dict[int, list[Period]] = defaultdict(list)
    feasts: dict[int, list[Feast]] = defaultdict(list)
    for ids in _chunks(jar_ids):
        for size in Sizing.objects.filter(jar_id__in=ids).order_by("from_on"):
            sizes[size.jar_id].append(Size(size.from_on, sizing_daily(size)))
        for absence in Absence.objects.filter(jar_id__in=ids):
            absences[absence.jar_id].append(Period(absence.from_on, absence.until_on))
        for feast in Occasion.objects.filter(jar_id__in=ids):
            feasts[feast.jar_id].append(Feast(Period(feast.from_on, feast.until_on), milli(feast.factor_milli)))
    known = sizes.keys() | absences.keys() | feasts.keys()
    return {pk: Life(tuple(sizes[pk]), tuple(absences[pk]), tuple(feasts[pk])) for pk in known}


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))
