"""Schemes of points are published and stopped: what was published never changes."""

from datetime import date, datetime

from minghua.domain.loyalty.models import PointsScheme, PointsVersion
from minghua.domain.loyalty.operations.schemes import SchemeStopped
from minghua.domain.loyalty.queries import points_plans
from minghua.domain.loyalty.types.points_scheme import PointsSpec
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.periods import local_date

SUBJECT = "loyalty.PointsScheme"


def install_points_preset(preset: str, *, from_on: date, by: Actor, at: datetime) -> str:
    """Publish a scheme of points that the product ships with and return its code; raises what `publish_points` raises."""
    require(by, "points.manage")
    text = points_plans.points_preset_texts().get(preset)
    if text is None:
        raise NotFound(field="preset")
    return publish_points(text, from_on=from_on, by=by, at=at)


def publish_points(text: str, *, from_on: date, by: Actor, at: datetime) -> str:
    """Put a scheme of points into force from a local day on and return its code.

    The first version may begin on any day, a later one after today. Raises SchemeInvalid with every defect, its line and
    remedy; NoProgramme; SchemeStopped; Invalid (`from_on`, `time_zone`).
    """
    require(by, "points.manage")
    spec = points_plans.read(text, from_on=from_on, at=at)
    row = _scheme(spec, by=by, at=at)
    last = PointsVersion.objects.filter(scheme=row).order_by("-number").first()
    if last is not None:
        _may_follow(last, spec, from_on, at=at)
    number = 1 if last is None else last.number + 1
    PointsVersion.objects.create(
        scheme=row, number=number, from_on=from_on, text=text, published_at=at, published_by_id=by.user_id
    )
    told = {"name_zh": spec.name.zh, "name_en": spec.name.en, **({"walk_after": 0} if number == 1 else {})}
    PointsScheme.objects.filter(pk=row.pk).update(**told)
    audit.record("points.published", SUBJECT, row.pk, {"number": number, "from_on": from_on}, by=by, at=at)
    return row.code


def stop_points(code: str, *, by: Actor, at: datetime) -> None:
    """End a scheme: nothing is earned by it any more, what was earned lives on by its terms; raises NotFound."""
    require(by, "points.manage")
    if not PointsScheme.objects.filter(code=code, stopped_at=None).update(stopped_at=at):
        raise NotFound(field="scheme")
    pk = PointsScheme.objects.values_list("pk", flat=True).get(code=code)
    audit.record("points.stopped", SUBJECT, pk, by=by, at=at)


def _scheme(spec: PointsSpec, *, by: Actor, at: datetime) -> PointsScheme:
    told = {"name_zh": spec.name.zh, "name_en": spec.name.en, "created_at": at, "created_by_id": by.user_id}
    row, _ = PointsScheme.objects.select_for_update().get_or_create(code=spec.code, defaults=told)
    if row.stopped_at is not None:
        raise SchemeStopped(field="code", scheme=row.code)
    return row


def _may_follow(last: PointsVersion, spec: PointsSpec, from_on: date, *, at: datetime) -> None:
    after = max(last.from_on, local_date(at, spec.tz))
    if from_on <= after:
        raise Invalid(f"新版本要从 {after} 之后开始。", f"A new version begins after {after}.", field="from_on")
    if points_plans.specified(last.text).tz != spec.tz:
        raise Invalid(
            "时区不能再改：过去的日子都按它计算。",
            "The time zone stays: all past days are reckoned by it.",
            field="time_zone",
        )
