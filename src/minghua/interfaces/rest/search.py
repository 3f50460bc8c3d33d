"""Search over customers, orders and products: one box, every spelling."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from minghua.foundation.search import queries as search_reads
from minghua.foundation.search.types import KINDS
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import NO_NUL, ListOut, Out

router = Door(tags=["search"])


class HitOut(Out):
    """Something found: its kind, its id in that kind's address, and how it is called."""

    kind: str
    ref_id: int
    title: str
    subtitle: str


@router.read("/search", permission="signed_in", answers=ListOut[HitOut])
def search(
    request: HttpRequest,
    q: Annotated[str, Field(min_length=1, max_length=100, pattern=NO_NUL)],
    kind: Annotated[list[Literal["customer", "order", "product"]], Query(max_length=3)] = [],  # noqa: B006
    limit: Annotated[int, Field(ge=1, le=100)] = 20,
) -> Any:
    """Find by Chinese name, pinyin, initials, phone tail or number, within the rows the caller may see."""
    return {"items": search_reads.find(of(request).actor, q, kinds=kind or tuple(KINDS), limit=limit)}
