"""Erasing a customer: what it would do, and doing it."""

from typing import Any

from django.http import HttpRequest

from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Id, Instant, Line, NonEmptyLine, Out
from minghua.journeys import erase_person

router = Door(tags=["privacy"])


class ErasureForecastOut(Out):
    """What an erasure would do: rows by table that go, what stays and why, what forbids it today."""

    customer_id: int
    number: str
    erased_at: Instant | None
    goes: dict[str, int]
    stays: list[str]
    forbidden: list[str]


class ErasureIn(Body):
    """`confirm` repeats the customer's number."""

    confirm: NonEmptyLine
    reason: Line = "request"


class ErasedOut(Out):
    """What was deleted or blanked: rows by table; empty when the customer had been erased before."""

    customer_id: int
    number: str
    gone: dict[str, int]


@router.read("/customers/{customer_id}/erasure", permission="privacy.erase", answers=ErasureForecastOut)
def forecast_erasure(request: HttpRequest, customer_id: Id) -> Any:
    """What erasing this customer would do now; changes nothing."""
    actor = of(request).actor
    told = erase_person.forecast(customer_id, by=actor)
    return {
        "customer_id": told.customer_id,
        "number": told.number,
        "erased_at": told.erased_at,
        "goes": told.goes,
        "stays": [text.say(actor.language) for text in told.stays.values()],
        "forbidden": [text.say(actor.language) for text in told.forbidden],
    }


@router.write("PUT", "/customers/{customer_id}/erasure", permission="privacy.erase", answers=ErasedOut)
def erase_customer(request: HttpRequest, customer_id: Id, body: ErasureIn) -> Any:
    """Erase a customer for good; what was sealed under their key is unreadable in every backup too."""
    caller = of(request)
    return erase_person.erase(
        customer_id, confirm=body.confirm, reason=body.reason or "request", by=caller.actor, at=caller.at
    )
