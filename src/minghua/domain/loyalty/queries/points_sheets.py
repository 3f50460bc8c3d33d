"""Schemes of points as doors show them: one with its text and versions, what a text would say, those that ship with the product."""

from datetime import datetime
from typing import NamedTuple

from minghua.domain.loyalty.models import PointsScheme, PointsVersion
from minghua.domain.loyalty.queries import points_overview, points_plans
from minghua.domain.loyalty.queries.points_overview import PointsSchemeRow
from minghua.domain.loyalty.types import SchemeInvalid
from minghua.domain.loyalty.types.points_scheme import PointsSpec
from minghua.domain.loyalty.types.shown import VersionRow
from minghua.domain.tiering.types import Problem
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound


class PointsSheet(NamedTuple):
    """A scheme of points as it is in force at an instant, its newest text and its history; `specs` is what each version says."""

    row: PointsSchemeRow
    spec: PointsSpec
    text: str
    versions: tuple[VersionRow, ...]
    specs: tuple[PointsSpec, ...]


class PointsExamined(NamedTuple):
    """What a text says, or what is wrong with it."""

    spec: PointsSpec | None
    problems: tuple[Problem, ...]


def points_scheme(viewer: Actor, code: str, *, at: datetime) -> PointsSheet:
    """Return one scheme of points; raises NotFound."""
    row = next((each for each in points_overview.points_schemes(viewer, at=at) if each.code == code), None)
    if row is None:
        raise NotFound(field="scheme")
    rows = PointsVersion.objects.filter(scheme__code=code).select_related("published_by").order_by("from_on")
    versions = list(rows)
    told = tuple(
        VersionRow(each.number, each.from_on, each.published_at, each.published_by.name if each.published_by else "")
        for each in versions
    )
    specs = tuple(points_plans.specified(each.text) for each in versions)
    return PointsSheet(row, points_plans.plan(code).at(at).spec, versions[-1].text, told, specs)


def points_specs(viewer: Actor) -> dict[str, PointsSpec]:
    """Return code → what the newest version of each scheme of points says."""
    require(viewer, "points.view")
    return {plan.code: plan.latest for plan in points_plans.every()}


def examine_points(viewer: Actor, text: str, *, at: datetime) -> PointsExamined:
    """Return what a text says, or every defect with its line and remedy; nothing is kept. Raises NoProgramme."""
    require(viewer, "points.manage")
    try:
        spec = points_plans.read(text, at=at)
    except SchemeInvalid as refused:
        return PointsExamined(None, refused.problems)
    return PointsExamined(spec, ())


def points_presets(viewer: Actor) -> dict[str, PointsSpec]:
    """Return code → the schemes of points that the product ships with and that are not installed."""
    require(viewer, "points.manage")
    installed = set(PointsScheme.objects.values_list("code", flat=True))
    texts = points_plans.points_preset_texts()
    return {code: points_plans.specified(text) for code, text in texts.items() if code not in installed}
