"""What customers say about consent is kept with its evidence, folded at once, and answered for one and for many."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.models import ConsentLink, ConsentRecord, ConsentState
from minghua.domain.interactions.types import Act, NewConsent, NewPolicy
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.listing.types import Condition, Spec, all_of
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline.models import TimelineEntry
from minghua.journeys import export_customers
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests.company import Company
from tests.conftest import AT, ON
from tests.trade import Trade, open_shop

LATER = AT + timedelta(seconds=1)


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


def consent(customer_id: int, purpose: str = "marketing", channel: str = "sms", **facts) -> NewConsent:
    return NewConsent(customer_id=customer_id, purpose=purpose, channel=channel, **({"how": "form"} | facts))


def keep(*news: NewConsent, by: Actor = SYSTEM, at=AT) -> tuple[int, ...]:
    with unit_of_work(by, at=at):
        return interactions.record_consents(news, by=by, at=at)


def withdraw(customer_id: int, channel: str = "any", *, by: Actor = SYSTEM, at=LATER) -> bool:
    with unit_of_work(by, at=at):
        return interactions.withdraw_consent(customer_id, purpose="marketing", channel=channel, by=by, at=at)


def answer(customer_id: int, purpose: str = "marketing", channel: str = "sms", *, at=LATER) -> str:
    return interaction_reads.may_contact(customer_id, purpose, channel, at=at).code


def test_n1_a_withdrawal_counts_in_the_same_second(trade: Trade, company: Company) -> None:
    east1 = company.actor("east1")
    keep(consent(trade.wang), by=east1)
    before = answer(trade.wang, at=AT)
    withdraw(trade.wang, by=east1, at=AT)
    assert (before, answer(trade.wang, at=AT)) == ("granted", "withdrawn")


def test_n2_a_grant_without_policy_or_evidence_cannot_stand_in_the_table(trade: Trade) -> None:
    (record,) = keep(consent(trade.wang))
    kept = ConsentRecord.objects.get(pk=record)
    assert (kept.policy.version, kept.how, kept.given_at, kept.recorded_by_id) == (1, "form", AT, None)
    for spoilt in ({"policy": None}, {"how": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConsentRecord.objects.filter(pk=record).update(**spoilt)
    with pytest.raises(Invalid):
        keep(consent(trade.wang, how="paper"))
    with pytest.raises(interactions.NoPolicy):
        keep(consent(trade.wang, policy=9))


def test_n3_one_state_by_purpose_and_channel_is_the_last_record(trade: Trade) -> None:
    keep(consent(trade.wang), consent(trade.wang, channel="any"))
    withdraw(trade.wang, "sms")
    keep(consent(trade.wang), at=LATER + timedelta(minutes=1))
    states = ConsentState.objects.filter(customer_id=trade.wang).values_list("channel", "act").order_by("channel")
    assert list(states) == [("any", "granted"), ("sms", "granted")]
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentState.objects.create(
            customer_id=trade.wang, purpose="marketing", channel="sms", act="granted", since=AT,
            record=ConsentRecord.objects.first(),
        )  # fmt: skip
    folded = list(ConsentState.objects.order_by("channel").values_list("channel", "act", "since", "record_id"))
    interactions.refold([trade.wang])
    assert list(ConsentState.objects.order_by("channel").values_list("channel", "act", "since", "record_id")) == folded


def test_an_older_grant_that_arrives_late_revives_nothing(trade: Trade) -> None:
    withdraw(trade.wang, "sms", at=AT)
    keep(consent(trade.wang, given_at=AT - timedelta(days=9)), at=LATER)
    assert (answer(trade.wang), ConsentRecord.objects.count()) == ("withdrawn", 2)


def test_n8_nobody_markets_to_a_child(trade: Trade) -> None:
    Customer.objects.filter(pk=trade.wang).update(birthday=date(2015, 1, 1))
    with pytest.raises(Invalid) as refused:
        keep(consent(trade.wang, guardian="母亲"))
    assert refused.value.code == "minor"
    with pytest.raises(Invalid):
        keep(consent(trade.wang, "sharing", "any", separate=True))
    keep(consent(trade.wang, "sharing", "any", separate=True, guardian="母亲 王女士"))
    assert (answer(trade.wang), answer(trade.wang, "sharing", "any")) == ("minor", "granted")


def test_a_grant_from_before_the_birthday_was_known_does_not_reach_the_child(trade: Trade) -> None:
    keep(consent(trade.wang))
    Customer.objects.filter(pk=trade.wang).update(birthday=date(2015, 1, 1))
    assert answer(trade.wang) == "minor"


def test_a_policy_that_renews_a_purpose_asks_again(trade: Trade) -> None:
    keep(consent(trade.wang), consent(trade.liu, "sharing", "any", separate=True))
    with unit_of_work(SYSTEM, at=AT):
        version = interactions.publish_policy(
            NewPolicy(title="二版", body_zh="新增用途", renews=("marketing",)), by=SYSTEM, at=AT
        )
    stale = set(Customer.objects.filter(interaction_reads.stale()).values_list("pk", flat=True))
    assert (version, answer(trade.wang), answer(trade.liu, "sharing", "any"), stale) == (
        2, "policy_changed", "granted", {trade.wang},
    )  # fmt: skip
    keep(consent(trade.wang), at=LATER)
    assert (answer(trade.wang), Customer.objects.filter(interaction_reads.stale()).exists()) == ("granted", False)
    assert interaction_reads.consenting(SYSTEM, 2) == 1


def test_a_restriction_stops_everything_until_it_is_lifted(trade: Trade, company: Company) -> None:
    service = company.actor("service")
    keep(consent(trade.wang))
    with unit_of_work(service, at=AT):
        interactions.restrict(trade.wang, reason="客户对数据有异议", by=service, at=AT)
        interactions.restrict(trade.wang, reason="再说一次", by=service, at=AT)
    held = (answer(trade.wang), answer(trade.wang, "service", "call"))
    with unit_of_work(service, at=LATER):
        lifted = interactions.lift_restriction(trade.wang, by=service, at=LATER)
    assert (held, lifted, answer(trade.wang)) == (("restricted", "restricted"), True, "granted")
    assert interaction_reads.restriction_of(service, trade.wang) is None


def test_who_may_record_and_for_whom(trade: Trade, company: Company) -> None:
    west1, auditor = company.actor("west1"), company.actor("auditor")
    with pytest.raises(NotFound):
        keep(consent(trade.wang), by=west1)
    with pytest.raises(NotFound):
        withdraw(trade.wang, by=west1)
    with pytest.raises(Forbidden):
        keep(consent(trade.wang), by=auditor)
    keep(consent(trade.wang), by=company.actor("service"))
    assert [card.recorded_by_name for card in interaction_reads.consents_of(auditor, trade.wang).items] == ["周婷"]
    assert interaction_reads.consents_of(west1, trade.wang).items == ()


def test_many_withdraw_at_once_and_those_out_of_reach_are_named(trade: Trade, company: Company) -> None:
    lead = company.actor("lead")
    keep(consent(trade.wang), consent(trade.liu))
    withdraw(trade.liu, "any", at=AT)
    with unit_of_work(lead, at=LATER):
        done = interactions.withdraw_many([trade.wang, trade.liu, trade.sun], purpose="marketing", by=lead, at=LATER)
    assert (done.changed, done.refused, answer(trade.wang)) == (1, (trade.sun,), "withdrawn")


def test_what_was_said_is_on_the_timeline_and_in_the_audit_record(trade: Trade) -> None:
    (record,) = keep(consent(trade.wang))
    entry = TimelineEntry.objects.get(customer_id=trade.wang, kind="consent")
    event = AuditEvent.objects.get(verb="consent.granted")
    assert (entry.data["act"], entry.ref_id, event.subject_id) == ("granted", record, str(record))


def test_the_link_withdraws_once_and_says_nothing_about_other_links(trade: Trade, company: Company) -> None:
    east1 = company.actor("east1")
    keep(consent(trade.wang))
    with unit_of_work(east1, at=AT):
        first = interactions.withdrawal_links([trade.wang], by=east1, at=AT)
        again = interactions.withdrawal_links([trade.wang], by=east1, at=AT)
    token = first[trade.wang]
    assert (first, len(token), ConsentLink.objects.count()) == (again, 22, 1)
    assert token not in ConsentLink.objects.get().digest
    with unit_of_work(SYSTEM, at=LATER):
        told = [interactions.withdraw_by_link(text, at=LATER) for text in (token, token, "A" * 22, "../x")]
    assert (told, answer(trade.wang)) == ([True, True, False, False], "withdrawn")
    assert ConsentRecord.objects.filter(act=Act.WITHDRAWN).values_list("how", flat=True).get() == "link"
    with pytest.raises(NotFound):
        interactions.withdrawal_links([trade.sun], by=east1, at=AT)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_answer_for_many_costs_three_queries(trade: Trade, rows: int, django_assert_num_queries) -> None:
    ids = [trade.wang, trade.liu, trade.sun][:rows]
    keep(*(consent(pk) for pk in ids))
    with django_assert_num_queries(3):
        found = interaction_reads.may_contact_many(ids, "marketing", "sms", at=LATER)
    assert {pk: decision.code for pk, decision in found.items()} == dict.fromkeys(ids, "granted")


@pytest.mark.parametrize("rows", [1, 3])
def test_keeping_many_costs_the_same_number_of_queries(trade: Trade, rows: int, django_assert_max_num_queries) -> None:
    ids = [trade.wang, trade.liu, trade.sun][:rows]
    with django_assert_max_num_queries(20):
        keep(*(consent(pk) for pk in ids))


def test_lists_filter_and_show_what_consent_allows(
    trade: Trade, company: Company, django_assert_max_num_queries
) -> None:
    keep(consent(trade.wang))
    with unit_of_work(SYSTEM, at=AT):
        interactions.restrict(trade.liu, reason="有异议", by=SYSTEM, at=AT)
    spec = Spec(all_of(Condition("may_sms", "is", (True,))), columns=("may_sms", "may_profile", "restricted"))
    manager = company.actor("manager")
    with django_assert_max_num_queries(14):
        (row,) = customer_reads.listing(manager, spec, on=ON).items
    assert (row.id, row.values["may_sms"], row.values["may_profile"], row.values["restricted"]) == (
        trade.wang, True, True, False,
    )  # fmt: skip
    kept = Spec(all_of(Condition("restricted", "is", (True,))))
    assert [each.id for each in customer_reads.listing(manager, kept, on=ON).items] == [trade.liu]
    not_asked = Spec(all_of(Condition("may_sms", "is", (False,))))
    found = {each.id for each in customer_reads.listing(manager, not_asked, on=ON).items}
    assert found == {trade.liu, trade.sun}


def test_what_is_restricted_leaves_in_no_file(trade: Trade, company: Company) -> None:
    manager = company.actor("manager")
    keep(consent(trade.wang, channel="any"))
    withdraw(trade.wang, "call")
    with unit_of_work(SYSTEM, at=AT):
        interactions.restrict(trade.liu, reason="有异议", by=SYSTEM, at=AT)
    header, *rows = export_customers.rows(manager)
    told = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(row["名称"], row["同意营销短信"], row["同意营销电话"]) for row in told] == [
        ("王秀英", "是", "否"), ("孙丽", "", ""),
    ]  # fmt: skip
