"""A delivery at the door: recorded once, learned from, booked, taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from minghua.domain.care import operations as care
from minghua.domain.care import queries as care_reads
from minghua.domain.care.models import Delivery, Jar, Withdrawal
from minghua.domain.care.operations.deliveries import BeforeLastRefill, DeliveryTakenBack, NotTheLatest
from minghua.domain.catalog.models import Product
from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.queries import points_of
from minghua.domain.orders.models import Order
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline.models import TimelineEntry
from minghua.journeys.deliver_refill import deliver_refill, withdraw_refill
from minghua.kernel.errors import Forbidden, Invalid, NotFound

POINTS = "code: points\nearn:\n  - {code: purchase, points: 1, per: 100}\npending: {days: none}\n"
DAY_6 = date(2025, 3, 7)
AT_6 = datetime(2025, 3, 7, 3, 0, tzinfo=UTC)


@pytest.fixture
def deliver(company):
    """Return a way to deliver sixty bowls on the sixth day."""

    def act(jar_id, *, who="east1", quantity=60_000, key="after-0", on=DAY_6, at=AT_6, **more):
        by = company.actor(who)
        with unit_of_work(by, at=at):
            return deliver_refill(jar_id, quantity_milli=quantity, key=key, on=on, by=by, at=at, **more)

    return act


def state(jar_id):
    return Jar.objects.filter(pk=jar_id).values("level_milli", "level_on", "rate_micro", "due_on", "run_out_on").get()


def test_A08_2_the_jar_learns_and_the_next_day_is_set(home, deliver):
    jar_id = home().jar_id
    done = deliver(jar_id).delivery
    assert (done.observed, float(done.rate), done.next_on) == (10, 8.6, date(2025, 3, 11))
    assert state(jar_id) == {
        "level_milli": 60_000,
        "level_on": DAY_6,
        "rate_micro": 8_600_000,
        "run_out_on": date(2025, 3, 13),
        "due_on": date(2025, 3, 11),
    }


def test_the_village_learns_faster(home, deliver):
    done = deliver(home(preset="village").jar_id).delivery
    assert (done.rate, done.next_on) == (9, date(2025, 3, 13))


def test_two_taps_are_one_delivery_and_one_sale(home, deliver):
    jar_id = home().jar_id
    first, second = deliver(jar_id), deliver(jar_id, quantity=55_000)
    assert (second.delivery.replayed, second.delivery.delivery_id) == (True, first.delivery.delivery_id)
    assert (Delivery.objects.count(), Order.objects.count()) == (1, 1)
    assert state(jar_id)["rate_micro"] == 8_600_000


def test_a_delivery_is_a_sale_and_moves_the_customers_standing(home, deliver, company):
    surveyed = home()
    order = deliver(surveyed.jar_id, quantity=48_000).order
    assert (order.total_minor, order.placed_on) == (9_600, DAY_6)
    card = customer_reads.customer(company.actor("east1"), surveyed.customer_id)
    assert (card["order_count"], card["last_order_on"], card["status"]) == (1, DAY_6, "first_time")


def test_a_delivery_earns_points_and_taken_back_earns_none(home, deliver, company):
    with unit_of_work(SYSTEM, at=AT_6):
        loyalty.publish_points(POINTS, from_on=date(2020, 1, 1), by=SYSTEM, at=AT_6)
    chens = home()
    done = deliver(chens.jar_id)
    earned = Order.objects.get().total_minor // 100
    customer_id = Jar.objects.get(pk=chens.jar_id).customer_id
    assert [own.available for own in points_of(SYSTEM, customer_id, at=AT_6)] == [earned]
    by = company.actor("east1")
    with unit_of_work(by, at=AT_6):
        withdraw_refill(done.delivery.delivery_id, by=by, at=AT_6)
    assert [own.available for own in points_of(SYSTEM, customer_id, at=AT_6)] == [0]


def test_a_delivery_stands_on_the_timeline_and_in_the_audit(home, deliver):
    surveyed = home()
    done = deliver(surveyed.jar_id).delivery
    entry = TimelineEntry.objects.get(customer_id=surveyed.customer_id, kind="delivery")
    assert (entry.ref_id, entry.data["quantity_milli"], entry.data["next_on"]) == (
        done.delivery_id,
        60_000,
        "2025-03-11",
    )
    assert AuditEvent.objects.filter(verb="care.record_delivery", subject_id=str(done.delivery_id)).count() == 1


def test_a_delivery_taken_back_leaves_the_jar_as_it_was(home, deliver, company):
    surveyed = home()
    before = state(surveyed.jar_id)
    done = deliver(surveyed.jar_id).delivery
    by = company.actor("east1")
    for _ in range(2):
        with unit_of_work(by, at=AT_6):
            withdraw_refill(done.delivery_id, by=by, at=AT_6)
    assert state(surveyed.jar_id) == before
    assert (Withdrawal.objects.count(), Order.objects.get().status) == (1, "cancelled")
    assert TimelineEntry.objects.filter(kind="delivery").count() == 0
    assert customer_reads.customer(by, surveyed.customer_id)["order_count"] == 0


def test_after_taking_back_the_right_amount_can_be_recorded(home, deliver, company):
    jar_id, by = home().jar_id, company.actor("east1")
    wrong = deliver(jar_id, quantity=6_000).delivery
    with unit_of_work(by, at=AT_6):
        withdraw_refill(wrong.delivery_id, by=by, at=AT_6)
    row = care_reads.jar_page(by, jar_id, on=DAY_6).card.row
    right = deliver(jar_id, key=f"after-{row.last_delivery_id}").delivery
    assert (right.replayed, float(right.rate)) == (False, 8.6)


def test_only_the_latest_delivery_can_be_taken_back(home, deliver, company):
    jar_id, by = home().jar_id, company.actor("east1")
    first = deliver(jar_id).delivery
    deliver(jar_id, key="after-1", on=date(2025, 3, 8), at=datetime(2025, 3, 8, 3, tzinfo=UTC), quantity=8_000)
    with pytest.raises(NotTheLatest), unit_of_work(by, at=AT_6):
        withdraw_refill(first.delivery_id, by=by, at=AT_6)


def test_away_intervals_teach_nothing(home, deliver, company):
    jar_id, by = home().jar_id, company.actor("east1")
    with unit_of_work(by, at=AT_6):
        care.add_absence(jar_id, from_on=date(2025, 3, 3), until_on=date(2025, 3, 5), by=by, at=AT_6)
    done = deliver(jar_id).delivery
    assert (done.observed, done.rate) == (None, 8)
    assert Delivery.objects.get().away is True


def test_a_refill_larger_than_the_jar_is_kept_with_a_warning(home, deliver):
    done = deliver(home().jar_id, quantity=80_000).delivery
    assert done.notices == ("overfilled",)


def test_the_first_refill_of_an_unknown_household_teaches_its_rate(home, deliver):
    jar_id = home(people=0, per_person_milli=0).jar_id
    done = deliver(jar_id, quantity=30_000).delivery
    assert (done.rate, done.next_on) == (5, date(2025, 3, 17))


@pytest.mark.parametrize(
    ("facts", "refusal", "field"),
    [
        ({"quantity": 0}, Invalid, "quantity"),
        ({"left_milli": -1}, Invalid, "left"),
        ({"on": date(2025, 3, 8)}, Invalid, "on"),
        ({"on": date(2025, 2, 27)}, BeforeLastRefill, "on"),
    ],
)
def test_impossible_deliveries_change_nothing(home, deliver, facts, refusal, field):
    jar_id = home().jar_id
    before = state(jar_id)
    with pytest.raises(refusal) as raised:
        deliver(jar_id, **facts)
    assert (raised.value.field, state(jar_id), Delivery.objects.count()) == (field, before, 0)


@pytest.mark.parametrize(
    ("who", "refusal"), [("east2", NotFound), ("west1", NotFound), ("service", Forbidden), ("auditor", Forbidden)]
)
def test_others_cannot_deliver(home, deliver, who, refusal):
    jar_id = home().jar_id
    with pytest.raises(refusal):
        deliver(jar_id, who=who)
    assert (Delivery.objects.count(), Order.objects.count()) == (0, 0)


def test_others_cannot_take_back(home, deliver, company):
    done = deliver(home().jar_id).delivery
    by = company.actor("west1")
    with pytest.raises(NotFound), unit_of_work(by, at=AT_6):
        withdraw_refill(done.delivery_id, by=by, at=AT_6)
    assert Withdrawal.objects.count() == 0


def test_a_stale_tap_does_not_bring_a_withdrawn_delivery_back(home, deliver, company):
    surveyed, by = home(), company.actor("east1")
    done = deliver(surveyed.jar_id).delivery
    with unit_of_work(by, at=AT_6):
        withdraw_refill(done.delivery_id, by=by, at=AT_6)
    before = state(surveyed.jar_id)
    with pytest.raises(DeliveryTakenBack):
        deliver(surveyed.jar_id)
    assert (state(surveyed.jar_id), Order.objects.get().status) == (before, "cancelled")
    assert customer_reads.customer(by, surveyed.customer_id)["order_count"] == 0


def test_a_new_price_changes_neither_the_replayed_nor_the_withdrawn_sale(home, deliver, company, goods):
    surveyed, by = home(), company.actor("east1")
    first = deliver(surveyed.jar_id)
    Product.objects.filter(pk=goods["rice"]).update(price_minor=15_000)
    second = deliver(surveyed.jar_id)
    assert (second.order.order_id, second.order.total_minor) == (first.order.order_id, 12_000)
    Product.objects.filter(pk=goods["rice"]).update(price_minor=None)
    with unit_of_work(by, at=AT_6):
        gone = withdraw_refill(first.delivery.delivery_id, by=by, at=AT_6)
    assert (gone.order.status, gone.order.total_minor) == ("cancelled", 12_000)
    assert Order.objects.values_list("status", "total_minor").get() == ("cancelled", 12_000)


def test_answers_given_after_a_delivery_are_not_undone_with_it(home, deliver, company):
    jar_id, by, later = home().jar_id, company.actor("boss"), AT_6 + timedelta(hours=1)
    done = deliver(jar_id).delivery
    with unit_of_work(by, at=later):
        care.resize(jar_id, people=8, per_person_milli=2_000, from_on=DAY_6, by=by, at=later)
    before = state(jar_id)
    with pytest.raises(NotTheLatest), unit_of_work(by, at=later):
        withdraw_refill(done.delivery_id, by=by, at=later)
    assert state(jar_id) == before


def test_deliveries_are_taken_back_one_after_the_other_whatever_was_planned_since(home, deliver, company):
    jar_id, by = home().jar_id, company.actor("boss")
    before, next_day = state(jar_id), datetime(2025, 3, 8, 3, tzinfo=UTC)
    first = deliver(jar_id).delivery
    second = deliver(jar_id, key="b", on=next_day.date(), at=next_day, quantity=8_000).delivery
    with unit_of_work(by, at=next_day):
        care.reschedule_all(by=by, at=next_day)
        for done in (second, first):
            withdraw_refill(done.delivery_id, by=by, at=next_day)
    assert state(jar_id) == before


def test_only_who_may_deliver_there_says_which_sale_it_was(home, deliver, company):
    done = deliver(home().jar_id).delivery
    kept = Delivery.objects.get().order_id
    for who, refusal in (("west1", NotFound), ("auditor", Forbidden)):
        with pytest.raises(refusal):
            care.link_order(done.delivery_id, 999, by=company.actor(who))
    assert Delivery.objects.get().order_id == kept
