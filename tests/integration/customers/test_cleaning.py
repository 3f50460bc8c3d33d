"""Cleaning: a dry run changes nothing, applying changes only what was seen, undoing gives back exactly what was."""

from datetime import timedelta

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import CleaningChange, Customer
from minghua.domain.customers.queries import cleaning as cleaning_reads
from minghua.domain.customers.types.cleaning import RULES, ChangeState, RunState
from minghua.foundation.history.models import FieldChange
from minghua.foundation.listing.types import Spec
from minghua.foundation.notices import queries as notice_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests.conftest import AT, ON
from tests.trade import open_shop

pytestmark = pytest.mark.django_db
EVERY = tuple(RULES)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def shop(company):
    """Three customers, two of them with values as they came from somewhere else."""
    shop = open_shop(company)
    Customer.objects.filter(pk=shop.wang).update(
        name=" 王　秀英 ",
        mobile="１３８ ００１３ ８０００",
        email="Wang@Example.CN",
        address="湖南省长沙市岳麓区麓山路1号",
    )
    Customer.objects.filter(pk=shop.sun).update(mobile="12345", archive={"relation_since": "2020年3月5日"})
    return shop


def work(run_id, by, at=AT):
    more = True
    while more:
        with unit_of_work(by, at=at):
            more = customers.advance_cleaning(run_id, by=by, at=at)


def begin(by, *rules, **options):
    with unit_of_work(by, at=AT):
        run_id = customers.start_cleaning(rules or EVERY, by=by, at=AT, **options)
    work(run_id, by)
    return run_id


def act(by, what, *args, at=AT, **options):
    with unit_of_work(by, at=at):
        what(*args, by=by, at=at, **options)
    work(args[0], by, at)


def values(customer_id):
    row = Customer.objects.get(pk=customer_id)
    return row.name, row.mobile, row.email, row.province, row.city, row.district, row.archive


BEFORE = (" 王　秀英 ", "１３８ ００１３ ８０００", "Wang@Example.CN", "", "", "", {})
AFTER = ("王 秀英", "+8613800138000", "wang@example.cn", "湖南省", "长沙市", "岳麓区", {"region_code": "430100"})


def test_a_dry_run_lists_every_change_and_changes_nothing(company, shop):
    boss = company.actor("boss")
    card = cleaning_reads.run(boss, begin(boss))
    assert (card.state, card.done, card.total) == (RunState.CHECKED, 3, 3)
    assert dict(card.proposed) == {"fold": 1, "phone": 1, "email": 1, "region": 4, "dates": 1}
    assert dict(card.open) == {"phone": 1}
    assert card.missing["gender"] == 3
    assert values(shop.wang) == BEFORE
    found = {row.path: (row.old, row.new) for row in cleaning_reads.changes(boss, card.id).items}
    assert found["archive.relation_since"] == ("2020年3月5日", "2020-03-05")
    assert [row.title.zh for row in notice_reads.inbox(boss).items] == ["清洗检查完成"]


def test_applying_keeps_history_and_a_second_run_proposes_nothing(company, shop):
    boss = company.actor("boss")
    run_id = begin(boss)
    act(boss, customers.start_applying, run_id)
    assert values(shop.wang) == AFTER
    assert cleaning_reads.run(boss, run_id).outcome == {"applied": 8, "open": 1}
    change = FieldChange.objects.get(subject_id=shop.wang, field="mobile")
    assert (change.old, change.new, change.source) == (BEFORE[1], AFTER[1], f"clean:{run_id}")
    assert customer_reads.customer(boss, shop.wang).version == 2
    again = cleaning_reads.run(boss, begin(boss))
    assert (again.proposals, dict(again.open)) == (0, {"phone": 1})


def test_a_cleaned_customer_is_found_by_the_one_spelling(company, shop):
    boss = company.actor("boss")
    act(boss, customers.start_applying, begin(boss))
    found = customer_reads.listing(boss, Spec(), on=ON, text="13800138000").items
    assert [row.id for row in found] == [shop.wang]


def test_undoing_gives_back_exactly_what_was_but_not_what_changed_since(company, shop):
    boss = company.actor("boss")
    run_id = begin(boss)
    act(boss, customers.start_applying, run_id)
    with unit_of_work(boss, at=LATER):
        customers.edit_customer(shop.wang, {"email": "new@example.cn"}, base_version=None, by=boss, at=LATER)
    act(boss, customers.start_undoing, run_id, at=LATER)
    assert values(shop.wang) == (*BEFORE[:2], "new@example.cn", *BEFORE[3:])
    outcome = cleaning_reads.run(boss, run_id).outcome
    assert outcome == {"undone": 7, "kept": 1, "open": 1}
    with pytest.raises(customers.NotInThatState):
        act(boss, customers.start_undoing, run_id)


