"""Units in customers' hands, what they are entitled to and why, their cards; warranty terms in versions."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.catalog.types import Anchor, Needs, Payer, Scope, Source, Terms
from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.types import CardState, NewHolding
from minghua.interfaces.rest import unit_shapes as shapes
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.service_shapes import Word
from minghua.interfaces.rest.shapes import NO_NUL, Cursor, Day, Id, Limit, ListOut, MadeOut, PageOut
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

router = Door(tags=["units"])
Sought = Annotated[str, Field(max_length=80, pattern=NO_NUL)]


@router.read("/units", permission="service.view", answers=PageOut[shapes.UnitOut])
def list_units(
    request: HttpRequest, text: Sought = "", customer_id: Id | None = None, cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """Units in reach, of one customer or household if asked, whose serial or product holds the text; the latest first."""
    actor = of(request).actor
    return service_reads.units(actor, text=text, customer_id=customer_id, cursor=cursor or None, limit=limit)


@router.write("POST", "/units", permission="service.work", answers=MadeOut, status=201)
def record_unit(request: HttpRequest, body: shapes.UnitIn) -> Any:
    """Record a unit in a customer's hands, once per key."""
    caller = of(request)
    new = NewHolding(**body.model_dump())
    return {"id": service.record_unit(new, by=caller.actor, at=caller.at)}


@router.write("POST", "/orders/{order_id}/units", permission="service.work", answers=shapes.UnitSaleOut)
def record_units_of_sale(request: HttpRequest, order_id: Id, body: shapes.UnitSaleIn) -> Any:
    """Make the units an order sold, each with its card from stock or a promise of one; told again nothing is made twice."""
    caller = of(request)
    return service.units_of_sale(order_id, places=body.places, by=caller.actor, at=caller.at)


@router.read("/units/{unit_id}", permission="service.view", answers=shapes.UnitOut)
def get_unit(request: HttpRequest, unit_id: Id) -> Any:
    """One unit with whoever has it."""
    caller = of(request)
    return service_reads.unit(caller.actor, unit_id, on=local_date(caller.at)).unit


@router.read("/units/{unit_id}/cover", permission="service.view", answers=shapes.CoverOut)
def get_unit_cover(request: HttpRequest, unit_id: Id, on: Day | None = None) -> Any:
    """Whether a visit on that day (today if not said) costs the customer nothing, with every step of why."""
    caller = of(request)
    return service_reads.unit(caller.actor, unit_id, on=on or local_date(caller.at)).cover


@router.write("POST", "/units/{unit_id}/moves", permission="service.work", status=204)
def move_unit(request: HttpRequest, unit_id: Id, body: shapes.UnitMoveIn) -> Any:
    """Say that a unit stands elsewhere or with somebody else from a day on, or is used no more."""
    caller = of(request)
    if body.retired:
        service.retire_unit(unit_id, on=body.on, by=caller.actor, at=caller.at)
        return
    service.move_unit(
        unit_id, on=body.on, place=body.place, customer_id=body.customer_id, by=caller.actor, at=caller.at
    )


@router.write("POST", "/units/{unit_id}/cards", permission="service.work", answers=MadeOut, status=201)
def note_unit_card(request: HttpRequest, unit_id: Id, body: shapes.CardIn) -> Any:
    """Note a card of the unit; one that is owed is promised too."""
    caller = of(request)
    made = service.note_card(
        unit_id, body.code, state=CardState(body.state), evidence=body.evidence, by=caller.actor, at=caller.at
    )
    return {"id": made}


@router.write("POST", "/cards/{card_id}/confirmation", permission="service.lead", status=204)
def confirm_card(request: HttpRequest, card_id: Id) -> Any:
    """Say that a card is owed indeed: it entitles as if it had been handed over."""
    caller = of(request)
    service.confirm_card(card_id, by=caller.actor, at=caller.at)


@router.write("POST", "/cards/{card_id}/handing", permission="service.work", status=204)
def hand_card(request: HttpRequest, card_id: Id, body: shapes.CardHandingIn) -> Any:
    """Hand an owed card over; its promise is kept."""
    caller = of(request)
    service.hand_card(card_id, number=body.number, by=caller.actor, at=caller.at)


@router.write("POST", "/units/{unit_id}/charges", permission="service.work", answers=MadeOut, status=201)
def charge_visit(request: HttpRequest, unit_id: Id, body: shapes.ChargeIn) -> Any:
    """Ask money for a repair today; 409 where the sale covers it and no supervisor gives a reason."""
    caller = of(request)
    made = service.charge_visit(
        unit_id, body.amount_minor, key=body.key, reason=body.reason, by=caller.actor, at=caller.at
    )
    return {"id": made}


@router.read("/warranty-terms", permission="service.view", answers=ListOut[shapes.WarrantyTermsOut])
def list_warranty_terms(request: HttpRequest) -> Any:
    """Every version of every rule, the latest first."""
    return {"items": catalog_reads.terms(of(request).actor)}


@router.write("POST", "/warranty-terms", permission="service.manage", answers=shapes.TermsVersionOut, status=201)
def publish_warranty_terms(request: HttpRequest, body: shapes.WarrantyTermsIn) -> Any:
    """Publish the next version of a rule; it never changes, and what was sold before keeps its own."""
    caller = of(request)
    told = body.model_dump()
    name = Text(told.pop("zh"), told.pop("en"))
    told |= {"skus": frozenset(body.skus), "shelves": frozenset(body.shelves), "needs": Needs(body.needs)}
    told |= {
        "source": Source(body.source),
        "scope": Scope(body.scope),
        "anchor": Anchor(body.anchor),
        "payer": Payer(body.payer),
    }
    new = Terms(version=0, name=name, **told)
    return {"version": catalog.publish_terms(new, by=caller.actor, at=caller.at)}


@router.write("POST", "/warranty-terms/{code}/stock", permission="service.work", answers=shapes.StockOut)
def stock_warranty_cards(request: HttpRequest, code: Word, body: shapes.StockIn) -> Any:
    """Put cards of a rule into the shop's stock."""
    caller = of(request)
    return {"left": service.stock_cards(code, body.count, by=caller.actor, at=caller.at)}
