"""Figures of quality follow the customers, in bulk and after a change; sets are seen by whom they concern (R06.9, R07.5)."""

from datetime import date, timedelta

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer, CustomerQuality, QualitySnapshot
from minghua.domain.customers.queries import quality as reads
from minghua.foundation.listing.types import Condition, Sort, Spec, all_of
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden, Invalid
from tests.conftest import AT, ON
from tests.trade import open_shop

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=30)


@pytest.fixture
def shop(company):
    shop = open_shop(company)
    Customer.objects.filter(pk=shop.wang).update(mobile="+8613800138000", city="长沙市", province="湖南省")
    refresh()
    return shop


def refresh(at=AT):
    after = 0
    while after is not None:
        with unit_of_work(SYSTEM, at=at):
            after = customers.refresh_quality(after_id=after, by=SYSTEM, at=at)


def snapshots(at=AT):
    with unit_of_work(SYSTEM, at=at):
        return customers.take_snapshots(by=SYSTEM, at=at)


def test_stored_figures_equal_the_rule(company, shop):
    boss = company.actor("boss")
    for row in CustomerQuality.objects.all():
        sheet = reads.quality_sheet(boss, row.customer_id, on=ON)
        assert row.total == sheet.quality.total_e2
        assert {side.dimension: side.e4 for side in sheet.quality.sides} == {
            side.dimension: getattr(row, side.dimension) for side in sheet.quality.sides
        }
        assert row.archive == sheet.archive_e2 == customer_reads.archive(boss, row.customer_id, on=ON).score.score_e2
        assert Customer.objects.values_list("quality", "archive_score").get(pk=row.customer_id) == (
            row.total,
            row.archive,
        )


def test_figures_that_did_not_change_are_not_written_again(company, shop):
    refresh(AT + timedelta(days=1))
    assert set(CustomerQuality.objects.values_list("as_of", flat=True)) == {ON}


def test_what_changed_is_judged_soon(company, shop):
    east1 = company.actor("east1")
    before = CustomerQuality.objects.get(customer_id=shop.wang)
    with unit_of_work(east1, at=LATER):
        customers.edit_customer(shop.wang, {"city": "广州市"}, base_version=None, by=east1, at=LATER)
        customers.edit_customer(shop.wang, {"gender": "female"}, base_version=None, by=east1, at=LATER)
    with unit_of_work(SYSTEM, at=LATER):
        assert customers.refresh_recent(by=SYSTEM, at=LATER) is False
    after = CustomerQuality.objects.get(customer_id=shop.wang)
    assert (before.consistency, after.consistency) == (10_000, 0)
    assert after.completeness > before.completeness


def test_a_double_number_is_not_unique(company, shop):
    boss = company.actor("boss")
    with unit_of_work(boss, at=LATER):
        customers.edit_customer(shop.liu, {"mobile": "13900139000"}, base_version=None, by=boss, at=LATER)
        customers.edit_customer(shop.wang, {"mobile": "139-0013-9000"}, base_version=None, by=boss, at=LATER)
    sheet = reads.quality_sheet(boss, shop.liu, on=ON)
    assert [fault.path for fault in sheet.quality.side("uniqueness").faults] == ["mobile"]
    refresh(LATER)
    assert CustomerQuality.objects.get(customer_id=shop.wang).uniqueness == 0


def test_verifying_one_field_and_the_whole(company, shop):
    Customer.objects.update(verified_at=AT - timedelta(days=400))
    refresh()
    east1 = company.actor("east1")
    assert CustomerQuality.objects.get(customer_id=shop.wang).timeliness == 0
    with unit_of_work(east1, at=AT):
        customers.verify_field(shop.wang, "mobile", by=east1, at=AT)
        customers.verify_field(shop.wang, "mobile", by=east1, at=AT)
    assert CustomerQuality.objects.get(customer_id=shop.wang).timeliness == 5_000  # name and mobile are filled
    with unit_of_work(east1, at=AT):
        customers.verify_archive(shop.wang, by=east1, at=AT)
    assert CustomerQuality.objects.get(customer_id=shop.wang).timeliness == 10_000
    for path, refusal in (("birthday", Invalid), ("nothing", Invalid)):
        with pytest.raises(refusal), unit_of_work(east1, at=AT):
            customers.verify_field(shop.wang, path, by=east1, at=AT)
    with pytest.raises(Forbidden), unit_of_work(company.actor("auditor"), at=AT):
        customers.verify_field(shop.wang, "mobile", by=company.actor("auditor"), at=AT)


def test_the_list_sorts_and_filters_by_figures(company, shop):
    boss = company.actor("boss")
    spec = Spec(sorts=(Sort("quality", descending=True),), columns=("name", "quality", "quality_consistency"))
    rows = customer_reads.listing(boss, spec, on=ON).items
    assert rows[0].id == shop.wang
    assert rows[0].values["quality_consistency"] == 10_000
    asked = Spec(all_of(Condition("quality_uniqueness", "gte", (10_000,))))
    assert [row.id for row in customer_reads.listing(boss, asked, on=ON).items] == [shop.wang]


@pytest.mark.parametrize("count", [1, 3])
def test_judging_many_takes_as_many_queries_as_one(company, shop, count, django_assert_num_queries):
    from minghua.domain.customers.queries.judging import Judge

    found = list(Customer.objects.order_by("pk")[:count])
    judge = Judge(ON)
    list(judge.judged(found))
    with django_assert_num_queries(2):
        assert len(list(judge.judged(found))) == count


def test_snapshots_are_one_a_day_for_each_set(company, shop):
    assert snapshots() == snapshots() == QualitySnapshot.objects.count() == 6  # all, two teams, three owners
    whole = QualitySnapshot.objects.get(scope="all")
    totals = list(CustomerQuality.objects.values_list("total", flat=True))
    assert (whole.customers, whole.total) == (3, int(sum(totals) / 3 + 0.5))
    assert whole.parameter_version == "0/0/0"
    snapshots(AT + timedelta(days=1))
    course = reads.course(company.actor("boss"), scope="all", scope_id=0, until=ON + timedelta(days=1))
    assert [one.as_of for one in course] == [ON, ON + timedelta(days=1)]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (
            "boss",
            {
                ("all", ""),
                ("team", "东街店"),
                ("team", "西街店"),
                ("owner", "赵敏"),
                ("owner", "陈磊"),
                ("owner", "孙悦"),
            },
        ),
        ("lead", {("team", "东街店"), ("owner", "赵敏"), ("owner", "陈磊")}),
        ("east1", {("owner", "赵敏")}),
    ],
)
def test_figures_of_sets_are_seen_by_whom_they_concern(company, shop, who, seen):
    snapshots()
    assert {(one.scope, one.name) for one in reads.set_qualities(company.actor(who))} == seen
    course = reads.course(company.actor(who), scope="all", scope_id=0, until=ON)
    assert bool(course) == (who == "boss")


def test_a_set_without_customers_has_no_figures(company):
    snapshots()
    whole = QualitySnapshot.objects.get()
    assert (whole.customers, whole.total, whole.as_of) == (0, None, date(2026, 6, 15))
