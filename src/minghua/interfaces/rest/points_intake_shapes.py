"""What programs send and receive when many earnings are told in one request."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from minghua.domain.loyalty.operations import LineTaken, Taken
from minghua.interfaces.rest.points_shapes import EarningIn
from minghua.interfaces.rest.shapes import Body, Id, Out
from minghua.kernel.errors import Refusal


class BatchEarningIn(EarningIn):
    """Points for one member among many."""

    customer_id: Id


class EarningsIn(Body):
    """Up to 500 earnings, told in one request and kept together."""

    items: Annotated[list[BatchEarningIn], Field(min_length=1, max_length=500)]


class EarningTakenOut(Out):
    """What became of one line: booked, again (told before, counted once) or refused, and then why and what to do."""

    key: str
    state: Literal["booked", "again", "refused"]
    code: str = ""
    detail: str = ""
    remedy: str = ""
    field: str | None = None


class EarningsTakenOut(Out):
    """An answer for each line, in their order, and how many were booked now."""

    booked: int
    items: list[EarningTakenOut]


def taken(lines: Sequence[LineTaken], language: str) -> dict[str, Any]:
    """Return what became of the lines of a batch, in the caller's language."""
    items = [{"key": line.key, "state": line.taken.value} | _why(line.refusal, language) for line in lines]
    return {"booked": sum(line.taken is Taken.BOOKED for line in lines), "items": items}


def _why(refusal: Refusal | None, language: str) -> dict[str, Any]:
    if refusal is None:
        return {}
    said = {"code": refusal.code, "detail": refusal.message(language), "remedy": refusal.advice(language)}
    return said | {"field": refusal.field}
