"""The story of the air conditioner: the document's blocks, run in order through the public operations."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import Anchor, NewProduct, Payer, Scope, Source, Terms
from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.orders.types import NewLine, NewOrder
from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.models import Card
from minghua.domain.service.types import Basis, Condition, Kind, NewCase, NewReport, Outcome, PromiseKind, PromiseToKeep
from minghua.foundation.invariants import operations as invariants
from minghua.foundation.notices.models import Notice
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.record_order import record_order
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import SHANGHAI
from minghua.kernel.words import Text
from tests.company import Company

STORY = Path(__file__).parents[2] / "docs" / "scenarios" / "the-air-conditioner.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PRICE = 2_000_0000


def noon(day: str) -> datetime:
    """Return noon in Shanghai of a day."""
    return datetime.combine(date.fromisoformat(day), time(12), tzinfo=SHANGHAI)


class Shop:
    """The words of the document: what the shop sells, hears, does and sees."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._seller, self._manager = company.actor("east1"), company.actor("manager")
        with unit_of_work(SYSTEM, at=noon("2000-01-01")):
            self._products = {
                name: catalog.create_product(
                    NewProduct(sku=name, name=name, category="空调"), by=SYSTEM, at=noon("2000-01-01")
                ).id
                for name in ("柜机", "挂机")
            }

    def words(self) -> dict[str, Any]:
        """Return every word a block may use."""
        return {name: getattr(self, name) for name in dir(self) if not name.startswith("_")}

    def _act(self, on: str, do: Callable[..., Any], /, *given: Any, who: str = "east1", **more: Any) -> Any:
        by = self._company.actor(who)
        with unit_of_work(by, at=noon(on)):
            return do(*given, **more, by=by, at=noon(on))

    def terms(self, code: str, *, months: int, sold_from: str, shelf: str, sold_until: str = "", **more: Any) -> int:
        new = Terms(
            code=code, version=0, name=Text(code, code), source=Source.PROMOTION, scope=Scope.WHOLE_UNIT,
            anchor=Anchor.PURCHASE, months=months, payer=Payer.MAKER, sold_from=date.fromisoformat(sold_from),
            sold_until=date.fromisoformat(sold_until) if sold_until else None, shelves=frozenset({shelf}), **more,
        )  # fmt: skip
        return self._act("2000-01-02", catalog.publish_terms, new, who="manager")

    def cards(self, code: str, count: int, *, on: str) -> int:
        return self._act(on, service.stock_cards, code, count)

    def customer(self, name: str) -> int:
        return self._act("2004-05-15", customers.create_customer, NewCustomer(kind="person", name=name))

    def sell(self, customer_id: int, *names: str, on: str, places: tuple[str, ...]) -> Any:
        lines = tuple(
            NewLine(product_id=self._products[name], quantity_milli=1000, unit_price_e4=PRICE) for name in names
        )
        new = NewOrder(source="shop", number="S-1", placed_at=noon(on), customer_id=customer_id, lines=lines)
        self._order = self._act(on, record_order, new).order_id
        return self._act(on, service.units_of_sale, self._order, places=places)

    def sell_again(self, sale: Any, *, on: str) -> tuple[int, ...]:
        return self._act(on, service.units_of_sale, self._order).units

    def cover(self, unit_id: int, *, on: str) -> Any:
        return service_reads.cover_of(self._seller, unit_id, on=date.fromisoformat(on))

    def promises(self, customer_id: int | None, *, on: str, state: str = "unended") -> list[Any]:
        keep = service_reads.PromiseFilter(state=state, customer_id=customer_id)
        return list(service_reads.promises(self._manager, keep, at=noon(on)).items)

    def promise(self, customer_id: int, kind: str, text: str, *, due: str, unit: int, on: str, key: str) -> int:
        new = PromiseToKeep(
            customer_id=customer_id, kind=PromiseKind(kind), text=text, due_at=noon(due), key=key, unit_id=unit
        )
        return self._act(on, service.give_promise, new)

    def tick(self, *, on: str) -> int:
        with unit_of_work(SYSTEM, at=noon(on)):
            return service.break_overdue(by=SYSTEM, at=noon(on))

    def told(self, kind: str) -> set[str]:
        ids = Notice.objects.filter(kind=kind).values("user_id")
        return set(User.objects.filter(pk__in=ids).values_list("name", flat=True))

    def tally(self, name: str, *, on: str) -> tuple[int, int, int]:
        found = {each.name: each for each in service_reads.kept_by_owner(self._manager, at=noon(on))}[name]
        return found.overdue, found.kept, found.late

    def report(
        self, unit_id: int, symptom: str, *, on: str, key: str, condition: str = "unknown", words: str = ""
    ) -> Any:
        new = NewReport(unit_id=unit_id, symptom=symptom, key=key, condition=Condition(condition), words=words)
        return self._act(on, service.report_fault, new)

    def case(self, reported: Any) -> Any:
        return service_reads.cases(self._seller).get(pk=reported.case_id)

    def repair(self, reported: Any, outcome: str, diagnosis: str, *, on: str, parts: str = "") -> int:
        done = {"diagnosis": diagnosis, "parts": parts}
        return self._act(on, service.record_repair, reported.problem_id, Outcome(outcome), **done)

    def problem(self, reported: Any, *, on: str) -> Any:
        return service_reads.problem(self._seller, reported.problem_id, at=noon(on))

    def end(self, reported: Any, basis: str, *, words: str, on: str, seen_days: int = 0) -> None:
        self._act(on, service.end_problem, reported.problem_id, Basis(basis), words=words, seen_days=seen_days)

    def charge(self, unit_id: int, fen: int, *, on: str, key: str, reason: str = "", who: str = "east1") -> int:
        return self._act(on, service.charge_visit, unit_id, fen, key=key, reason=reason, who=who)

    def open_repair(self, customer_id: int, *, on: str) -> Any:
        return self._act(on, service.open_case, NewCase(customer_id=customer_id, kind=Kind.REPAIR, subject="空调坏了"))

    def hand_card(self, unit_id: int, *, number: str, on: str) -> None:
        self._act(on, service.hand_card, Card.objects.get(unit_id=unit_id).pk, number=number)

    def refused(self, code: str, do: Callable[..., Any], *given: Any, **more: Any) -> bool:
        try:
            do(*given, **more)
        except Refusal as refusal:
            return refusal.code == code
        return False

    def database_refuses_repair(self, customer_id: int) -> bool:
        statement = (
            "INSERT INTO service_case (customer_id, kind, subject, story, channel, severity, standing, level, opened_at, "
            "updated_at, outcome, reopened, version, spoken, breached) SELECT customer_id, 'repair', subject, story, channel, "
            "severity, standing, 1, opened_at, updated_at, outcome, reopened, version, spoken, breached FROM service_case "
            "WHERE customer_id = %s"
        )
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [customer_id])
        except DatabaseError as refused:
            return "a repair names its unit" in str(refused)
        return False

    def proven(self) -> bool:
        with unit_of_work(SYSTEM, at=noon("2009-08-01")):
            while service.tick_clocks(by=SYSTEM, at=noon("2009-08-01")):
                pass
        found = invariants.verdicts(only=(), at=noon("2009-08-01"))
        return [verdict.id for verdict in found if verdict.id.startswith("SVC") and not verdict.holds] == []


@pytest.mark.django_db
def test_the_document_runs(company: Company) -> None:
    text = STORY.read_text(encoding="utf-8")
    words = Shop(company).words()
    for found in BLOCK.finditer(text):
        code = "\n" * text[: found.start(1)].count("\n") + found[1]
        exec(compile(code, str(STORY), "exec"), words)
