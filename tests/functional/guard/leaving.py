"""What the tests of exports share: a request, an approval, a made file."""

import csv
import io
from dataclasses import replace
from typing import Any

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.exports import making
from minghua.foundation.exports import operations as exports
from minghua.foundation.exports.models import Export
from minghua.foundation.exports.types import (
    Asked,
)
from minghua.foundation.files.operations import place_of
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens.types import NewToken
from minghua.journeys import export_customers
from tests.company import Company
from tests.conftest import AT

ASKED = Asked(export_customers.ARCHIVES, reason="年度回访名单")
LIMIT = 3


def add(company: Company, number: int) -> None:
    with unit_of_work(SYSTEM, at=AT):
        for count in range(number):
            new = NewCustomer(
                kind="person", name=f"客人{count}", mobile="13800138000", owner_id=company.user_ids["east1"]
            )
            customers.create_customer(new, by=SYSTEM, at=AT)


def few(company: Company, number: int) -> Asked:
    from minghua.domain.customers.models import Customer

    ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True)[:number])
    return replace(ASKED, spec={"ids": ids})


def ask(by: Actor, asked: Asked = ASKED, *, at: Any = AT) -> str:
    with unit_of_work(by, at=at):
        return exports.request(asked, by=by, at=at)


def agree(export_id: str, by: Actor, *, at: Any = AT) -> None:
    with unit_of_work(by, at=at):
        exports.approve(export_id, by=by, at=at)


def made(company: Company, *, form: str = "csv") -> Export:
    """An export of the lead's, approved by the manager and made."""
    export_id = ask(company.actor("lead"), replace(ASKED, form=form))
    agree(export_id, company.actor("manager"))
    making.make(export_id, at=AT, beat=lambda: None)
    return Export.objects.get(pk=export_id)


def take(found: Export, by: Actor, *, at: Any = AT) -> bytes:
    with unit_of_work(by, at=at):
        return place_of(exports.take(found.pk, by=by, at=at).pk).read_bytes()


def lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def token(company: Company, username: str, *scopes: str) -> str:
    by = company.actor(username)
    with unit_of_work(by, at=AT):
        return tokens.create(NewToken(name="t", scopes=scopes), by=by, at=AT).text
