"""Schemes of points as the room works with them: running ones with their published versions."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from minghua.domain.catalog import queries as catalog
from minghua.domain.loyalty.models import PointsScheme, PointsVersion
from minghua.domain.loyalty.queries import plans
from minghua.domain.loyalty.rules import points_scheme as rules
from minghua.domain.loyalty.rules.earning_text import Known
from minghua.domain.loyalty.types.points_scheme import PointsPlan, PointsSpec
from minghua.domain.loyalty.types.points_scheme import PointsVersion as Version
from minghua.foundation.people.types import SYSTEM
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import local_date

PRESETS: Final = Path(__file__).parent.parent / "points_presets"


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


def read(text: str, *, from_on: date | None = None, at: datetime) -> PointsSpec:
    """Return what a text says that is to be published: levels, products and shelves that it names must be there.

    Raises SchemeInvalid with every defect, NoProgramme.
    """
    spec = rules.from_text(text)
    levels = None
    if spec.programme:
        day = local_date(at, spec.tz)
        told = plans.programme_rules(spec.programme, on=day if from_on is None else max(from_on, day))
        levels = [level.code for level in told.levels]
    skus = {sku for rule in spec.earn for sku in rule.goods.products}
    shelves = {shelf for rule in spec.earn for shelf in rule.goods.categories}
    products = {sku.casefold() for sku in catalog.ids_by_sku(SYSTEM, skus)} if skus else None
    categories = {node.name for node in catalog.categories(SYSTEM)} if shelves else None
    return rules.from_text(text, known=Known(levels, products, categories))


@lru_cache(maxsize=256)
def specified(text: str) -> PointsSpec:
    """Return the rules of a stored text; it was sound when it was stored."""
    return rules.from_text(text)


@cache
def points_preset_texts() -> dict[str, str]:
    """Return code → text of the schemes of points that the product ships with."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(PRESETS.glob("*.yaml"))}
