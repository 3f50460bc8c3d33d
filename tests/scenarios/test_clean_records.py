"""The story of clean records: the document's blocks, run in order with fixed days."""

import re
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import CleaningChange, Customer
from minghua.domain.customers.queries import quality as quality_reads
from minghua.domain.customers.queries import reviews
from minghua.domain.customers.rules import archive as archive_rules
from minghua.domain.customers.types import NewCustomer
from minghua.domain.customers.types.cleaning import RULES
from minghua.domain.interactions.types import Direction, NewContact
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.routing import operations as routing
from minghua.foundation.routing import queries as routing_reads
from minghua.foundation.routing.models import RoutedItem
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.escalate_overdue import escalate_overdue
from minghua.journeys.log_contact import log_contact
from minghua.journeys.remind_of_reviews import remind_of_reviews
from tests.company import BEGAN, Company

STORY = Path(__file__).parents[2] / "docs" / "scenarios" / "clean-records.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def noon(day: str) -> datetime:
    """Return noon in Shanghai of a day."""
    return datetime.combine(date.fromisoformat(day), time(4), tzinfo=UTC)


class Shop:
    """The words of the document."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.boss, self.owner = company.actor("boss"), company.actor("east1")

    def words(self) -> dict[str, Any]:
        """Return every word a block may use."""
        own = {name: getattr(self, name) for name in dir(self) if not name.startswith("_")}
        return own | {"Fraction": Fraction}

    def copied(self, name: str, *, relation_since: str = "", grade: str = "", **columns: str) -> int:
        """A customer of 赵敏 with values as they stood in the book."""
        at = noon("2026-03-02")
        new = NewCustomer(kind="person", name=name.strip(), owner_id=self.company.user_ids["east1"])
        with unit_of_work(SYSTEM, at=at):
            made = customers.create_customer(new, by=SYSTEM, at=at)
            customer = Customer.objects.get(pk=made)
            customer.name, customer.value_class = name, grade
            customer.archive = {"relation_since": relation_since} if relation_since else {}
            for code, text in columns.items():
                setattr(customer, code, text)
            customer.save()
            customers.rekey([customer], at=at)
        return made

    def check(self, *, on: str) -> int:
        """A dry run over everybody."""
        with unit_of_work(self.boss, at=noon(on)):
            run = customers.start_cleaning(tuple(RULES), by=self.boss, at=noon(on))
        self._work(run, on)
        return run

    def apply(self, run: int, *, on: str) -> None:
        """Apply what is proposed."""
        with unit_of_work(self.boss, at=noon(on)):
            customers.start_applying(run, by=self.boss, at=noon(on))
        self._work(run, on)

    def undo(self, run: int, *, on: str) -> None:
        """Undo the run."""
        with unit_of_work(self.boss, at=noon(on)):
            customers.start_undoing(run, by=self.boss, at=noon(on))
        self._work(run, on)

    def _work(self, run: int, on: str) -> None:
        more = True
        while more:
            with unit_of_work(self.boss, at=noon(on)):
                more = customers.advance_cleaning(run, by=self.boss, at=noon(on))

    def proposals(self, run: int, customer: int) -> dict[str, Any]:
        """Field → proposed value."""
        found = CleaningChange.objects.filter(run_id=run, customer_id=customer, mend=True)
        return dict(found.values_list("path", "new"))

    def decline(self, run: int, customer: int, path: str) -> None:
        """Leave one proposal out."""
        change = CleaningChange.objects.get(run_id=run, customer_id=customer, path=path)
        with unit_of_work(self.boss, at=BEGAN):
            customers.decide(change.pk, take=False, by=self.boss)

    def value(self, customer: int, path: str) -> Any:
        """What stands in the record."""
        return getattr(Customer.objects.get(pk=customer), path)

    def edit(self, customer: int, path: str, text: str, *, on: str) -> None:
        """Correct one value by hand."""
        with unit_of_work(self.owner, at=noon(on)):
            customers.edit_customer(customer, {path: text}, base_version=None, by=self.owner, at=noon(on))

    def quality(self, customer: int, *, on: str) -> dict[str, Fraction | None]:
        """The five sides as they are that day."""
        sheet = quality_reads.quality_sheet(self.boss, customer, on=date.fromisoformat(on))
        return {str(side.dimension): side.share for side in sheet.quality.sides}

    def verify(self, customer: int, *, on: str) -> None:
        """Confirm the archive."""
        with unit_of_work(self.owner, at=noon(on)):
            customers.verify_archive(customer, by=self.owner, at=noon(on))

    def due(self, *, on: str) -> list[int]:
        """Archives of 赵敏 due that day, A customers only."""
        rows = reviews.reviews_due(self.owner, on=date.fromisoformat(on)).items
        return [row.id for row in rows if row.grade == "A"]

    def remind(self, *, on: str) -> int:
        """The morning's reminder."""
        with unit_of_work(SYSTEM, at=noon(on)):
            return remind_of_reviews(by=SYSTEM, at=noon(on))

    def freshness(self, customer: int, *, on: str) -> Fraction:
        """How fresh the archive is."""
        return quality_reads.quality_sheet(self.boss, customer, on=date.fromisoformat(on)).freshness

    def archive_score(self, *, filled: int, required: int, overdue: int, cycle: int) -> str:
        """The score of R07.5 as people read it."""
        on = date(2026, 4, 14)
        missing = tuple(f"f{n}" for n in range(required - filled))
        checklist = archive_rules.Checklist(filled, required, missing)
        verified = on - timedelta(days=cycle + overdue)
        found = archive_rules.score(checklist, verified_on=verified, cycle_days=cycle, on=on)
        return f"{found.score_e2 / 100:.2f}"

    def complaint(self, customer: int, subject: str, *, on: str) -> int:
        """The service desk takes a call."""
        by, at = self.company.actor("service"), noon(on)
        new = NewContact(
            customer_id=customer,
            channel="phone",
            direction=Direction.IN,
            happened_at=at,
            subject=subject,
            topic="complaint",
        )
        with unit_of_work(by, at=at):
            log_contact(new, by=by, at=at)
        return RoutedItem.objects.get().pk

    def went_to(self, item: int) -> set[str]:
        """Who got it."""
        return set(routing_reads.item(self.boss, item).recipients)

    def tick(self, item: int, *, minutes: int) -> int:
        """The worker's clock so long after the call; how many were escalated."""
        at = RoutedItem.objects.get(pk=item).created_at + timedelta(minutes=minutes)
        with unit_of_work(SYSTEM, at=at):
            return escalate_overdue(by=SYSTEM, at=at)

    def settle(self, item: int, outcome: str, *, by: str) -> None:
        """Say what was done."""
        actor, at = self.company.actor(by), RoutedItem.objects.get(pk=item).created_at + timedelta(hours=1)
        with unit_of_work(actor, at=at):
            routing.handle(item, outcome=outcome, by=actor, at=at)

    def state(self, item: int) -> str:
        """Where it stands."""
        return str(RoutedItem.objects.get(pk=item).state)


@pytest.mark.django_db
def test_clean_records(company: Company) -> None:
    words = Shop(company).words()
    text = STORY.read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        lines = text[: found.start(1)].count("\n")
        exec(compile("\n" * lines + found[1], str(STORY), "exec"), words)
