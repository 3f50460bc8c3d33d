"""What a pool hides stays hidden through every door until the claim (trust T1, T15): re-attacked door by door."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as reads
from minghua.domain.customers.models import Customer
from minghua.domain.interactions.types import Direction, NewContact, NewNextStep
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import NewLine, NewOrder
from minghua.foundation.listing.types import Condition, Sort, Spec, UnknownField, all_of
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.search import queries as search
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens.types import NewToken
from minghua.interfaces.cli import main as cli
from minghua.interfaces.web import picking
from minghua.journeys import export_customers, export_orders, log_contact, record_order

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SECRETS = {
    "name": "司马相如", "short_name": "凤求凰", "mobile": "13912345678", "phone": "02885551234",
    "email": "xiangru@example.org", "wechat": "fengqiuhuang", "city": "成都", "address": "琴台路九号",
}  # fmt: skip
TOLD = (*SECRETS.values(), "139****5678", "139 1234 5678", "x***@", "司****", "028****1234")


@pytest.fixture
def kept(firm: Any, make: Any, at: Any) -> int:
    """A customer in a pool that hides all that names or reaches them, with an order, a step and a changed field."""
    with unit_of_work(SYSTEM, at=at):
        pool_id = customers.save_pool(name="静海", hidden_fields=list(SECRETS), by=SYSTEM, at=at)
    customer_id = int(
        make(SECRETS["name"], by=SYSTEM, pool_id=pool_id, **{k: v for k, v in SECRETS.items() if k != "name"})
    )
    with unit_of_work(SYSTEM, at=at):
        version = Customer.objects.get(pk=customer_id).version
        customers.edit_customer(customer_id, {"mobile": "13912340000"}, base_version=version, by=SYSTEM, at=at)
        customers.edit_customer(customer_id, {"mobile": SECRETS["mobile"]}, base_version=version + 1, by=SYSTEM, at=at)
        rice = NewProduct(sku="RICE", name="米", price_minor=100)
        line = NewLine(
            product_id=catalog.create_product(rice, by=SYSTEM, at=at).id, quantity_milli=1_000, unit_price_e4=10_000
        )
        order = NewOrder(
            source="t", number="S-1", placed_at=at - timedelta(days=2), lines=(line,), customer_id=customer_id
        )
        record_order.record_order(order, by=SYSTEM, at=at)
        contact = NewContact(
            customer_id=customer_id, channel="phone", direction=Direction.OUT, happened_at=at, subject="问候"
        )
        step = NewNextStep(customer_id=customer_id, text="回访", due_at=at, assignee_id=firm.clerk.user_id)
        log_contact.log_contact(contact, next_step=step, by=SYSTEM, at=at)
    return customer_id


def seekers(firm: Any) -> list[Actor]:
    """One who may claim, and one who sees every row: neither manages pools."""
    return [firm.zhao, firm.clerk]


def tells(text: Any) -> list[str]:
    written = text if isinstance(text, str) else repr(text)
    return [secret for secret in TOLD if secret in written]


def test_the_fixture_would_be_caught(firm: Any, kept: int, on: Any) -> None:
    """The manager, who looks after pools, reads all of it through the same eyes."""
    assert tells(reads.customer(firm.manager, kept)) != []
    assert search.find(firm.manager, "司马", kinds=("customer",)) != []


LOOKS: dict[str, Callable[[Actor, int, Any], Any]] = {
    "card": lambda viewer, key, on: reads.customer(viewer, key),
    "names": lambda viewer, key, on: reads.names(viewer, [key]),
    "summaries": lambda viewer, key, on: reads.summaries(viewer, [key]),
    "list": lambda viewer, key, on: reads.listing(viewer, Spec(), on=on),
    "row": lambda viewer, key, on: reads.row(viewer, key),
    "pool": lambda viewer, key, on: reads.waiting(viewer),
    "archive": lambda viewer, key, on: reads.archive(viewer, key, on=on),
    "changes": lambda viewer, key, on: [(c.old, c.new) for c in reads.changes(viewer, key).items],
    "timeline": lambda viewer, key, on: [e.data for e in reads.timeline(viewer, key).items],
    "suggestions": lambda viewer, key, on: picking.customer_choices(viewer, "S"),
    "board": lambda viewer, key, on: reads.board_totals(viewer, Spec(), "city", on=on),
    "orders": lambda viewer, key, on: order_reads.listing(viewer, Spec(), on=on),
    "customer export": lambda viewer, key, on: list(export_customers.rows(_exporting(viewer))),
    "order export": lambda viewer, key, on: list(export_orders.rows(_exporting(viewer))),
}


def _exporting(viewer: Actor) -> Actor:
    from dataclasses import replace

    return replace(viewer, permissions=viewer.permissions | {"customers.export", "orders.export"})


@pytest.mark.parametrize("look", LOOKS)
def test_t1_no_read_tells_a_hidden_field(look: str, firm: Any, kept: int, on: Any) -> None:
    assert [tells(LOOKS[look](viewer, kept, on)) for viewer in seekers(firm)] == [[], []]


@pytest.mark.parametrize("field", SECRETS)
def test_t1_no_search_filter_or_order_answers_for_it(field: str, firm: Any, kept: int, on: Any) -> None:
    secret = SECRETS[field]
    for viewer in seekers(firm):
        for typed in (secret, secret[:2], secret[-4:]):
            assert search.find(viewer, typed, kinds=("customer",)) == []
            assert picking.customer_choices(viewer, typed) == []
            assert reads.waiting(viewer, text=typed).items == ()
            assert reads.listing(viewer, Spec(), on=on, text=typed).items == ()
            assert order_reads.listing(viewer, Spec(), on=on, text=typed).items == ()
        allowed = {f.code: f for f in reads.fields_for(viewer)}
        if field in allowed:
            asked = Spec(filter=all_of(Condition(field, "contains", (secret[:1],))))
            assert reads.count(viewer, asked, on=on).number == 0
            assert reads.neighbours(viewer, asked, kept, on=on) == (None, None)
        if field in allowed and allowed[field].sortable:
            page = reads.listing(viewer, Spec(sorts=(Sort(field),)), on=on)
            assert kept not in [row.id for row in page.items]
            assert tells(page.next_cursor or "") == []


def test_an_order_is_not_sorted_or_filtered_by_a_hidden_name(firm: Any, kept: int, on: Any) -> None:
    asked = Spec(filter=all_of(Condition("customer", "contains", ("司",))))
    assert order_reads.listing(firm.clerk, asked, on=on).items == ()
    with pytest.raises(UnknownField):
        order_reads.listing(firm.clerk, Spec(sorts=(Sort("customer"),)), on=on)
    assert len(order_reads.listing(firm.clerk, Spec(), on=on).items) == 1


def test_the_palette_tells_the_order_and_not_whose(firm: Any, kept: int) -> None:
    hits = search.find(firm.clerk, "S-1", kinds=("order",))
    assert [(hit.title, hit.subtitle) for hit in hits] == [("S-1", "")]


def test_a_pool_that_hides_the_number_still_finds_by_name(firm: Any, make: Any, at: Any) -> None:
    with unit_of_work(SYSTEM, at=at):
        pool_id = customers.save_pool(name="静海", hidden_fields=["mobile"], by=SYSTEM, at=at)
    make("司马迁", by=SYSTEM, pool_id=pool_id, mobile="13912345678")
    assert [hit.title for hit in search.find(firm.zhao, "司马", kinds=("customer",))] == ["司马迁"]
    assert [search.find(firm.zhao, typed) for typed in ("13912345678", "5678", "139")] == [[], [], []]


PAGES = (
    "/customers", "/customers/{}", "/customers/{}/archive", "/customers/{}/changes", "/customers/{}/panel",
    "/customers/{}/timeline", "/customers/{}/cells/mobile", "/pool", "/find?q=S-1", "/find?q=司马", "/orders",
    "/orders/new?customer={}", "/customers?view=board", "/today", "/route", "/customers?sort=mobile",
)  # fmt: skip


@pytest.mark.parametrize("where", PAGES)
def test_t1_no_page_tells_it(where: str, firm: Any, kept: int) -> None:
    for viewer in seekers(firm):
        client = Client()
        client.force_login(User.objects.get(pk=viewer.user_id), BACKEND)
        answer = client.get(where.format(kept))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code < 500
        asked = where.partition("q=")[2]
        assert [secret for secret in tells(body.decode()) if secret != asked] == []


OPERATIONS = (
    "/customers", "/customers/{}", "/customers/{}/archive", "/customers/{}/history", "/customers/{}/timeline",
    "/customers/{}/owners", "/customers/{}/relations", "/customers/{}/household", "/customers/{}/tags",
    "/search?q=S-1", "/orders", "/next-steps", "/customers?q=S",
)  # fmt: skip


@pytest.mark.parametrize("path", OPERATIONS)
def test_t1_no_operation_tells_it(path: str, firm: Any, kept: int, at: Any) -> None:
    for viewer in seekers(firm):
        with unit_of_work(viewer, at=at):
            scopes = tuple(code for code in viewer.permissions if not code.startswith("tokens."))
            text = tokens.create(NewToken(name="t", scopes=scopes), by=viewer, at=at).text
        answer = Client().get(f"/api/v1{path.format(kept)}", headers={"Authorization": f"Bearer {text}"})
        assert answer.status_code == 200
        assert tells(json.dumps(answer.json(), ensure_ascii=False)) == []


def test_t1_no_command_tells_it(firm: Any, kept: int, capsys: Any) -> None:
    for arguments in (["customer", "list"], ["customer", "show", str(kept)], ["search", "S-1"]):
        cli.run(["--as", "zhao", *arguments])
        assert tells(capsys.readouterr().out) == []


def test_after_the_claim_it_is_told(firm: Any, kept: int, at: Any) -> None:
    with unit_of_work(firm.zhao, at=at):
        customers.claim(kept, by=firm.zhao, at=at)
    assert reads.customer(firm.zhao, kept).name == SECRETS["name"]
    assert [hit.title for hit in search.find(firm.zhao, "司马")] == [SECRETS["name"]]