def test_a_value_changed_after_the_dry_run_is_left_alone(company, shop):
    boss = company.actor("boss")
    run_id = begin(boss)
    Customer.objects.filter(pk=shop.wang).update(mobile="+8613900139000")
    act(boss, customers.start_applying, run_id)
    assert Customer.objects.get(pk=shop.wang).mobile == "+8613900139000"
    assert CleaningChange.objects.get(run=run_id, path="mobile", mend=True).state == ChangeState.SKIPPED


def test_only_chosen_rules_and_changes_are_applied(company, shop):
    boss = company.actor("boss")
    run_id = begin(boss)
    phone = CleaningChange.objects.get(run=run_id, path="mobile", mend=True)
    with unit_of_work(boss, at=AT):
        assert customers.decide(phone.pk, take=False, by=boss) == run_id
    act(boss, customers.start_applying, run_id, rules=("email", "phone"))
    assert values(shop.wang) == (*BEFORE[:2], AFTER[2], *BEFORE[3:])


def test_a_team_lead_cleans_the_own_team_only(company, shop):
    lead = company.actor("lead")
    card = cleaning_reads.run(lead, begin(lead))
    assert card.total == 2
    assert {row.customer_id for row in cleaning_reads.changes(lead, card.id).items} == {shop.wang}
    boss = company.actor("boss")
    others = begin(boss)
    for look in (
        lambda: cleaning_reads.run(lead, others),
        lambda: cleaning_reads.changes(lead, others),
        lambda: act(lead, customers.start_applying, others),
    ):
        with pytest.raises(NotFound):
            look()


def test_a_filter_chooses_the_set_and_nonsense_is_refused(company, shop):
    boss = company.actor("boss")
    run_id = begin(boss, ask={"filter": {"all": [["name", "contains", "孙"]]}})
    assert cleaning_reads.run(boss, run_id).total == 1
    for rules, ask in (((), {}), (("polish",), {}), (("fold",), {"filter": {"some": []}})):
        with pytest.raises(Invalid), unit_of_work(boss, at=AT):
            customers.start_cleaning(rules, ask=ask, by=boss, at=AT)
    sales = company.actor("east1")
    with pytest.raises(Forbidden), unit_of_work(sales, at=AT):
        customers.start_cleaning(EVERY, by=sales, at=AT)


def test_closed_archives_are_left_alone(company, shop):
    boss = company.actor("boss")
    with unit_of_work(boss, at=AT):
        customers.close(shop.wang, reason="搬走了", by=boss, at=AT)
    assert cleaning_reads.run(boss, begin(boss)).total == 2


def test_identity_numbers_are_listed_for_a_person_and_copied_nowhere(company, shop):
    Customer.objects.filter(pk=shop.wang).update(archive={"id_number": "11010519491231002x"})
    boss = company.actor("boss")
    (row,) = cleaning_reads.changes(boss, begin(boss, "id_card")).items
    assert (row.old, row.new, row.state) == ("****", None, ChangeState.OPEN)
    assert "11010519491231002" not in str(list(CleaningChange.objects.values()))
    lines = list(cleaning_reads.change_lines(boss, begin(boss, "id_card")))
    assert "11010519491231002" not in str(lines)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_changes_asks_as_often_for_one_as_for_three(company, shop, count, django_assert_num_queries):
    boss = company.actor("boss")
    run_id = begin(boss)
    customer_reads.customer(boss, shop.wang)
    with django_assert_num_queries(2):
        assert len(cleaning_reads.changes(boss, run_id, limit=count).items) == count


def test_a_run_goes_on_where_it_stopped(company, shop, monkeypatch):
    from minghua.domain.customers.operations.cleaning import checking, writing

    monkeypatch.setattr(checking, "BATCH", 1)
    monkeypatch.setattr(writing, "BATCH", 1)
    boss = company.actor("boss")
    with unit_of_work(boss, at=AT):
        run_id = customers.start_cleaning(EVERY, by=boss, at=AT)
    for _ in range(2):
        with unit_of_work(boss, at=AT):
            assert customers.advance_cleaning(run_id, by=boss, at=AT)
    work(run_id, boss)
    act(boss, customers.start_applying, run_id)
    assert values(shop.wang) == AFTER
