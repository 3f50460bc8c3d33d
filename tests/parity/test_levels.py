"""The measure of levels says of everybody what the fold says of each (C14, P0): random populations, every kind of rule."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from minghua.domain.tiering.rules.fold import fold
from minghua.domain.tiering.types import Event, Kind, ProgrammeSpec, RefundEffect, Upgrade, Version
from minghua.domain.tiering.types.spec import (
    AtExpiry,
    Gaps,
    LeapRule,
    Measure,
    MeasureKind,
    Unit,
    Validity,
    ValidityKind,
)
from minghua.kernel.periods import SHANGHAI
from tests.unit.tiering.members import LONG_AGO, gate, spec

pytest.importorskip("numpy")
START = datetime(2022, 1, 1, tzinfo=SHANGHAI)
MOMENTS = (datetime(2024, 3, 1, 9, 30, tzinfo=SHANGHAI), datetime(2025, 3, 1, tzinfo=SHANGHAI))
MEMBERS = 150
YEAR = Validity(ValidityKind.CALENDAR, 1, Unit.YEAR)
MONTHS = Measure(MeasureKind.NATURAL_MONTHS, weights=((12, 100), (12, 50), (12, 25)))
CALENDAR = Measure(MeasureKind.CALENDAR_SUM, unit=Unit.QUARTER)
JD, TRAVEL, BANK = "jd_growth", "travel_company", "bohai_bank"


def _gated(rules: ProgrammeSpec) -> ProgrammeSpec:
    """Every level above the first asks for an order that was kept."""
    first, *above = rules.levels
    return replace(rules, levels=(first, *(replace(each, gates=("ordered",)) for each in above)))


ONE: dict[str, ProgrammeSpec] = {
    "growth, causes revoked": spec(JD),
    "growth, orders asked for": _gated(spec(JD)),
    "growth, at once": spec(JD, refund=RefundEffect.IMMEDIATE, upgrade=Upgrade.NEXT_PERIOD),
    "growth, kept": spec(JD, refund=RefundEffect.AT_EXPIRY, grace_days=20, floor="silver", upgrade=Upgrade.AT_EXPIRY),
    "growth, one down": spec(JD, at_expiry=AtExpiry.ONE_DOWN, leap=LeapRule.CLAMP, first_day_counts=False),
    "growth, pending": spec(JD, pending_days=7, grace_days=30),
    "rolling months": spec(TRAVEL),
    "rolling months, causes revoked": spec(TRAVEL, refund=RefundEffect.REVOKE_CAUSE, grace_days=10),
    "rolling, next period": spec(TRAVEL, upgrade=Upgrade.NEXT_PERIOD, refund=RefundEffect.IMMEDIATE, grace_days=5),
    "rolling days": spec(TRAVEL, measure=Measure(MeasureKind.ROLLING_DAYS, 90), pending_days=3),
    "months by age": spec(TRAVEL, measure=MONTHS, evaluate_day=2, patience=2, validity=Validity(), floor="gold"),
    "calendar": spec(TRAVEL, measure=CALENDAR, validity=YEAR, refund=RefundEffect.IMMEDIATE, zone="America/New_York"),
    "average": spec(BANK),
    "average of days told": spec(BANK, measure=Measure(MeasureKind.MONTHLY_AVERAGE, gaps=Gaps.ZERO), patience=2),
    "registered": spec(BANK, measure=Measure(MeasureKind.REGISTERED, name="asset"), evaluate_day=0, grace_days=9),
}


def _raised(rules: ProgrammeSpec, percent: int) -> ProgrammeSpec:
    levels = tuple(replace(each, threshold=each.threshold and each.threshold * percent // 100) for each in rules.levels)
    return replace(rules, levels=levels)


def _without(rules: ProgrammeSpec, place: int) -> ProgrammeSpec:
    return replace(rules, levels=rules.levels[:place] + rules.levels[place + 1 :])


CHANGES: dict[str, tuple[ProgrammeSpec, ProgrammeSpec]] = {
    "thresholds raised": (spec(JD), _raised(spec(JD), 150)),
    "thresholds lowered": (spec(TRAVEL), _raised(spec(TRAVEL), 60)),
    "a level is gone": (spec(JD), _without(spec(JD), 3)),
    "growth becomes rolling": (spec(JD), spec(JD, measure=Measure(MeasureKind.ROLLING_MONTHS, 12))),
    "rolling becomes growth": (spec(JD, measure=Measure(MeasureKind.ROLLING_MONTHS, 12)), spec(JD)),
    "levels without end get one": (spec(TRAVEL, validity=Validity()), spec(TRAVEL)),
    "judged monthly from then on": (spec(TRAVEL), spec(TRAVEL, evaluate_day=1, validity=Validity(), patience=3)),
    "points wait from then on": (spec(JD), spec(JD, pending_days=14)),
    "readings end": (spec(BANK), spec(BANK, measure=Measure(MeasureKind.REGISTERED, name="asset"))),
}
PROGRAMMES = {
    **{name: (Version(1, LONG_AGO, rules),) for name, rules in ONE.items()},
    **{name: (Version(1, LONG_AGO, old), Version(2, date(2023, 7, 1), new)) for name, (old, new) in CHANGES.items()},
}


def life(chance: random.Random, *, readings: bool) -> list[Event]:
    """Some years of one member: orders, deeds, refunds in part or whole, now and then a gate or two things at once."""
    log: list[Event] = []
    for number in range(chance.randint(0, 14)):
        when = START + timedelta(minutes=chance.randint(0, 1_100 * 24 * 60))
        if readings:
            end = when.replace(hour=23, minute=59)
            log.append(Event(end, f"b{number}", Kind.READING, chance.choice((0, 49_999, 200_000, 500_000, 7_000_000))))
            continue
        amount, name = (
            chance.choice((1, 299, 300, 2_000, 4_000, 9_999, 30_000)),
            chance.choice(("order", "order", "deed")),
        )
        scoring = when.date() - timedelta(days=40) if chance.random() < 0.05 else None
        log.append(Event(when, f"o{number}", Kind.SCORE, amount, name, scoring))
        if chance.random() < 0.05:
            log.append(log[-1]._replace(key=f"t{number}", amount=chance.choice((5, 3_000))))
        for part in range(chance.choice((0, 0, 0, 1, 1, 2))):
            later = when + timedelta(days=chance.choice((1, 9, 30, 200, 500)), minutes=part)
            back = amount if chance.random() < 0.5 else chance.randint(1, amount)
            log.append(Event(later, f"r{number}.{part}", Kind.SCORE, -back, name, None, f"o{number}"))
    if chance.random() < 0.05:
        log += [gate("2023-06-01", "reputation", opens=False), gate("2023-09-01", "reputation", opens=True)]
    return log


def rows(lives: dict[int, list[Event]]) -> list[tuple[int, ...]]:
    """The same lives as lines of a ledger."""
    from minghua.domain.tiering.measures import columns

    ids = {(pk, event.key): number for number, (pk, event) in enumerate(_each(lives), 1)}
    return [
        (
            pk, columns.micros(event.at), event.amount, columns.TYPE_OF[event.kind] + columns.ORDER * (event.name == "order"),
            ids[pk, event.key], ids.get((pk, event.reverses), 0), event.scoring_on.toordinal() if event.scoring_on else 0,
        )
        for pk, log in lives.items()
        for event in sorted(log, key=lambda each: each.at)
    ]  # fmt: skip


def _each(lives: dict[int, list[Event]]) -> list[tuple[int, Event]]:
    return [(pk, event) for pk, log in lives.items() for event in log]


def plain(found: Any, place: int, versions: Sequence[Version]) -> tuple[Any, ...] | None:
    """What the columns say of one member."""
    from minghua.domain.tiering.measures.walk import day_of

    if not found.there[place]:
        return None
    version = versions[found.version[place]]
    return (
        version.spec.levels[found.rank[place]].code, int(found.score[place]), int(found.parts[place]),
        int(found.score_at_expiry[place]), day_of(found.since[place]), day_of(found.until[place]), int(found.watch[place]),
        day_of(found.due[place]), version.number,
    )  # fmt: skip


@pytest.mark.parametrize("versions", PROGRAMMES.values(), ids=PROGRAMMES)
@pytest.mark.parametrize("seed", range(2))
def test_everybody_stands_where_the_fold_puts_each(versions: tuple[Version, ...], seed: int) -> None:
    from minghua.domain.tiering.measures.columns import columns_of, rows_of
    from minghua.domain.tiering.measures.walk import Walk

    chance = random.Random(seed)
    readings = versions[0].spec.code == BANK
    lives = {pk: log for pk in range(1, MEMBERS) if (log := life(chance, readings=readings))}
    columns = columns_of(rows_of(rows(lives)), versions)
    walk = Walk(columns, versions, last=MOMENTS[-1])
    spoken = 0
    for moment in MOMENTS:
        found = walk.until_instant(moment)
        for place, pk in enumerate(columns.customer):
            if found.alone[place]:
                continue
            told = fold(versions, lives[int(pk)], until=moment)
            one = None if told is None else (
                told.level, told.score, told.parts, told.score_at_expiry, told.valid_from, told.valid_until, told.watch,
                told.due_on, told.version,
            )  # fmt: skip
            assert plain(found, place, versions) == one, (pk, lives[int(pk)])
            spoken += 1
    if versions[-1].spec.measure.kind is not MeasureKind.REGISTERED or len(versions) == 1:
        assert spoken > MEMBERS // 10


@pytest.mark.parametrize("name", ["growth, causes revoked", "growth, orders asked for", "thresholds raised"])
def test_columns_speak_of_whose_rise_a_refund_takes_back(name: str) -> None:
    from minghua.domain.tiering.measures.columns import columns_of, rows_of
    from minghua.domain.tiering.measures.walk import Walk

    chance, versions = random.Random(7), PROGRAMMES[name]
    lives = {pk: log for pk in range(1, MEMBERS) if (log := life(chance, readings=False))}
    found = Walk(columns := columns_of(rows_of(rows(lives)), versions), versions, last=MOMENTS[-1]).until_instant(
        MOMENTS[-1]
    )
    revoked = [pk for pk, log in lives.items() if _was_revoked(versions, log)]
    spoken = set(columns.customer[~found.alone].tolist())
    assert len(revoked) > 10
    assert len(spoken.intersection(revoked)) > len(revoked) * 3 // 4


def _was_revoked(versions: Sequence[Version], log: list[Event]) -> bool:
    told = fold(versions, log, until=MOMENTS[-1])
    return told is not None and any(decision.code == "revoked" for decision in told.trace)
