"""What happened is told once it is committed: thin, signed, in its owner's sight, retried, given up, sent again."""

import json
from datetime import timedelta

import pytest
from standardwebhooks.webhooks import Webhook

from minghua.domain.customers import operations as customers
from minghua.foundation.jobs.models import Job
from minghua.foundation.outgoing.client import Answer
from minghua.foundation.outgoing.targets import AddressRefused
from minghua.foundation.people.models import Role, User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.webhooks import operations as webhooks
from minghua.foundation.webhooks import queries as webhook_reads
from minghua.foundation.webhooks.models import Event, Secret
from minghua.foundation.webhooks.retained import KINDS
from minghua.foundation.webhooks.types import NewSubscription, NothingToReplay
from minghua.kernel.errors import Forbidden, Invalid
from tests.company import Company
from tests.conftest import AT
from tests.integration.webhooks.receivers import URL, Receiver, carried, created, one_good_one_bad, states, subscribed

pytestmark = pytest.mark.django_db


def test_a_message_is_thin_signed_and_names_nobody(company: Company, clock):
    boss = company.actor("boss")
    issued = subscribed(boss)
    customer_id = created(boss, mobile="13812345678")
    receiver = Receiver()
    assert carried(issued, receiver, clock) == 1
    ((url, body, headers),) = receiver.heard
    assert url == URL
    assert json.loads(body) == {
        "type": "customer.created",
        "timestamp": AT.isoformat(),
        "data": {"customer_id": customer_id},
    }
    signed = Webhook(issued.secret)
    assert headers["webhook-signature"] == signed.sign(headers["webhook-id"], AT, body.decode())
    assert states() == ["delivered"]


def test_changes_name_their_fields_and_not_their_values(company, clock):
    boss = company.actor("boss")
    customer_id = created(boss)
    issued = subscribed(boss, "customer.updated")
    with unit_of_work(boss, at=AT):
        customers.edit_customer(customer_id, {"city": "长沙"}, base_version=None, by=boss, at=AT)
    receiver = Receiver()
    carried(issued, receiver, clock)
    assert receiver.told()[0]["data"] == {"customer_id": customer_id, "fields": ["city"]}


def test_what_is_undone_is_told_to_nobody(company):
    boss = company.actor("boss")
    subscribed(boss)
    with pytest.raises(Invalid):
        one_good_one_bad(boss)
    assert (Event.objects.count(), Job.objects.filter(name="webhooks.deliver").count()) == (0, 0)


def test_nobody_listening_costs_one_query_and_writes_nothing(company):
    created(company.actor("boss"))
    assert Event.objects.count() == 0


def test_chosen_fields_are_told_as_the_owner_sees_them(company, clock):
    """The owner's masks apply: what is masked for them is left out, not starred."""
    boss = company.actor("boss")
    with unit_of_work(SYSTEM, at=AT):
        role = Role.objects.get(code="service")
        role.permissions = [*role.permissions, "webhooks.manage"]
        role.save()
    issued = subscribed(company.actor("service"), fields=("name", "mobile", "city"))
    created(boss, mobile="13812345678", city="长沙")
    receiver = Receiver()
    carried(issued, receiver, clock)
    assert receiver.told()[0]["data"]["values"] == {"name": "王伟", "city": "长沙"}


def test_what_its_owner_may_not_see_is_withheld(company, clock):
    """T1: a receiver of a colleague with a narrow sight hears of that colleague's customers alone."""
    with unit_of_work(SYSTEM, at=AT):
        role = Role.objects.get(code="sales")
        role.permissions = [*role.permissions, "webhooks.manage"]
        role.save()
    issued = subscribed(company.actor("east1"))
    mine = created(company.actor("east1"), "东街的")
    created(company.actor("west1"), "西街的")
    receiver = Receiver()
    carried(issued, receiver, clock)
    assert [told["data"]["customer_id"] for told in receiver.told()] == [mine]
    assert states() == ["delivered", "withheld"]


