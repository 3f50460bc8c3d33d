"""Schemes of points as the room works with them: running ones with their published versions."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.models import PointsScheme, PointsVersion
from minghua.domain.loyalty.rules import points_scheme as rules
from minghua.domain.loyalty.types.points_scheme import PointsSpec
from minghua.domain.loyalty.types.points_scheme import PointsVersion as Version
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import local_date

PRESETS: Final = Path(__file__).parent.parent / "points_presets"


class PointsPlan(NamedTuple):
    """A scheme of points with its versions, ascending; nothing is earned by one that `is_stopped`, the rest lives on."""

    id: int
    code: str
    versions: tuple[Version, ...]
    is_stopped: bool

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its days; every version has the same."""
        return self.versions[0].spec.tz

    @property
    def latest(self) -> PointsSpec:
        """What the newest version says."""
        return self.versions[-1].spec

    def at(self, at: datetime) -> Version:
        """Return the version in force at an instant; before the first the first."""
        day = local_date(at, self.zone)
        return next((each for each in reversed(self.versions) if each.from_on <= day), self.versions[0])

    def began_on(self) -> date:
        """Return the first day on which anything is earned."""
        return self.versions[0].from_on


def every() -> list[PointsPlan]:
    """Return every scheme of points, stopped ones too."""
    return _plans(PointsScheme.objects.order_by("pk"))


def plan(code: str) -> PointsPlan:
    """Return one scheme of points, a stopped one too; raises NotFound."""
    found = _plans(PointsScheme.objects.filter(code=code))
    if not found:
        raise NotFound(field="scheme")
    return found[0]


def _plans(rows: Iterable[PointsScheme]) -> list[PointsPlan]:
    known = {row.pk: row for row in rows}
    found: dict[int, list[Version]] = {}
    for row in PointsVersion.objects.filter(scheme_id__in=known).order_by("from_on") if known else ():
        found.setdefault(row.scheme_id, []).append(Version(row.number, row.from_on, specified(row.text)))
    return [PointsPlan(pk, row.code, tuple(found[pk]), row.stopped_at is not None) for pk, row in known.items()]


@lru_cache(maxsize=256)
def specified(text: str) -> PointsSpec:
    """Return the rules of a stored text; it was sound when it was stored."""
    return rules.from_text(text)


@cache
def points_preset_texts() -> dict[str, str]:
    """Return code → text of the schemes of points that the product ships with."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(PRESETS.glob("*.yaml"))}
