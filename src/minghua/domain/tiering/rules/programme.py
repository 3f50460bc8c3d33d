"""The text or form of a programme becomes its specification, or a list of everything that is wrong with it (C14)."""

from collections.abc import Collection, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from minghua.domain.tiering.rules import reading, soundness
from minghua.domain.tiering.rules.parsing import Reader, inside
from minghua.domain.tiering.types import spec as words
from minghua.domain.tiering.types.problems import ProgrammeInvalid
from minghua.domain.tiering.types.spec import (
    BenefitName,
    EarningRule,
    Level,
    Measure,
    MeasureKind,
    ProgrammeSpec,
    Unit,
    Validity,
    ValidityKind,
)
from minghua.kernel.words import Text

KEYS = (
    "code", "name", "note", "measure", "levels", "validity", "upgrade", "at_expiry", "refund", "gate_effect", "evaluate_day",
    "patience", "grace_days", "pending_days", "floor", "members", "time_zone", "leap", "first_day_counts", "correction_days",
    "earning", "benefits", "illustrative",
)  # fmt: skip
_LEVEL = ("code", "name", "from", "gates", "deduct", "validity", "patience", "benefits")
_MEASURE = ("kind", "days", "months", "unit", "weights", "name", "gaps")


def from_text(text: str, *, measures: Collection[str] = ()) -> ProgrammeSpec:
    """Return the specification that a YAML or JSON text tells; raises ProgrammeInvalid with the lines."""
    page = reading.read(text)
    return from_data(page.data, lines=page.lines, measures=measures)


def from_data(data: Any, *, lines: Mapping[str, int] | None = None, measures: Collection[str] = ()) -> ProgrammeSpec:
    """Return the specification that plain data tells (a form, a stored version); raises ProgrammeInvalid with the paths.

    `measures` are the names of the registered measures of the house.
    """
    read = Reader(lines or {})
    spec = _programme(read, data)
    if not read.problems:
        soundness.examine(read, spec, measures=measures)
    if read.problems:
        raise ProgrammeInvalid(tuple(read.problems))
    return spec


def _programme(read: Reader, data: Any) -> ProgrammeSpec:
    found = read.mapping(data, "", KEYS)
    code = read.code(found.get("code"), "code")
    measure = _measure(read, found.get("measure", {"kind": "growth"}))
    monthly = measure.kind in {MeasureKind.MONTHLY_AVERAGE, MeasureKind.NATURAL_MONTHS}
    return ProgrammeSpec(
        code=code,
        name=read.text(found.get("name"), "name", Text(code, code)),
        note=read.text(found.get("note"), "note"),
        measure=measure,
        levels=_levels(read, found.get("levels")),
        validity=_validity(read, found.get("validity"), "validity"),
        upgrade=read.word(found.get("upgrade"), "upgrade", words.Upgrade, words.Upgrade.IMMEDIATE),
        at_expiry=read.word(found.get("at_expiry"), "at_expiry", words.AtExpiry, words.AtExpiry.REGRADE),
        refund=read.word(found.get("refund"), "refund", words.RefundEffect, words.RefundEffect.REVOKE_CAUSE),
        gate_effect=read.word(found.get("gate_effect"), "gate_effect", words.GateEffect, words.GateEffect.AT_ONCE),
        evaluate_day=read.whole(found.get("evaluate_day"), "evaluate_day", least=0, most=28, default=int(monthly)),
        patience=read.whole(found.get("patience"), "patience", least=1, most=60, default=1),
        grace_days=read.whole(found.get("grace_days"), "grace_days", least=0, most=366, default=0),
        pending_days=read.whole(found.get("pending_days"), "pending_days", least=0, most=366, default=0),
        floor=str(found.get("floor") or ""),
        members=read.word(found.get("members"), "members", words.Members, words.Members.ALL),
        zone=_zone(read, found.get("time_zone", "Asia/Shanghai")),
        leap=read.word(found.get("leap"), "leap", words.LeapRule, words.LeapRule.MONTH_END),
        first_day_counts=found.get("first_day_counts", True) is True,
        correction_days=read.whole(found.get("correction_days"), "correction_days", least=0, most=3660, default=90),
        earning=_earning(read, found.get("earning")),
        benefits=_benefits(read, found.get("benefits")),
        illustrative=found.get("illustrative", False) is True,
    )


def _measure(read: Reader, data: Any) -> Measure:
    found = read.mapping(data, "measure", _MEASURE)
    kind = read.word(found.get("kind"), "measure.kind", MeasureKind, MeasureKind.GROWTH)
    return Measure(
        kind,
        _length(read, found, kind),
        read.word(found.get("unit"), "measure.unit", Unit, Unit.YEAR),
        _weights(read, found.get("weights")),
        str(found.get("name") or ""),
        read.word(found.get("gaps"), "measure.gaps", words.Gaps, words.Gaps.CARRY),
    )


