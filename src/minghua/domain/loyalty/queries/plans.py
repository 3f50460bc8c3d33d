"""Schemes as the room works with them: versions read into rules, the programme's levels and time zone, presets."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.models import BenefitScheme, BenefitVersion
from minghua.domain.loyalty.rules import scheme as rules
from minghua.domain.loyalty.types import SchemeSpec, SchemeVersion
from minghua.domain.loyalty.types.shown import Level
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.types import ProgrammeSpec
from minghua.foundation.people.types import SYSTEM
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

PRESETS: Final = Path(__file__).parent.parent / "presets"


class NoProgramme(Refusal):
    """The scheme speaks of a programme that is not published here."""

    code = "no_programme"
    status = 409
    text = Text("等级计划「{programme}」还没有发布。", "The programme “{programme}” has not been published.")
    remedy = Text("请先安装并发布这个等级计划。", "Install and publish that programme first.")


class Plan(NamedTuple):
    """A running scheme with its versions, ascending, and the time zone of its programme."""

    id: int
    code: str
    programme: str
    zone: ZoneInfo
    versions: tuple[SchemeVersion, ...]

    def on(self, day: date) -> SchemeVersion | None:
        """Return the version in force on a day, None before the first."""
        return next((each for each in reversed(self.versions) if each.from_on <= day), None)

    def today(self, at: datetime) -> date:
        """Return the local day of an instant."""
        return local_date(at, self.zone)


def running(*codes: str) -> list[Plan]:
    """Return the schemes that are published and not stopped (only those of the codes, when there are any)."""
    rows = BenefitScheme.objects.filter(stopped_at=None).order_by("pk")
    return plans_of(rows.filter(code__in=codes) if codes else rows)


def every() -> list[Plan]:
    """Return every scheme, stopped ones too."""
    return plans_of(BenefitScheme.objects.order_by("pk"))


def plans_of(rows: Iterable[BenefitScheme]) -> list[Plan]:
    """Return these schemes with their versions."""
    known = {row.pk: row for row in rows}
    found: dict[int, list[SchemeVersion]] = {}
    for version in BenefitVersion.objects.filter(scheme_id__in=known).order_by("from_on") if known else ():
        found.setdefault(version.scheme_id, []).append(opened(version))
    zones: dict[str, ZoneInfo] = {}
    for row in known.values():
        if row.programme not in zones:
            zones[row.programme] = programme_rules(row.programme, on=local_date(row.created_at)).tz
    return [Plan(pk, row.code, row.programme, zones[row.programme], tuple(found[pk])) for pk, row in known.items()]


def plan(code: str) -> Plan:
    """Return one running scheme; raises NotFound."""
    found = running(code)
    if not found:
        raise NotFound(field="scheme")
    return found[0]


def opened(row: BenefitVersion) -> SchemeVersion:
    """Return what a published version says."""
    return SchemeVersion(row.number, row.from_on, specified(row.text))


@lru_cache(maxsize=256)
def specified(text: str) -> SchemeSpec:
    """Return the rules of a stored text; it was sound when it was stored."""
    return rules.from_text(text)


def programme_rules(programme: str, *, on: date) -> ProgrammeSpec:
    """Return the rules of a published programme on a day; raises NoProgramme."""
    try:
        return tiering_reads.rules_in_force(SYSTEM, programme, on=on)
    except NotFound as missing:
        raise NoProgramme(field="programme", programme=programme) from missing


def levels_of(spec: ProgrammeSpec) -> tuple[Level, ...]:
    """Return the levels of a programme, from below."""
    return tuple(Level(each.code, each.name) for each in spec.levels)


@cache
def preset_texts() -> dict[str, str]:
    """Return code → text of the schemes that the product ships with."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(PRESETS.glob("*.yaml"))}
