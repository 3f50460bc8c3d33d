"""The rice ledger through the web door: who may, what a tap does, what a wrong answer gets."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from minghua.domain.care.models import Absence, Delivery, Jar, Sizing, Visit, Withdrawal
from minghua.domain.care.types import NewJar
from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers.types import NewCustomer
from minghua.domain.orders.models import Order
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.survey_household import Surveyed, survey_household
from minghua.kernel import money
from tests.company import BEGAN, Company

FILLED_AT = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 15, 2, 0, tzinfo=UTC)  # the day to contact
HX = {"HX-Request": "true"}


@pytest.fixture
def rice(company: Company) -> int:
    new = NewProduct(
        sku="=RICE",
        name="东北大米",
        unit="袋",
        price_minor=12_000,
        replenishable=True,
        servings_milli=60_000,
        serving_name="碗",
    )
    with unit_of_work(SYSTEM, at=BEGAN):
        return catalog.create_product(new, by=SYSTEM, at=BEGAN).id


@pytest.fixture
def chens(company: Company, rice: int) -> Surveyed:
    by = company.actor("east1")
    jar = NewJar(customer_id=0, product_id=rice, capacity_milli=60_000, people=4, per_person_milli=2_000, area="东街")
    with unit_of_work(by, at=FILLED_AT):
        return survey_household(NewCustomer(kind="household", name="陈家"), jar, by=by, at=FILLED_AT)


@pytest.fixture
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def browse(company, at_noon):
    def as_user(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return as_user


PAGES = (
    "/route",
    "/route/sheet",
    "/refills",
    "/demand",
    "/demand/purchase.csv",
    "/jars/{jar}",
    "/customers/{customer}/jar",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["boss", "manager", "lead", "east1", "service", "auditor"])
def test_pages_open_for_those_who_see_the_household(browse, chens, page, who):
    answer = browse(who).get(page.format(jar=chens.jar_id, customer=chens.customer_id))
    assert answer.status_code == 200
    assert "陈家" in answer.content.decode() or page.startswith(("/demand", "/customers"))


@pytest.mark.parametrize("who", ["east2", "west1"])
def test_a_foreign_jar_is_not_there_and_not_named(browse, chens, who):
    client = browse(who)
    assert client.get(f"/jars/{chens.jar_id}").status_code == 404
    for page in ("/route", "/route/sheet", "/refills", f"/customers/{chens.customer_id}/jar"):
        assert "陈家" not in client.get(page).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/route/jars/{jar}/delivery",
        "/route/jars/{jar}/visit",
        "/jars/{jar}/terms",
        "/jars/{jar}/size",
        "/jars/{jar}/absences",
        "/jars/{jar}/occasions",
        "/jars/{jar}/closure",
    ],
)
@pytest.mark.parametrize(("who", "status"), [("east2", 404), ("west1", 404), ("service", 403), ("auditor", 403)])
def test_others_change_nothing(browse, chens, address, who, status):
    before = Jar.objects.values().get()
    form = {
        "quantity": "40", "outcome": "nobody_home", "capacity": "60", "people": "4", "per_person": "2",
        "from_on": "2026-06-16", "last_on": "2026-06-17", "factor": "2",
    }  # fmt: skip
    answer = browse(who).post(address.format(jar=chens.jar_id), form)
    assert answer.status_code == status
    assert (Jar.objects.values().get(), Delivery.objects.count(), Visit.objects.count()) == (before, 0, 0)


def test_one_tap_records_the_exact_suggestion_and_offers_the_way_back(browse, chens):
    client = browse("east1")
    form = {"key": "after-0", "quantity": "40", "shown": "40", "suggested": "40000"}
    answer = client.post(f"/route/jars/{chens.jar_id}/delivery", form, headers=HX)
    again = client.post(f"/route/jars/{chens.jar_id}/delivery", form, headers=HX)
    done = Delivery.objects.get()
    assert (answer.status_code, again.status_code, done.quantity_milli) == (200, 200, 40_000)
    assert f"/route/deliveries/{done.pk}/withdrawal" in answer.content.decode()
    back = client.post(f"/route/deliveries/{done.pk}/withdrawal", headers=HX)
    assert (back.status_code, Withdrawal.objects.count()) == (200, 1)
    assert Jar.objects.get().due_on == date(2026, 6, 15)


def test_without_script_the_tap_leads_back_to_the_page(browse, chens):
    form = {"key": "after-0", "quantity": "35.5", "left": "20", "next": f"/jars/{chens.jar_id}"}
    answer = browse("east1").post(f"/route/jars/{chens.jar_id}/delivery", form)
    assert (answer.status_code, answer["Location"]) == (302, f"/jars/{chens.jar_id}")
    assert Delivery.objects.values_list("quantity_milli", "level_before_milli").get() == (35_500, 20_000)


def test_a_foreign_address_is_no_way_back(browse, chens):
    form = {"key": "after-0", "quantity": "40", "next": "//evil.example"}
    assert browse("east1").post(f"/route/jars/{chens.jar_id}/delivery", form)["Location"] == "/route"


@pytest.mark.parametrize("quantity", ["", "x", "0", "-3", "NaN", "1e30"])
def test_an_impossible_amount_is_refused_in_words(browse, chens, quantity):
    answer = browse("east1").post(f"/route/jars/{chens.jar_id}/delivery", {"quantity": quantity}, headers=HX)
    assert (answer.status_code, Delivery.objects.count()) == (422, 0)


def test_nobody_home_moves_the_stop_to_tomorrow(browse, chens):
    client = browse("east1")
    answer = client.post(f"/route/jars/{chens.jar_id}/visit", {"outcome": "nobody_home"}, headers=HX)
    assert (answer.status_code, Jar.objects.get().due_on) == (200, date(2026, 6, 16))
    assert "stop-" not in client.get("/route").content.decode().split('id="route-body"')[1].split("装车")[0]


def test_tomorrow_can_be_looked_at_but_not_delivered(browse, chens):
    text = browse("east1").get("/route?on=2026-06-16").content.decode()
    assert "陈家" in text
    assert "/delivery" not in text


def test_a_questionnaire_makes_a_household_with_a_jar(browse, rice):
    form = {
        "name": "李家", "mobile": "13800138000", "address": "米市街 3 号", "area": "东街", "product_id": rice, "people": "3",
        "per_person": "1.5", "capacity": "45", "level": "9", "preset": "village", "pay_day": "10", "credit": "200", "consent": "1",
    }  # fmt: skip
    answer = browse("east1").post("/jars/new", form)
    jar = Jar.objects.select_related("customer").get()
    assert (answer.status_code, answer["Location"]) == (302, f"/jars/{jar.pk}")
    assert (jar.customer.name, jar.rate_micro, jar.level_milli, jar.due_on) == (
        "李家",
        4_500_000,
        9_000,
        date(2026, 6, 17),
    )
    assert (jar.credit_limit_minor, jar.consent_at) == (20_000, NOW)


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"people": "many"}, {"capacity": "0"}, {"pay_day": "40"}, {"credit": "lots"}, {"product_id": "0"}],
)
def test_a_wrong_answer_keeps_what_was_typed(browse, rice, wrong):
    form = {"name": "李家", "product_id": rice, "people": "3", "per_person": "2", "capacity": "45"} | wrong
    answer = browse("east1").post("/jars/new", form)
    assert (answer.status_code, Jar.objects.count()) == (422, 0)
    assert 'value="45"' in answer.content.decode() or "capacity" in wrong


def test_the_answer_is_known_before_anything_is_kept(browse, rice):
    answer = browse("east1").post(
        "/jars/preview", {"product_id": rice, "people": "4", "per_person": "2", "capacity": "60"}
    )
    assert ("6月20日" in answer.content.decode(), Jar.objects.count()) == (True, 0)


def test_the_household_changes_on_the_jars_page(browse, chens):
    client, base = browse("east1"), f"/jars/{chens.jar_id}"
    posts = [
        ("/terms", {"capacity": "80", "preset": "shop", "credit": "150.50", "delivery_window": "晚上"}),
        ("/size", {"people": "5", "per_person": "2", "from_on": "2026-06-20"}),
        ("/absences", {"from_on": "2026-06-16", "last_on": "2026-06-17"}),
        ("/occasions", {"from_on": "2026-06-21", "last_on": "2026-06-21", "factor": "1.5"}),
    ]
    assert [client.post(base + address, form).status_code for address, form in posts] == [302] * 4
    jar = Jar.objects.get()
    assert (jar.capacity_milli, jar.credit_limit_minor, jar.delivery_window) == (80_000, 15_050, "晚上")
    assert (Sizing.objects.count(), Absence.objects.get().until_on) == (2, date(2026, 6, 18))
    page = client.get(base).content.decode()
    assert "2026-06-16 – 2026-06-17" in page
    assert client.post(f"{base}/absences/{Absence.objects.get().pk}/removal").status_code == 302
    assert Absence.objects.count() == 0


@pytest.mark.parametrize(
    "form", [{"capacity": "x"}, {"capacity": "60", "credit": "x"}, {"capacity": "60", "pay_day": "32"}]
)
def test_a_wrong_change_is_said_and_not_kept(browse, chens, form):
    client = browse("east1")
    before = Jar.objects.values().get()
    answer = client.post(f"/jars/{chens.jar_id}/terms", form | {"preset": "shop"})
    assert (answer.status_code, Jar.objects.values().get()) == (302, before)


def test_the_purchase_list_cannot_carry_a_formula(browse, chens):
    answer = browse("boss").get("/demand/purchase.csv?days=28")
    assert "'=RICE,东北大米" in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("query", ["month=x", "month=2026-13", "month=0001-01", "month=9999-12"])
def test_an_odd_month_is_no_failure(browse, chens, query):
    assert browse("boss").get(f"/refills?{query}").status_code == 200


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_speak_both_languages(browse, chens, language):
    client = browse("boss")
    client.cookies["django_language"] = language
    heads = {"zh-hans": "今天该联系谁", "en": "Who to visit"}
    assert heads[language] in client.get("/route").content.decode()


def test_a_delivery_window_is_text_however_it_looks(browse, chens: Surveyed) -> None:
    """T6: what one person stores is never read as HTML by another's browser, where htmx would act on it."""
    hostile = "<p hx-post=/settings/people/4 title='"
    Jar.objects.filter(pk=chens.jar_id).update(delivery_window=hostile)
    for address in ("/route", "/route/sheet", f"/jars/{chens.jar_id}"):
        page = browse("boss").get(address).content.decode()
        assert ("&lt;p hx-post" in page, hostile in page) == (True, False), address


