"""Lists at this door: which there are, the fields of each for this caller, and how a request asks for a page."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders import queries as order_reads
from minghua.domain.service import queries as service_reads
from minghua.foundation.listing import coding
from minghua.foundation.listing.types import Fields, Spec
from minghua.foundation.people.types import Actor
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import refuse_unknown
from minghua.interfaces.rest.shapes import NO_NUL, Out

ListCode = Literal["customers", "orders", "products", "cases"]
Text = Annotated[str, Field(max_length=100, pattern=NO_NUL, description="words to search for, as in /search")]
FilterJson = Annotated[
    str,
    Field(
        max_length=20_000,
        pattern=NO_NUL,
        description='JSON: {"all": [["status", "is", "lost"], {"any": […]}]}; flat: `status=lost`, `net_minor.gte=100`',
    ),
]
SortCodes = Annotated[
    str, Field(max_length=200, pattern=NO_NUL, description="field codes by comma, `-` before a descending one")
]


DECLARED = {"filter", "sort", "q", "cursor", "limit"}


class CountOut(Out):
    """How many rows there are, counted no further than the cap."""

    number: int
    capped: bool


class ListFieldOut(Out):
    """One field a list can be filtered by."""

    code: str
    zh: str
    en: str
    type: str
    vocabulary: str | None
    sortable: bool
    editable: bool


_FIELDS = {"orders": order_reads.FIELDS, "products": catalog_reads.FIELDS, "cases": service_reads.CASE_FIELDS}


def fields(actor: Actor, list_code: str) -> Fields:
    """Return the fields this caller may filter and sort a list by."""
    if list_code == "customers":
        return customer_reads.fields_for(actor)
    return _FIELDS[list_code]


def spec(request: HttpRequest, list_code: str) -> Spec:
    """Return the filter and order this address asks for; raises a Refusal (422) naming what is wrong."""
    known = fields(of(request).actor, list_code)
    codes = {field.code for field in known}
    asked = {name for name in request.GET if name not in codes and name.rpartition(".")[0] not in codes}
    refuse_unknown(asked - DECLARED)
    return coding.spec_from_query(request.GET, known)


def shown(known: Fields) -> list[dict[str, Any]]:
    """Return the fields as the API tells them."""
    return [
        {
            "code": field.code,
            "zh": field.label.zh,
            "en": field.label.en,
            "type": str(field.type),
            "vocabulary": field.vocabulary,
            "sortable": field.sortable,
            "editable": field.editable,
        }
        for field in known
    ]
