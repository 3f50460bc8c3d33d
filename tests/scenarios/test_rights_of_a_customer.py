"""The story of docs/scenarios/rights-of-a-customer.md, run sentence by sentence."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types import NewCustomer
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import Deed, NewConsent, NewDeed, NewPolicy, NewRequest
from minghua.foundation.files import operations as files
from minghua.foundation.listing.types import Condition, Sort, Spec, all_of
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.worker import rights as worker
from minghua.journeys import erase_person
from minghua.journeys.record_order import record_order
from minghua.kernel import clock
from minghua.kernel.errors import Refusal
from tests import oracle
from tests.company import Company
from tests.conftest import AT, ON
from tests.trade import an_order, line, open_shop

STORY = Path(__file__).parents[2] / "docs" / "scenarios" / "rights-of-a-customer.md"
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


class Counter:
    """What the story can say; each act happens a second after the one before."""

    def __init__(self, company: Company) -> None:
        trade = open_shop(company)
        self._company, self._seconds = company, 0
        self._wang, self.liu = trade.wang, trade.liu
        self.photograph = self._do(files.store, io.BytesIO(b"signed"), name="card.jpg", content_type="image/jpeg").pk
        self._do(customers.edit_customer, trade.wang, {"mobile": "13800138000"}, base_version=None)
        self._do(record_order, an_order("A1", line(trade.rice, 2), customer=trade.wang, at=AT))
        self._service, self._manager = company.actor("service"), company.actor("manager")

    def _now(self) -> datetime:
        self._seconds += 1
        return AT + timedelta(seconds=self._seconds)

    def _do(self, act: Callable[..., Any], *given: Any, by: Any = SYSTEM, **named: Any) -> Any:
        at = self._now()
        with unit_of_work(by, at=at):
            return act(*given, **named, by=by, at=at)

    def may(self, purpose: str, channel: str, of: int | None = None) -> str:
        at = max(self._now(), clock.now())  # the withdrawal page reads the real clock
        return interaction_reads.may_contact(of or self._wang, purpose, channel, at=at).code

    def grant(
        self, purpose: str, channel: str, *, of: int | None = None, on: str = "", file: str = "", **said: Any
    ) -> None:
        given_at = datetime.fromisoformat(f"{on}T04:00:00+00:00") if on else None
        told = NewConsent(
            customer_id=of or self._wang, purpose=purpose, channel=channel, file_id=file, given_at=given_at, **said
        )
        self._do(interactions.record_consent, told)

    def refused(self, act: Callable[..., Any], *given: Any, **named: Any) -> str:
        try:
            act(*given, **named)
        except Refusal as refusal:
            return refusal.code
        return ""

    def listed(self, **asked: bool) -> list[str]:
        conditions = [Condition(code, "is", (value,)) for code, value in asked.items()]
        spec = Spec(all_of(*conditions), sorts=(Sort("name"),))
        return sorted(
            row.name for row in customer_reads.listing(self._manager, spec, on=ON).items if row.name != "小明"
        )

    def withdrawal_link(self) -> str:
        return f"/w/{self._do(interactions.withdrawal_links, [self._wang])[self._wang]}"

    def opens(self, link: str) -> None:
        assert Client().get(link).status_code == 200

    def presses(self, link: str) -> None:
        assert Client(enforce_csrf_checks=True).post(link, {"confirm": "1"}).status_code == 200

    def born(self, name: str, on: str) -> int:
        made: int = self._do(
            customers.create_customer, NewCustomer(kind="person", name=name, birthday=date.fromisoformat(on))
        )
        return made

    def publish(self, title: str, renews: list[str]) -> None:
        self._do(interactions.publish_policy, NewPolicy(title=title, body_zh="全文", renews=tuple(renews)))

    def ask(self, what: str) -> int:
        new = NewRequest(customer_id=self._wang, ask=what, channel="phone")
        made: int = self._do(interactions.receive_request, new, by=self._service)
        return made

    def due(self, request_id: int) -> str:
        return interaction_reads.request(SYSTEM, request_id).due_on.isoformat()

    def identify(self, request_id: int, how: str) -> None:
        self._do(interactions.do_deed, request_id, NewDeed(deed=Deed.IDENTIFY, how=how), by=self._service)

    def fulfil(self, request_id: int) -> None:
        self._do(interactions.do_deed, request_id, NewDeed(deed=Deed.FULFIL, note="已办"), by=self._service)

    def masked_mobile(self) -> str:
        return str(customer_reads.customer(self._service, self._wang).values["mobile"])

    def reveal(self, reason: str) -> str:
        found = self._do(customers.reveal, self._wang, field="mobile", reason=reason, by=self._service)
        return str(found.value)

    def looks(self) -> list[tuple[str, str, str]]:
        rows = customer_reads.reveals(self._company.actor("auditor")).items
        return [(row.by_name, row.field, row.reason) for row in rows]

    def take_everything(self) -> dict[str, Any]:
        self._package = self._do(interactions.order_package, self._wang, by=self._manager)
        with unit_of_work(SYSTEM, at=AT):
            worker.package({"package_id": self._package}, at=AT, beat=lambda: None)
        _name, stream = self._do(interactions.hand_out, self._package, by=self._manager)
        with stream, zipfile.ZipFile(stream) as package:
            found: dict[str, Any] = json.loads(package.read("data.json"))["tables"]
        return found

    def take_again(self) -> None:
        self._do(interactions.hand_out, self._package, by=self._manager)

    def text(self, package: dict[str, Any]) -> str:
        return json.dumps(package, ensure_ascii=False)

    def erase(self) -> None:
        number = customer_reads.customer(SYSTEM, self._wang).number
        self._do(erase_person.erase, self._wang, confirm=number)


@pytest.fixture
def words(company: Company) -> dict[str, Any]:
    counter = Counter(company)
    return {name: getattr(counter, name) for name in dir(counter) if not name.startswith("_")}


def test_the_rights_of_a_customer(words: dict[str, Any]) -> None:
    text = STORY.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    for block in blocks:
        line_ = text[: block.start(1)].count("\n")
        exec(compile("\n" * line_ + block[1], str(STORY), "exec"), words)
    assert len(blocks) == 11
    assert oracle.broken() == {}