def test_a_customer_out_of_reach_has_no_jar_part(browse, chens: Surveyed) -> None:
    addresses = (f"/customers/{chens.customer_id}/jar", "/customers/9223372036854775808/jar", "/customers/999999/jar")
    assert [browse("west1").get(address).status_code for address in addresses] == [404, 404, 404]
    assert browse("east1").get(addresses[0]).status_code == 200


def test_the_answer_names_the_order_and_the_way_back_takes_both(browse, chens):
    client = browse("east1")
    form = {"key": "after-0", "quantity": "40", "shown": "40", "suggested": "40000"}
    page = client.post(f"/route/jars/{chens.jar_id}/delivery", form, headers=HX).content.decode()
    order = Order.objects.get()
    assert (
        f"登记订单 {order.number}（{money.show(order.total_minor)}）" in page,
        f'href="/orders/{order.pk}"' in page,
    ) == (True, True)
    done = Delivery.objects.get()
    back = client.post(f"/route/deliveries/{done.pk}/withdrawal", headers=HX).content.decode()
    order.refresh_from_db()
    assert (f"订单 {order.number} 也已取消" in back, order.status) == (True, "cancelled")


def test_goods_are_carried_in_whole_bags_and_the_bowls_stand_beside(browse, chens):
    page = browse("east1").get("/route").content.decode()
    assert "<strong>1</strong><span>袋 东北大米</span>" in page
    assert "倒满约 40 碗" in page
    assert "<b>1</b> 袋" in page.split("装车")[1]
    assert "<strong>1 袋</strong> 东北大米" in browse("east1").get("/route/sheet").content.decode()


def test_an_amount_can_be_told_in_bags(browse, chens):
    form = {"key": "after-0", "quantity": "1.5", "measure": "unit", "per_unit": "60000", "shown": "40"}
    assert browse("east1").post(f"/route/jars/{chens.jar_id}/delivery", form, headers=HX).status_code == 200
    assert Delivery.objects.get().quantity_milli == 90_000
