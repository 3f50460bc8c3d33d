"""Orders, returns, products and the day through the real door: forms, refusals, access, and lists that ask no more as they grow."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from minghua.domain.catalog.models import Product
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions.models import NextStep
from minghua.domain.interactions.types import NewNextStep
from minghua.domain.orders import operations as orders
from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.foundation.exports import marks
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from tests.company import PASSWORD, Company
from tests.conftest import AT
from tests.trade import Trade, a_return, an_order, day, line, open_shop

Login = Callable[[str], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def trade(company: Company) -> Trade:
    made = open_shop(company)
    with unit_of_work(SYSTEM, at=AT):
        news = [
            an_order("W1", line(made.rice, 3), line(made.oil), customer=made.wang, at=day(1)),
            an_order("S1", line(made.rice), customer=made.sun, at=day(2)),
            an_order("A1", line(made.rice, 2), customer=None, at=day(3)),
        ]
        orders.record_many(news, by=SYSTEM, at=AT)
        orders.record_returns_many(
            [
                a_return("CW", line(made.rice), customer=made.wang, at=day(4)),
                a_return("CX", line(made.rice), customer=None, at=day(5)),
            ],
            by=SYSTEM,
            at=AT,
        )
    return made


@pytest.fixture
def login() -> Login:
    def enter(username: str) -> Client:
        client = Client()
        assert client.login(username=username, password=PASSWORD)
        return client

    return enter


def number_of(name: str) -> int:
    return Order.objects.get(number=name).pk


def test_every_page_opens_for_a_manager(trade: Trade, login: Login) -> None:
    client, order = login("manager"), number_of("W1")
    back = Return.objects.get(number="CX").pk
    untied = ReturnLine.objects.get(order_line=None).pk
    pages = [
        "/orders", "/orders?view=adjust", "/orders?q=W1", f"/orders?product={trade.rice}&sort=-total", "/orders/new",
        f"/orders/new?customer={trade.wang}", "/orders/condition", f"/orders/{order}", f"/orders/{order}?view=all",
        f"/orders/{order}/panel", f"/orders/{order}/returns", "/orders/export", "/returns", "/returns/untied",
        "/returns/untied?match=no_customer", f"/returns/{back}", f"/returns/lines/{untied}/order", "/products",
        "/products?view=refill", "/products/condition", "/products/new", f"/products/{trade.rice}",
        f"/products/{trade.rice}/edit", "/today", f"/today/customers/{trade.wang}/step",
        "/orders/new/suggestions?kind=customer&customer=wang", "/orders/new/suggestions?kind=product&product=rice",
    ]  # fmt: skip
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_foreign_and_forbidden_pages_stay_shut(trade: Trade, login: Login) -> None:
    sales, auditor = login("east1"), login("auditor")
    theirs, back = number_of("S1"), Return.objects.get(number="CX").pk
    untied = ReturnLine.objects.get(order_line=None).pk
    for page in (f"/orders/{theirs}", f"/orders/{theirs}/panel", f"/orders/{theirs}/returns", f"/returns/{back}",
                 f"/returns/lines/{untied}/order", f"/today/customers/{trade.sun}/step"):  # fmt: skip
        assert (page, sales.get(page).status_code) == (page, 404)
    for page in ("/orders/export", "/products/new", f"/products/{trade.rice}/edit"):
        assert (page, sales.get(page).status_code) == (page, 403)
    assert [auditor.get(page).status_code for page in ("/orders/new", f"/orders/{theirs}/returns")] == [403, 403]
    assert Client().get("/orders").status_code == 302
    assert b">S1<" not in sales.get("/orders").content


def test_an_order_is_recorded_by_hand_at_the_list_price(trade: Trade, login: Login) -> None:
    client = login("east1")
    form = {
        "customer": "王秀英 · C0000001",
        "placed_at": "2026-03-10T09:30",
        "number": "H-1",
        "channel": "store",
        "status": "completed",
        "product": ["东北大米 10kg · RICE10", "菜籽油 5L · OIL5", ""],
        "quantity": ["2", "0.5", ""],
        "price": ["", "80", ""],
    }
    answer = client.post("/orders/new", form)
    made = Order.objects.get(number="H-1")
    assert (answer.status_code, answer["Location"]) == (302, f"/orders/{made.pk}")
    assert (made.customer_id, made.total_minor) == (trade.wang, 2 * 6_800 + 4_000)
    assert made.placed_at == datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
    assert client.post("/orders/new", form)["Location"] == f"/orders/{made.pk}"
    assert Order.objects.filter(number="H-1").count() == 1
    other = client.post("/orders/new", form | {"quantity": ["9", "0.5", ""]})
    assert other.status_code == 422
    assert Order.objects.get(number="H-1").total_minor == 17_600


@pytest.mark.parametrize(
    "wrong",
    [
        {"customer": "没有这个人"},
        {"placed_at": "yesterday"},
        {"product": ["没有这种货"]},
        {"quantity": ["many"]},
        {"quantity": ["0"]},
        {"number": ""},
        {"product": [""], "quantity": [""], "price": [""]},
        {"placed_at": "2126-01-01T09:00"},
        {"channel": "smoke"},
        {"customer": ""},
    ],
)
def test_what_is_wrong_with_a_typed_order_is_said_and_kept(trade: Trade, login: Login, wrong: dict) -> None:
    form = {
        "customer": "王秀英 · C0000001",
        "placed_at": "2026-03-10T09:30",
        "number": "H-1",
        "channel": "store",
        "status": "completed",
        "product": ["RICE10"],
        "quantity": ["2"],
        "price": [""],
    }
    answer = login("east1").post("/orders/new", form | wrong)
    assert answer.status_code == (422 if wrong != {"customer": ""} else 403)
    assert Order.objects.filter(number="H-1").count() == 0


def test_goods_come_back_from_the_order_page(trade: Trade, login: Login) -> None:
    client, order = login("east1"), number_of("W1")
    rice = OrderLine.objects.get(order_id=order, product_id=trade.rice).pk
    too_many = client.post(f"/orders/{order}/returns", {f"back-{rice}": "3", "number": "R-1"})
    assert (too_many.status_code, Return.objects.filter(number="R-1").count()) == (422, 0)
    answer = client.post(f"/orders/{order}/returns", {f"back-{rice}": "2", "number": "R-1", "reason": "受潮"})
    made = Return.objects.get(number="R-1")
    assert (answer.status_code, answer["Location"]) == (302, f"/returns/{made.pk}")
    assert (made.order_id, made.total_minor, ReturnLine.objects.get(return_of=made).match) == (order, 13_600, "by_hand")


def test_an_untied_line_is_tied_by_hand_and_untied_again(trade: Trade, login: Login) -> None:
    client = login("manager")
    untied = ReturnLine.objects.get(order_line=None).pk
    chosen = OrderLine.objects.get(order__number="A1").pk
    answer = client.post(f"/returns/lines/{untied}/order", {"order_line": chosen}, headers=HTMX)
    assert (answer.status_code, ReturnLine.objects.get(pk=untied).order_line_id) == (200, chosen)
    assert client.post(f"/returns/lines/{untied}/untying").status_code == 302
    assert ReturnLine.objects.get(pk=untied).order_line_id is None


def test_a_product_is_made_and_changed_and_nonsense_is_refused(trade: Trade, login: Login) -> None:
    client = login("manager")
    form = {"sku": "TEA1", "name": "毛尖", "category": "茶", "unit": "盒", "price_minor": "128.50", "currency": "CNY",
            "nature": "goods", "replenishable": "1", "servings_milli": "50", "serving_name": "杯", "active": "1"}  # fmt: skip
    assert client.post("/products/new", form).status_code == 302
    tea = Product.objects.get(sku="TEA1")
    assert (tea.price_minor, tea.servings_milli, tea.category.name) == (12_850, 50_000, "茶")
    assert client.post("/products/new", form).status_code == 422
    wrong = [{"price_minor": "-1"}, {"servings_milli": "0"}, {"name": ""}, {"nature": "x"}, {"currency": "XXX"}]
    assert [client.post(f"/products/{tea.pk}/edit", form | one).status_code for one in wrong] == [422] * len(wrong)
    assert client.post(f"/products/{tea.pk}/edit", form | {"name": "信阳毛尖"}).status_code == 302
    assert Product.objects.get(pk=tea.pk).name == "信阳毛尖"


def test_the_export_holds_the_rows_on_the_screen_and_no_formulas(trade: Trade, login: Login) -> None:
    with unit_of_work(SYSTEM, at=AT):
        orders.record(an_order("=1+1", line(trade.rice), customer=trade.wang, at=day(6)), by=SYSTEM, at=AT)
    body = b"".join(login("manager").get("/orders/export?sort=number&customer.contains=王").streaming_content).decode()
    rows = [text.split(",") for text in body.removeprefix("\ufeff").splitlines()]
    assert marks.is_mark(rows.pop())
    assert [row[0] for row in rows] == ["单号", "'=1+1", "W1"]
    assert rows[2][3:7] == ["王秀英", "CNY", "272.00", "68.00"]


@pytest.fixture
def promise(trade: Trade, company: Company) -> int:
    now = clock.now()
    new = NewNextStep(customer_id=trade.wang, text="送米上门", due_at=now - timedelta(days=2))
    east1 = company.actor("east1")
    with unit_of_work(east1, at=now):
        return interactions.plan_next_step(new, by=east1, at=now).id


def test_a_promise_is_kept_postponed_and_taken_back_on_my_day(promise: int, login: Login) -> None:
    client = login("east1")
    assert "送米上门" in client.get("/today").content.decode()
    assert ">1<" in client.get("/today/badge").content.decode()
    assert login("west1").get("/today/badge").content.decode().strip() == ""
    assert client.post(f"/today/steps/{promise}/completion", headers=HTMX).status_code == 200
    assert NextStep.objects.get(pk=promise).done_at is not None
    assert client.post(f"/today/steps/{promise}/reopening", headers=HTMX).status_code == 200
    before = NextStep.objects.get(pk=promise)
    assert before.done_at is None
    assert client.post(f"/today/steps/{promise}/postponement", {"days": "3"}, headers=HTMX).status_code == 200
    assert NextStep.objects.get(pk=promise).due_at > before.due_at
    back = client.post(f"/today/steps/{promise}/due", {"due_at": before.due_at.isoformat()}, headers=HTMX)
    assert (back.status_code, NextStep.objects.get(pk=promise).due_at) == (200, before.due_at)
    wrong = [client.post(f"/today/steps/{promise}/postponement", {"days": days}).status_code for days in ("0", "x", "")]
    assert wrong == [422, 422, 422]


def test_a_step_is_planned_from_my_day_and_foreign_ones_are_not_touched(
    promise: int, trade: Trade, login: Login
) -> None:
    client = login("east1")
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()
    planned = client.post(f"/today/customers/{trade.wang}/step", {"text": "问候", "due_on": tomorrow})
    assert (planned.status_code, NextStep.objects.filter(text="问候").count()) == (302, 1)
    assert client.post(f"/today/customers/{trade.wang}/step", {"text": "", "due_on": ""}).status_code == 422
    west = login("west1")
    acts = ("completion", "reopening", "postponement", "due")
    data = {"days": "1", "due_at": "2026-03-01T00:00:00+00:00"}
    assert [west.post(f"/today/steps/{promise}/{act}", data).status_code for act in acts] == [404] * 4
    assert NextStep.objects.get(pk=promise).done_at is None


@pytest.mark.parametrize("path", ["/orders", "/returns", "/returns/untied", "/products"])
def test_lists_ask_no_more_as_they_grow(path: str, trade: Trade, login: Login) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = login("manager")
    client.get(path)
    asked = []
    for start in (0, 10):
        with unit_of_work(SYSTEM, at=AT):
            news = [an_order(f"N{start + n}", line(trade.rice), customer=trade.wang, at=day(6)) for n in range(5)]
            orders.record_many(news, by=SYSTEM, at=AT)
            backs = [a_return(f"B{start + n}", line(trade.oil), customer=trade.liu, at=day(7)) for n in range(5)]
            orders.record_returns_many(backs, by=SYSTEM, at=AT)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(path)
        asked.append(len(queries))
    assert asked[0] == asked[1]
