"""What the tests of self-made fields share: how a list is asked, how a value is put."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import QueryDict

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer
from minghua.domain.customers.types.shaping import Option
from minghua.foundation.listing import coding
from minghua.foundation.people.types import Actor

ON = date(2026, 6, 15)
OPTIONS = (Option("香米", "Fragrant"), Option("糙米", "Brown rice"), Option("糯米"))
Define = Callable[..., str]


def listed(viewer: Actor, query: str) -> list[str]:
    fields = customer_reads.fields_for(viewer)
    page = customer_reads.listing(viewer, coding.spec_from_query(QueryDict(query), fields), on=ON)
    return [row.name for row in page.items]


def put(customer_id: int, code: str, value: Any, *, by: Actor, at: datetime, work: Any) -> Any:
    with work(by):
        customers.edit_customer(customer_id, {f"archive.{code}": value}, base_version=None, by=by, at=at)
    return Customer.objects.get(pk=customer_id).archive.get(code)
