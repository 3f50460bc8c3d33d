"""A receiver, a clock and a customer for the tests of webhooks."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.outgoing.client import Answer
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.webhooks import operations as webhooks
from minghua.foundation.webhooks.carrying import Carrier
from minghua.foundation.webhooks.models import Delivery
from minghua.foundation.webhooks.types import Issued, NewSubscription
from tests.conftest import AT

URL = "https://receiver.example/hook"


def one_good_one_bad(by: Actor) -> None:
    with unit_of_work(by, at=AT):
        customers.create_customer(NewCustomer(kind="person", name="无人"), by=by, at=AT)
        customers.create_customer(NewCustomer(kind="person", name=""), by=by, at=AT)


class Receiver:
    """The other side: what it heard, and what it answers next."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers, self.heard = list(answers), []

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        self.heard.append((url, body, dict(headers)))
        answer = self.answers.pop(0) if self.answers else Answer(204)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body, _ in self.heard]


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime:
        return self.now


def subscribed(by: Actor, *kinds: str, fields: tuple[str, ...] = ()) -> Issued:
    with unit_of_work(by, at=AT):
        new = NewSubscription(
            url=URL, name="仓库", kinds=kinds or ("customer.created", "customer.updated"), fields=fields
        )
        return webhooks.subscribe(new, by=by, at=AT)


def created(by: Actor, name: str = "王伟", **values: Any) -> int:
    with unit_of_work(by, at=AT):
        return customers.create_customer(NewCustomer(kind="person", name=name, **values), by=by, at=AT)


def carried(issued: Issued, receiver: Receiver, clock: Clock) -> int:
    return Carrier(clock, lambda: None, receiver, lambda: 0.0).carry(issued.subscription_id)


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))