def test_who_was_deactivated_hears_no_more(company, clock):
    boss = company.actor("boss")
    with unit_of_work(SYSTEM, at=AT):
        Role.objects.filter(code="manager").update(permissions=["*"])
    issued = subscribed(company.actor("manager"))
    created(boss)
    User.objects.filter(username="manager").update(is_active=False)
    receiver = Receiver()
    carried(issued, receiver, clock)
    assert (receiver.heard, states()) == ([], ["withheld"])


def test_secrets_lie_wrapped_and_are_shown_once(company):
    issued = subscribed(company.actor("boss"))
    assert issued.secret.startswith("whsec_")
    assert issued.secret[6:] not in Secret.objects.get().wrapped
    assert "secret" not in str(webhook_reads.subscription(company.actor("boss"), issued.subscription_id))
    assert webhooks.rewrap() == 0


def test_dead_and_delivered_messages_go_out_again_under_their_old_ids(company, clock):
    boss = company.actor("boss")
    issued = subscribed(boss)
    created(boss)
    receiver = Receiver()
    carried(issued, receiver, clock)
    with unit_of_work(boss, at=AT):
        assert webhooks.replay(issued.subscription_id, since=AT, until=AT + timedelta(hours=1), by=boss, at=AT) == 1
    carried(issued, receiver, clock)
    first, second = (headers["webhook-id"] for _, _, headers in receiver.heard)
    assert first == second
    with pytest.raises(NothingToReplay), unit_of_work(boss, at=AT):
        webhooks.replay(issued.subscription_id, since=AT, only_dead=True, by=boss, at=AT)


def test_a_test_message_goes_out_whatever_is_subscribed(company, clock):
    boss = company.actor("boss")
    issued = subscribed(boss, "import.finished")
    with unit_of_work(boss, at=AT):
        webhooks.ping(issued.subscription_id, by=boss, at=AT)
    receiver = Receiver()
    carried(issued, receiver, clock)
    assert receiver.told()[0]["type"] == "webhook.ping"


@pytest.mark.parametrize(
    "url", ["http://receiver.example/", "https://receiver.example:22/", "https://a@b/", "nonsense"]
)
def test_an_address_that_cannot_be_used_is_refused_when_it_is_given(company, url):
    boss = company.actor("boss")
    with pytest.raises(AddressRefused), unit_of_work(boss, at=AT):
        webhooks.subscribe(NewSubscription(url=url, name="x", kinds=("customer.created",)), by=boss, at=AT)


def test_unknown_kinds_and_fields_are_refused(company):
    boss = company.actor("boss")
    for kinds, fields in (((), ()), (("customer.eaten",), ()), (("customer.created",), ("password",))):
        with pytest.raises(Invalid), unit_of_work(boss, at=AT):
            webhooks.subscribe(NewSubscription(url=URL, name="x", kinds=kinds, fields=fields), by=boss, at=AT)


@pytest.mark.parametrize("username", ["manager", "lead", "east1", "service", "auditor"])
def test_only_who_manages_webhooks_may_look_or_change(company, username):
    actor = company.actor(username)
    with pytest.raises(Forbidden):
        webhook_reads.subscriptions(actor)
    with pytest.raises(Forbidden):
        subscribed(actor)


def test_old_messages_are_forgotten_but_not_those_that_wait(company, clock):
    boss = company.actor("boss")
    issued = subscribed(boss)
    created(boss)
    created(boss, "李娜")
    carried(issued, Receiver(Answer(204), Answer(500)), clock)
    (part,) = KINDS[0].parts
    assert part.clear(part.due(AT + timedelta(days=1)), AT) == 1
    assert states() == ["waiting"]


def test_bulk_acts_are_told_in_batches(company, clock, django_assert_max_num_queries):
    boss = company.actor("boss")
    subscribed(boss, "customer.assigned")
    ids = [created(boss, f"客户{n}") for n in range(30)]
    with django_assert_max_num_queries(80), unit_of_work(boss, at=AT):
        customers.bulk_assign(ids, owner_id=company.user_ids["east1"], by=boss, at=AT)
    assert Event.objects.filter(kind="customer.assigned").count() == 30