def _length(read: Reader, found: Mapping[str, Any], kind: MeasureKind) -> int:
    if kind is MeasureKind.ROLLING_DAYS:
        return read.whole(found.get("days"), "measure.days", least=1, most=3660)
    if kind is MeasureKind.ROLLING_MONTHS:
        return read.whole(found.get("months"), "measure.months", least=1, most=3660)
    if kind is MeasureKind.REGISTERED:
        return read.whole(found.get("months"), "measure.months", least=1, most=120, default=12)
    return 0


def _weights(read: Reader, data: Any) -> tuple[tuple[int, int], ...]:
    bands = []
    for place, each in enumerate(read.listing(data, "measure.weights")):
        path = f"measure.weights[{place}]"
        found = read.mapping(each, path, ("months", "percent"))
        months = read.whole(found.get("months"), f"{path}.months", least=1, most=120)
        bands.append((months, read.whole(found.get("percent"), f"{path}.percent", least=0, most=10_000)))
    return tuple(bands)


def _levels(read: Reader, data: Any) -> tuple[Level, ...]:
    return tuple(_level(read, each, f"levels[{place}]") for place, each in enumerate(read.listing(data, "levels")))


def _level(read: Reader, data: Any, path: str) -> Level:
    found = read.mapping(data, path, _LEVEL)
    code = read.code(found.get("code"), f"{path}.code")
    start, patience = found.get("from"), found.get("patience")
    return Level(
        code=code,
        name=read.text(found.get("name"), f"{path}.name", Text(code, code)),
        threshold=None if start is None else read.whole(start, f"{path}.from", least=0),
        gates=tuple(str(each) for each in read.listing(found.get("gates"), f"{path}.gates")),
        deduct=read.whole(found.get("deduct"), f"{path}.deduct", least=0, default=0),
        validity=None if "validity" not in found else _validity(read, found["validity"], f"{path}.validity"),
        patience=None if patience is None else read.whole(patience, f"{path}.patience", least=1, most=60),
        benefits=tuple(str(each) for each in read.listing(found.get("benefits"), f"{path}.benefits")),
    )


def _validity(read: Reader, data: Any, path: str) -> Validity:
    """`none`, {days: 60}, {months: 12}, {years: 1}, {calendar: year, periods: 2}."""
    if data is None or data == "none":
        return Validity()
    found = read.mapping(data, path, ("days", "months", "years", "calendar", "periods"))
    kinds = [key for key in found if key != "periods"]
    if len(kinds) != 1:
        read.wrong(
            path, "validity", Text("有效期要写且只写一种。", "Say exactly one kind of validity."),
            Text("none、days、months、years 或 calendar。", "none, days, months, years or calendar."),
        )  # fmt: skip
        return Validity()
    kind, inner = kinds[0], f"{path}.{kinds[0]}"
    if kind == "calendar":
        periods = read.whole(found.get("periods"), f"{path}.periods", least=1, most=20, default=1)
        return Validity(ValidityKind.CALENDAR, periods, read.word(found[kind], inner, Unit, Unit.YEAR))
    length = read.whole(found[kind], inner, least=1, most=3660)
    if kind == "days":
        return Validity(ValidityKind.DAYS, length)
    return Validity(ValidityKind.MONTHS, length * (12 if kind == "years" else 1))


def _zone(read: Reader, data: Any) -> str:
    try:
        return str(ZoneInfo(str(data)).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        read.wrong(
            "time_zone", "time_zone", Text(f"没有「{data}」这个时区。", f"There is no time zone “{data}”."),
            Text("例如 Asia/Shanghai。", "For example Asia/Shanghai."),
        )  # fmt: skip
        return "Asia/Shanghai"


def _earning(read: Reader, data: Any) -> tuple[EarningRule, ...]:
    rules = []
    for place, each in enumerate(read.listing(data, "earning")):
        path = f"earning[{place}]"
        found = read.mapping(each, path, ("code", "kind", "not_levels", "terms"))
        terms = found.get("terms") or {}
        if not isinstance(terms, Mapping):
            read.mapping(terms, inside(path, "terms"), ())
            terms = {}
        rules.append(
            EarningRule(
                code=read.code(found.get("code"), f"{path}.code"),
                kind=str(found.get("kind") or ""),
                terms=tuple(sorted((str(name), value) for name, value in terms.items())),
                not_levels=tuple(str(each) for each in read.listing(found.get("not_levels"), f"{path}.not_levels")),
            )
        )
    return tuple(rules)


def _benefits(read: Reader, data: Any) -> tuple[BenefitName, ...]:
    named = []
    for place, each in enumerate(read.listing(data, "benefits")):
        path = f"benefits[{place}]"
        found = read.mapping(each, path, ("code", "name", "includes"))
        code = read.code(found.get("code"), f"{path}.code")
        includes = tuple(str(one) for one in read.listing(found.get("includes"), f"{path}.includes"))
        named.append(BenefitName(code, read.text(found.get("name"), f"{path}.name", Text(code, code)), includes))
    return tuple(named)
