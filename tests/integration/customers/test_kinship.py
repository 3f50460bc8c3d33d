"""Relations, households, sharing, tags, attachments."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Attachment, CustomerTag, HouseholdMember, Relation
from minghua.domain.customers.types import NewMember
from minghua.foundation.files import operations as files
from minghua.kernel.errors import Forbidden, Invalid, NotFound

ON = date(2026, 6, 15)


def test_a_buying_role_is_seen_from_both_sides(firm: Any, make: Any, work: Any, at: datetime) -> None:
    buyer, company = make("刘强"), make("大地饭店", kind="organization")
    with work(firm.zhao):
        link = customers.relate(buyer, to_customer_id=company, kind="buying_role", role="decider", by=firm.zhao, at=at)
    (here,) = customer_reads.relations(firm.zhao, buyer, on=ON)
    (there,) = customer_reads.relations(firm.zhao, company, on=ON)
    assert (here.id, here.role, here.outgoing, here.other_name) == (link, "decider", True, "大地饭店")
    assert (there.id, there.outgoing, there.other_name, there.since_on) == (link, False, "刘强", ON)


def test_an_ended_relation_stays_readable(firm: Any, make: Any, work: Any, at: datetime) -> None:
    one, two = make("甲"), make("乙")
    with work(firm.zhao):
        link = customers.relate(one, to_customer_id=two, kind="referral", by=firm.zhao, at=at)
    with work(firm.zhao):
        customers.unrelate(link, by=firm.zhao, at=at)
    assert customer_reads.relations(firm.zhao, one, on=ON) == []
    assert [each.until_on for each in customer_reads.relations(firm.zhao, one, on=ON, ended=True)] == [ON]
    with pytest.raises(NotFound), work(firm.zhao):
        customers.unrelate(link, by=firm.zhao, at=at)


def test_a_partner_out_of_reach_has_no_name(firm: Any, make: Any, work: Any, at: datetime) -> None:
    mine, foreign = make("甲"), make("乙", by=firm.outsider)
    with work(firm.manager):
        customers.relate(mine, to_customer_id=foreign, kind="friend", by=firm.manager, at=at)
    (link,) = customer_reads.relations(firm.zhao, mine, on=ON)
    assert (link.other_id, link.other_name) == (None, "")


def test_impossible_relations_are_refused(firm: Any, make: Any, work: Any, at: datetime) -> None:
    mine, other, foreign = make("甲"), make("乙"), make("丙", by=firm.outsider)
    wrong = [
        ({"to_customer_id": mine, "kind": "friend"}, Invalid),
        ({"to_customer_id": other, "kind": "nemesis"}, Invalid),
        ({"to_customer_id": other, "kind": "buying_role", "role": ""}, Invalid),
        ({"to_customer_id": foreign, "kind": "friend"}, NotFound),
    ]
    for values, refusal in wrong:
        with pytest.raises(refusal), work(firm.zhao):
            customers.relate(mine, **values, by=firm.zhao, at=at)
    with work(firm.zhao):
        customers.relate(mine, to_customer_id=other, kind="friend", by=firm.zhao, at=at)
    with pytest.raises(customers.AlreadyLinked), work(firm.zhao):
        customers.relate(mine, to_customer_id=other, kind="friend", by=firm.zhao, at=at)
    assert Relation.objects.count() == 1


def test_members_join_and_leave_on_a_day(firm: Any, make: Any, work: Any, at: datetime) -> None:
    home, person = make("王家", kind="household"), make("王伟")
    with work(firm.zhao):
        known = customers.add_member(
            home, NewMember(name="王伟", person_id=person, relation="head"), by=firm.zhao, at=at
        )
        child = NewMember(name="王小明", relation="child", birthday=date(2018, 3, 1), since_on=date(2018, 3, 1))
        customers.add_member(home, child, by=firm.zhao, at=at)
    assert [m.name for m in customer_reads.household(firm.zhao, home, on=ON)] == ["王伟", "王小明"]
    assert [m.household_name for m in customer_reads.household(firm.zhao, person, on=ON)] == ["王家", "王家"]
    with work(firm.zhao):
        customers.end_member(known, until_on=ON + timedelta(days=3), by=firm.zhao, at=at)
    assert len(customer_reads.household(firm.zhao, home, on=ON + timedelta(days=2))) == 2
    assert [m.name for m in customer_reads.household(firm.zhao, home, on=ON + timedelta(days=3))] == ["王小明"]


def test_impossible_members_are_refused(firm: Any, make: Any, work: Any, at: datetime) -> None:
    home, person, foreign = make("王家", kind="household"), make("王伟"), make("丙", by=firm.outsider)
    wrong = [
        (person, NewMember(name="x"), Invalid),
        (home, NewMember(name=""), Invalid),
        (home, NewMember(name="x", relation="pet"), Invalid),
        (home, NewMember(name="x", person_id=home), Invalid),
        (home, NewMember(name="x", person_id=foreign), NotFound),
    ]
    for household_id, new, refusal in wrong:
        with pytest.raises(refusal), work(firm.zhao):
            customers.add_member(household_id, new, by=firm.zhao, at=at)
    assert HouseholdMember.objects.count() == 0


def test_sharing_opens_a_customer_and_unsharing_closes_it(firm: Any, make: Any, work: Any, at: datetime) -> None:
    customer_id = make("王伟")
    with work(firm.zhao):
        share = customers.share(customer_id, user_id=firm.outsider.user_id, reason="出差代管", by=firm.zhao, at=at)
    card = customer_reads.customer(firm.outsider, customer_id)
    assert (card.name, card.may_edit) == ("王伟", False)
    with pytest.raises(Forbidden), work(firm.outsider):
        customers.edit_customer(customer_id, {"city": "北京"}, base_version=1, by=firm.outsider, at=at)
    with work(firm.zhao):
        customers.share(customer_id, user_id=firm.outsider.user_id, may_edit=True, by=firm.zhao, at=at)
    assert customer_reads.customer(firm.outsider, customer_id).may_edit is True
    assert [c.name for c in customer_reads.collaborators(firm.zhao, customer_id)] == ["孙悦"]
    with work(firm.zhao):
        customers.unshare(customer_id, share_id=share, by=firm.zhao, at=at)
    with pytest.raises(NotFound):
        customer_reads.customer(firm.outsider, customer_id)


def test_tags_are_put_on_once_and_taken_off(firm: Any, make: Any, work: Any, at: datetime) -> None:
    customer_id = make("王伟")
    with work(firm.zhao):
        tag_id = customers.tag(customer_id, name=" 爱吃  糙米 ", by=firm.zhao, at=at)
        assert customers.tag(customer_id, name="爱吃 糙米", by=firm.zhao, at=at) == tag_id
    assert [chip.name for chip in customer_reads.tags(firm.zhao, customer_id)] == ["爱吃 糙米"]
    assert [e.data for e in customer_reads.timeline(firm.zhao, customer_id, kinds=("tag",)).items] == [
        {"event": "tagged", "name": "爱吃 糙米"}
    ]
    with work(firm.zhao):
        customers.untag(customer_id, tag_id=tag_id, by=firm.zhao, at=at)
    with pytest.raises(NotFound), work(firm.zhao):
        customers.untag(customer_id, tag_id=tag_id, by=firm.zhao, at=at)
    assert CustomerTag.objects.count() == 0


def test_only_ones_own_fresh_file_can_be_attached(firm: Any, make: Any, work: Any, at: datetime) -> None:
    customer_id = make("王伟")
    with work(firm.zhao):
        stored = files.store(io.BytesIO(b"card"), name="资料卡.jpg", content_type="image/jpeg", by=firm.zhao, at=at)
        attached = customers.attach(customer_id, file_id=stored.pk, kind="card", by=firm.zhao, at=at)
    (card,) = customer_reads.attachments(firm.zhao, customer_id)
    assert (card.id, card.name, card.kind, card.by_name) == (attached, "资料卡.jpg", "card", "赵敏")
    assert customer_reads.attachment_of_file(firm.zhao, stored.pk).customer_id == customer_id
    with pytest.raises(NotFound):
        customer_reads.attachment_of_file(firm.outsider, stored.pk)
    with pytest.raises(NotFound), work(firm.lead):
        customers.attach(customer_id, file_id=stored.pk, by=firm.lead, at=at)
    with work(firm.zhao):
        customers.detach(attached, by=firm.zhao, at=at)
    assert Attachment.objects.count() == 0
