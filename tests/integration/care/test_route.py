"""Today's route: whom, in which order, with how much; only one's own, and in a constant number of queries."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.domain.care import operations as care
from minghua.domain.care import queries as care_reads
from minghua.domain.care.models import Jar
from minghua.domain.customers.models import Customer
from minghua.domain.orders import operations as orders
from minghua.domain.orders.types import NewLine, NewOrder, Status
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden
from tests.integration.care.conftest import FILLED_AT

DAY = date(2025, 3, 6)
AT = datetime(2025, 3, 6, 3, 0, tzinfo=UTC)


def names(route):
    return [(area.area, [stop.customer_name for stop in area.stops]) for area in route.areas]


def buy(customer_id, product_id, number, on, *, status=Status.COMPLETED, quantity=2_000):
    placed = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    line = NewLine(product_id=product_id, quantity_milli=quantity, unit_price_e4=390_000)
    new = NewOrder(
        source="shop", number=number, placed_at=placed, lines=(line,), customer_id=customer_id, status=status
    )
    with unit_of_work(SYSTEM, at=AT):
        orders.record(new, by=SYSTEM, at=AT)


def test_the_route_goes_by_area_and_window_and_says_what_to_bring(home, company):
    home("王家", area="西街")
    home("陈家", delivery_window="18:00-20:00")
    home("李家", delivery_window="08:00-10:00", pay_day=10, credit_limit_minor=20_000)
    home("张家", capacity_milli=120_000)
    route = care_reads.route(company.actor("east1"), on=DAY)
    assert names(route) == [("东街", ["李家", "陈家"]), ("西街", ["王家"])]
    jar = route.areas[0].stops[0].jars[0]
    assert (jar.level, jar.bring, jar.bring_units) == (20, 40, Fraction(2, 3))
    assert (jar.pay_day, jar.credit_limit_minor, jar.alarm, jar.address) == (10, 20_000, "none", "东街 1 号")
    assert [(load.product_name, load.servings, load.units) for load in route.loads] == [("东北大米", 120, 2)]


def test_a_stop_has_all_jars_of_one_door(home, company, goods):
    surveyed = home()
    by = company.actor("east1")
    from minghua.domain.care.types import NewJar

    soap = NewJar(
        customer_id=surveyed.customer_id, product_id=goods["soap"], capacity_milli=2_000, people=1, per_person_milli=500
    )
    with unit_of_work(by, at=FILLED_AT):
        care.open_jar(soap, by=by, at=FILLED_AT)
    stops = care_reads.route(by, on=DAY).areas[0].stops
    assert [[jar.product_name for jar in stop.jars] for stop in stops] == [["洗衣液", "东北大米"]]


def test_an_open_order_takes_a_jar_off_the_route(home, company, goods):
    surveyed = home()
    buy(surveyed.customer_id, goods["rice"], "1", date(2025, 3, 5), status=Status.OPEN)
    route = care_reads.route(company.actor("east1"), on=DAY)
    assert (route.areas, [row.customer_name for row in route.covered]) == ((), ["陈家"])


def test_households_without_an_answer_are_to_be_asked(home, company):
    home(people=0, per_person_milli=0)
    route = care_reads.route(company.actor("east1"), on=DAY)
    assert ([row.customer_name for row in route.surveys], route.areas) == (["陈家"], ())


def test_goods_with_a_rhythm_are_on_the_route_until_asked(home, company, goods):
    surveyed = home()
    for number, day in enumerate([date(2025, 1, 1), date(2025, 1, 31), date(2025, 3, 2)]):
        buy(surveyed.customer_id, goods["soap"], str(number), day)
    by = company.actor("east1")
    with unit_of_work(SYSTEM, at=AT):
        assert care.refresh_rhythms(by=SYSTEM, at=AT) == 1
    due = date(2025, 4, 1)
    stop = care_reads.route(by, on=due).areas[0].stops[0]
    rhythm = stop.rhythms[0]
    assert (rhythm.interval, rhythm.due_on, rhythm.overdue, rhythm.quantity) == (30, due, 1, 2)
    asked = datetime(2025, 4, 1, 3, tzinfo=UTC)
    with unit_of_work(by, at=asked):
        assert care.pause_rhythm(rhythm.id, by=by, at=asked) == date(2025, 4, 8)
    assert [stop.rhythms for stop in care_reads.route(by, on=due).areas[0].stops] == [()]
    assert care_reads.route(by, on=date(2025, 6, 5)).areas[0].stops[0].rhythms == ()


def test_who_has_only_a_rhythm_is_to_be_rung(home, company, goods):
    surveyed = home(capacity_milli=900_000)
    for number, day in enumerate([date(2025, 1, 1), date(2025, 1, 31), date(2025, 3, 2)]):
        buy(surveyed.customer_id, goods["soap"], str(number), day)
    with unit_of_work(SYSTEM, at=AT):
        care.refresh_rhythms(by=SYSTEM, at=AT)
    route = care_reads.route(company.actor("east1"), on=date(2025, 4, 3))
    assert (route.areas, [(stop.customer_name, len(stop.rhythms)) for stop in route.calls]) == ((), [("陈家", 1)])
    assert care_reads.route(company.actor("west1"), on=date(2025, 4, 3)).calls == ()


def test_a_rhythm_without_gaps_uses_the_products_usual_cycle_and_disappears_with_its_orders(home, company, goods):
    surveyed = home()
    buy(surveyed.customer_id, goods["soap"], "1", date(2025, 1, 1))
    with unit_of_work(SYSTEM, at=AT):
        care.refresh_rhythms([surveyed.customer_id], by=SYSTEM, at=AT)
    due = care_reads.route(company.actor("east1"), on=date(2025, 3, 6)).areas[0].stops[0].rhythms[0]
    assert (due.due_on, due.learned) == (date(2025, 2, 15), False)
    line = NewLine(product_id=goods["soap"], quantity_milli=2_000, unit_price_e4=390_000)
    from minghua.domain.orders.types import OnDifference

    gone = NewOrder(
        source="shop", number="1", placed_at=datetime(2025, 1, 1, 4, tzinfo=UTC), lines=(line,),
        customer_id=surveyed.customer_id, status=Status.CANCELLED,
    )  # fmt: skip
    with unit_of_work(SYSTEM, at=AT):
        orders.record(gone, on_difference=OnDifference.UPDATE, by=SYSTEM, at=AT)
        assert care.refresh_rhythms([surveyed.customer_id], by=SYSTEM, at=AT) == 0


def test_what_was_done_today_is_listed(home, company):
    by = company.actor("east1")
    delivered, tried = home("陈家"), home("李家")
    with unit_of_work(by, at=AT):
        care.record_delivery(delivered.jar_id, quantity_milli=40_000, key="after-0", on=DAY, by=by, at=AT)
        care.record_visit(tried.jar_id, outcome="nobody_home", on=DAY, by=by, at=AT)
    route = care_reads.route(by, on=DAY)
    assert route.areas == ()
    assert {(row.customer_name, row.outcome, row.quantity) for row in route.done} == {
        ("陈家", "delivered", 40),
        ("李家", "nobody_home", None),
    }


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("boss", {"东家", "西家"}),
        ("manager", {"东家", "西家"}),
        ("lead", {"东家"}),
        ("east1", {"东家"}),
        ("east2", set()),
        ("west1", {"西家"}),
        ("service", {"东家", "西家"}),
    ],
)
def test_everyone_sees_only_the_households_in_reach(home, company, who, seen):
    home("东家", owner="east1")
    home("西家", owner="west1")
    viewer = company.actor(who)
    route = care_reads.route(viewer, on=DAY)
    assert {stop.customer_name for area in route.areas for stop in area.stops} == seen
    assert {row.customer_name for row in care_reads.missed(viewer, on=date(2025, 3, 7))} == seen
    assert {row.customer_name for row in care_reads.jars(viewer, on=DAY).items} == seen


def test_the_phone_is_masked_for_those_who_may_not_see_it(home, company):
    home()
    phones = {who: care_reads.route(company.actor(who), on=DAY).areas[0].stops[0].phone for who in ("east1", "service")}
    assert phones == {"east1": "+8613800138000", "service": "138****8000"}


def test_the_address_is_masked_for_those_who_may_not_see_it(home, company):
    from dataclasses import replace

    home()
    reader = replace(company.actor("service"), masked=frozenset({"address"}))
    addresses = [care_reads.route(who, on=DAY).areas[0].stops[0].address for who in (company.actor("east1"), reader)]
    assert addresses == ["东街 1 号", "东****"]


def test_a_jar_without_an_area_stands_in_that_of_its_customer(home, company):
    made = home("陈家", area="西街")
    home("王家", area="东街")
    Jar.objects.filter(pk=made.jar_id).update(area="")
    viewer = company.actor("east1")
    assert care_reads.areas(viewer) == ["东街", "西街"]
    assert [area.area for area in care_reads.route(viewer, on=DAY, area="西街").areas] == ["西街"]


def test_without_the_permission_there_is_no_route(company):
    from dataclasses import replace

    nobody = replace(company.actor("east1"), permissions=frozenset())
    with pytest.raises(Forbidden):
        care_reads.route(nobody, on=DAY)


@pytest.mark.parametrize("read", ["route", "missed", "jars", "calendar", "demand"])
def test_reads_take_as_many_queries_for_three_households_as_for_one(home, company, read):
    from datetime import timedelta

    from minghua.kernel.periods import Period

    viewer = company.actor("east1")
    month = Period(DAY, DAY + timedelta(days=30))
    reads = {
        "route": lambda: care_reads.route(viewer, on=DAY),
        "missed": lambda: care_reads.missed(viewer, on=date(2025, 3, 9)),
        "jars": lambda: care_reads.jars(viewer, on=DAY),
        "calendar": lambda: care_reads.calendar(viewer, period=month, on=DAY),
        "demand": lambda: care_reads.demand_plan(viewer, period=month),
    }
    home("第一家")
    with CaptureQueriesContext(connection) as one:
        reads[read]()
    home("第二家")
    home("第三家")
    with CaptureQueriesContext(connection) as three:
        reads[read]()
    assert len(three) == len(one)
    assert Customer.objects.count() == 3
