"""How a message is carried: tried again, given up, left alone, claimed, and signed while a secret changes."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from standardwebhooks.webhooks import Webhook

from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.outgoing.client import Answer, NotSent
from minghua.foundation.outgoing.targets import AddressRefused
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.webhooks import operations as webhooks
from minghua.foundation.webhooks import queries as webhook_reads
from minghua.foundation.webhooks.carrying import Carrier
from minghua.foundation.webhooks.models import Delivery, Event
from tests.conftest import AT
from tests.integration.webhooks.receivers import Receiver, carried, created, states, subscribed

pytestmark = pytest.mark.django_db


def test_a_failure_is_tried_again_by_the_schedule_and_given_up_after_three_days(company, clock):
    issued = subscribed(company.actor("boss"))
    created(company.actor("boss"))
    receiver = Receiver(*[Answer(500)] * 20)
    tried = 0
    while "waiting" in states() and tried < 20:
        tried += carried(issued, receiver, clock)
        clock.now = Delivery.objects.get().due_at
    assert tried == 10
    assert clock.now - AT >= timedelta(hours=75)
    row = webhook_reads.deliveries(company.actor("boss"), issued.subscription_id, state="dead").items[0]
    assert (row.state, row.attempts, row.last_status) == ("dead", 10, 500)
    assert len({headers["webhook-id"] for _, _, headers in receiver.heard}) == 1


def test_retry_after_is_obeyed(company, clock):
    issued = subscribed(company.actor("boss"))
    created(company.actor("boss"))
    carried(issued, Receiver(Answer(429, "7200")), clock)
    assert Delivery.objects.get().due_at == AT + timedelta(hours=2)


def test_410_switches_the_receiver_off_and_the_audit_record_says_why(company, clock):
    boss = company.actor("boss")
    issued = subscribed(boss)
    created(boss)
    created(boss, "李娜")
    receiver = Receiver(Answer(410))
    carried(issued, receiver, clock)
    card = webhook_reads.subscription(boss, issued.subscription_id)
    assert (card.enabled, card.disabled_why, len(receiver.heard)) == (False, "gone", 1)
    assert audit_reads.events(boss, verb="webhook.disabled").items[0].data == {"why": "gone"}
    created(boss, "张三")
    assert Event.objects.count() == 2, "who wants no more is written no more to"


@pytest.mark.parametrize("fault", [NotSent("timeout"), NotSent("tls"), AddressRefused(why_zh="", why_en="")])
def test_a_receiver_that_does_not_answer_is_left_alone_for_this_round(company, clock, fault):
    boss = company.actor("boss")
    issued = subscribed(boss)
    for name in ("甲", "乙", "丙"):
        created(boss, name)
    receiver = Receiver(fault)
    assert carried(issued, receiver, clock) == 1
    assert states() == ["waiting"] * 3


def test_of_two_workers_one_carries_and_a_killed_one_is_followed(company, clock):
    issued = subscribed(company.actor("boss"))
    created(company.actor("boss"))
    second = Receiver()

    def busy(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        assert carried(issued, second, clock) == 0
        raise KeyboardInterrupt  # this worker is killed while it waits for the answer

    with pytest.raises(KeyboardInterrupt):
        Carrier(clock, lambda: None, busy, lambda: 0.0).carry(issued.subscription_id)
    assert carried(issued, second, clock) == 0
    clock.now = AT + timedelta(minutes=2)
    assert carried(issued, second, clock) == 1
    assert states() == ["delivered"]


def test_a_rotated_secret_signs_beside_the_old_one_for_a_day(company, clock):
    boss = company.actor("boss")
    old = subscribed(boss)
    with unit_of_work(boss, at=AT):
        new = webhooks.rotate(old.subscription_id, by=boss, at=AT)
    created(boss)
    receiver = Receiver()
    carried(old, receiver, clock)
    _, body, headers = receiver.heard[0]
    both = headers["webhook-signature"].split(" ")
    assert both == [Webhook(each.secret).sign(headers["webhook-id"], AT, body.decode()) for each in (new, old)]
    created(boss, "李娜")
    clock.now = AT + timedelta(days=1, seconds=1)
    carried(old, receiver, clock)
    assert len(receiver.heard[1][2]["webhook-signature"].split(" ")) == 1
