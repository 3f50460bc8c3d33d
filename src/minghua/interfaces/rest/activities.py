"""Activities for shops and tills: portfolios, what a member may do, taking part, results."""

import secrets
from typing import Any

from django.http import HttpRequest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.types.playing import Taking
from minghua.domain.loyalty.types.portfolio import ActivityKind
from minghua.interfaces.rest import activity_shapes as shapes
from minghua.interfaces.rest.benefit_shapes import BenefitSchemeMadeOut
from minghua.interfaces.rest.benefits import BenefitPresetIn, BenefitSchemeIn, BenefitTextIn
from minghua.interfaces.rest.caller import Caller, of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.points_shapes import Word
from minghua.interfaces.rest.shapes import Id, ListOut
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import local_date

router = Door(tags=["activities"])
OWN = "/customers/{customer_id}/activities"


@router.read("/activities", permission="activities.view", answers=ListOut[shapes.PortfolioOut])
def list_activities(request: HttpRequest) -> Any:
    """Every portfolio of activities as it is today."""
    caller = of(request)
    return {"items": loyalty_reads.portfolios(caller.actor, on=local_date(caller.at))}


@router.write("POST", "/activities", permission="activities.manage", answers=BenefitSchemeMadeOut, status=201)
def publish_activities(request: HttpRequest, body: BenefitSchemeIn) -> Any:
    """Publish the next version; 422 names the place of the first defect, or what the linter stops it for."""
    caller = of(request)
    day = body.from_on or local_date(caller.at)
    code = loyalty.publish_activities(body.text, from_on=day, chance=secrets.randbelow, by=caller.actor, at=caller.at)
    return {"code": code}


@router.write("POST", "/activities/presets", permission="activities.manage", answers=BenefitSchemeMadeOut, status=201)
def install_activities(request: HttpRequest, body: BenefitPresetIn) -> Any:
    """Publish a portfolio that ships with the product."""
    caller = of(request)
    day = body.from_on or local_date(caller.at)
    code = loyalty.install_activities(body.preset, from_on=day, chance=secrets.randbelow, by=caller.actor, at=caller.at)
    return {"code": code}


@router.write("POST", "/activities/examination", permission="activities.manage", answers=shapes.ActivitiesExaminedOut)
def examine_activities(request: HttpRequest, body: BenefitTextIn) -> Any:
    """What is wrong with a text and what the linter says of it; nothing is kept."""
    found = loyalty_reads.examine_activities(of(request).actor, body.text)
    passed = found.verdict is not None and found.verdict.passed
    return {"problems": found.problems, "findings": shapes.findings(found.verdict), "passed": passed}


@router.read("/activities/{code}", permission="activities.view", answers=shapes.PortfolioSheetOut)
def get_activities(request: HttpRequest, code: Word) -> Any:
    """One portfolio with its text, what the linter says, and the figures of every activity."""
    caller = of(request)
    return shapes.sheet(loyalty_reads.portfolio(caller.actor, code, on=local_date(caller.at)))


@router.write("DELETE", "/activities/{code}", permission="activities.manage", status=204)
def stop_activities(request: HttpRequest, code: Word) -> Any:
    """Stop a portfolio; what was given stays."""
    caller = of(request)
    loyalty.stop_activities(code, by=caller.actor, at=caller.at)


@router.write("POST", "/activities/{code}/decks/{activity}/revealing", permission="activities.manage", status=204)
def reveal_deck(request: HttpRequest, code: Word, activity: Word) -> Any:
    """Make seed and cards of a deck public; 409 before its lottery is over."""
    caller = of(request)
    loyalty.reveal_deck(code, activity, by=caller.actor, at=caller.at)


@router.read("/activities/{code}/results", permission="activities.view", answers=ListOut[shapes.ResultOut])
def list_activity_results(request: HttpRequest, code: Word) -> Any:
    """What members answered to every question of the editions in force."""
    caller = of(request)
    found = loyalty_reads.activity_results(caller.actor, code, on=local_date(caller.at))
    return {"items": [shapes.result(each) for each in found]}


@router.read(OWN, permission="activities.view", answers=ListOut[shapes.OutlookOut])
def list_own_activities(request: HttpRequest, customer_id: Id) -> Any:
    """How every activity of today stands for one member, and why one is not open."""
    caller = of(request)
    found = loyalty_reads.activities_for(caller.actor, customer_id, at=caller.at)
    return {"items": [shapes.outlook(each) for each in found]}


@router.write("POST", OWN + "/{portfolio}/{activity}/takings", permission="activities.record", answers=shapes.TakingOut)
def take_part(request: HttpRequest, customer_id: Id, portfolio: Word, activity: Word, body: shapes.TakingIn) -> Any:
    """Take part for a member; the key makes a round, a draw or an exchange happen once, all else is once by its nature."""
    caller = of(request)
    found = loyalty_reads.activities_for(caller.actor, customer_id, at=caller.at)
    kind = next((each.play.kind for each in found if (each.portfolio, each.play.code) == (portfolio, activity)), None)
    if kind is None:
        raise NotFound(field="activity")
    return shapes.taking(_take(caller, kind, (portfolio, activity, customer_id), body))


@router.write("POST", "/activity-takings/{taking_id}/handover", permission="activities.record", status=204)
def hand_over(request: HttpRequest, taking_id: Id) -> Any:
    """Note that a member got their prize or exchanged thing; again changes nothing, 409 when it was cancelled."""
    caller = of(request)
    loyalty.hand_over(taking_id, by=caller.actor, at=caller.at)


@router.write("POST", "/activity-takings/{taking_id}/cancellation", permission="activities.manage", status=204)
def cancel_exchange(request: HttpRequest, taking_id: Id) -> Any:
    """Cancel an exchange that cannot be fulfilled: points go back to their lots, the thing into stock; 409 once handed over."""
    caller = of(request)
    loyalty.cancel_exchange(taking_id, by=caller.actor, at=caller.at)


def _take(caller: Caller, kind: ActivityKind, own: tuple[str, str, int], body: shapes.TakingIn) -> Taking:
    told: dict[str, Any] = {"by": caller.actor, "at": caller.at}
    match kind:
        case ActivityKind.FOLLOW:
            return loyalty.follow(*own, **told)
        case ActivityKind.CHECK_IN if body.day is not None:
            return loyalty.make_up(*own, day=body.day, **told)
        case ActivityKind.CHECK_IN:
            return loyalty.check_in(*own, **told)
        case ActivityKind.GAME:
            return loyalty.play(*own, key=body.key or "", chance=secrets.randbelow, **told)
        case ActivityKind.LOTTERY:
            return loyalty.draw(*own, key=body.key or "", chance=secrets.randbelow, **told)
        case ActivityKind.EXCHANGE:
            return loyalty.exchange(*own, body.item, key=body.key or "", **told)
    said = {code: tuple(each) if isinstance(each, list) else each for code, each in body.answers.items()}
    return loyalty.answer(*own, said, **told)
