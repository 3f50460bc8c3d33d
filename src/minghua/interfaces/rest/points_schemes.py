"""Schemes of points: published by version, examined, stopped, and what is owed to members."""

from datetime import timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.interfaces.rest import points_shapes as shapes
from minghua.interfaces.rest.benefit_shapes import BenefitExaminedOut, BenefitSchemeMadeOut
from minghua.interfaces.rest.benefits import BenefitPresetIn, BenefitSchemeIn, BenefitTextIn
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.points_shapes import Word
from minghua.interfaces.rest.shapes import Day, ListOut
from minghua.kernel.errors import Invalid
from minghua.kernel.periods import local_date

router = Door(tags=["points"])
ONE_DAY = timedelta(days=1)


@router.read("/points-schemes", permission="points.view", answers=ListOut[shapes.PointsSchemeOut])
def list_points_schemes(request: HttpRequest) -> Any:
    """Every scheme of points as it is in force."""
    caller = of(request)
    return {"items": loyalty_reads.points_schemes(caller.actor, at=caller.at)}


@router.write("POST", "/points-schemes", permission="points.manage", answers=BenefitSchemeMadeOut, status=201)
def publish_points_scheme(request: HttpRequest, body: BenefitSchemeIn) -> Any:
    """Publish the next version of a scheme; 422 names the place of the first defect and the remedy."""
    caller = of(request)
    day = body.from_on or local_date(caller.at)
    return {"code": loyalty.publish_points(body.text, from_on=day, by=caller.actor, at=caller.at)}


@router.write("POST", "/points-schemes/presets", permission="points.manage", answers=BenefitSchemeMadeOut, status=201)
def install_points_preset(request: HttpRequest, body: BenefitPresetIn) -> Any:
    """Publish a scheme that ships with the product."""
    caller = of(request)
    day = body.from_on or local_date(caller.at)
    return {"code": loyalty.install_points_preset(body.preset, from_on=day, by=caller.actor, at=caller.at)}


@router.write("POST", "/points-schemes/examination", permission="points.manage", answers=BenefitExaminedOut)
def examine_points_scheme(request: HttpRequest, body: BenefitTextIn) -> Any:
    """Everything that is wrong with a text; nothing is kept."""
    caller = of(request)
    return {"problems": loyalty_reads.examine_points(caller.actor, body.text, at=caller.at).problems}


@router.read("/points-schemes/{code}", permission="points.view", answers=shapes.PointsSheetOut)
def get_points_scheme(request: HttpRequest, code: Word) -> Any:
    """One scheme of points with its newest text and its versions."""
    caller = of(request)
    return shapes.sheet(loyalty_reads.points_scheme(caller.actor, code, at=caller.at))


@router.write("DELETE", "/points-schemes/{code}", permission="points.manage", status=204)
def stop_points_scheme(request: HttpRequest, code: Word) -> Any:
    """Stop a scheme: nothing more is earned, what was earned lives on by its terms."""
    caller = of(request)
    loyalty.stop_points(code, by=caller.actor, at=caller.at)


@router.read("/points-schemes/{code}/liability", permission="points.manage", answers=shapes.LiabilityOut)
def get_points_liability(request: HttpRequest, code: Word, since: Day | None = None, until: Day | None = None) -> Any:
    """What happened from one day to the end of another (this month so far unless said), and what stood at its end."""
    caller = of(request)
    today = local_date(caller.at)
    last = until or today
    first = since or last.replace(day=1)
    if not first <= last <= today:
        raise Invalid(
            "起始日应不晚于截止日，截止日不晚于今天。",
            "It begins no later than it ends, and ends no later than today.",
            field="since",
        )
    return loyalty_reads.points_liability(caller.actor, code, start=first, end=last + ONE_DAY)


@router.read("/points-schemes/{code}/overview", permission="points.manage", answers=shapes.PointsHealthOut)
def get_points_overview(request: HttpRequest, code: Word, months: Annotated[int, Query(ge=1, le=60)] = 12) -> Any:
    """So many months up to this one with their sums: breakage, the share of purchases (about 70 % is meant), what is owed."""
    caller = of(request)
    found = loyalty_reads.points_health(caller.actor, code, months=months, at=caller.at)
    return found._asdict() | {"months": [each._asdict() for each in found.months]}
