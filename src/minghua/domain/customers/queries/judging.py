"""The facts behind quality and archive scores, read for many customers in a few queries."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef

from minghua.domain.customers.models import Customer, FieldVerification, MatchKey
from minghua.domain.customers.queries import layouts
from minghua.domain.customers.queries.readings import values_of
from minghua.domain.customers.rules import archive, quality
from minghua.domain.customers.rules.cleaning import Sheet
from minghua.domain.customers.types.likeness import KEY_KINDS
from minghua.domain.customers.types.quality import Dimension, Quality, QualityFacts
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.kernel.periods import local_date

CYCLE_CODES: Final = ("archive.cycle_days_a", "archive.cycle_days_b", "archive.cycle_days_c")
_GRADES: Final = {"key": 0, "potential": 1}
_PATHS: Final = {KEY_KINDS["phone"]: "mobile", KEY_KINDS["email"]: "email", KEY_KINDS["uscc"]: "archive.uscc"}


@dataclass
class Judge:
    """Judges customers as of one day; vocabularies and cycles are read once."""

    on: date
    cycles: tuple[int, ...] = ()
    _terms: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cycles = self.cycles or cycles_on(self.on)

    def cycle_of(self, customer: Customer) -> int:
        """Return after how many days this customer's archive is due (R07.4)."""
        return self.cycles[_GRADES.get(customer.value_class, 2)]

    def judged(self, customers: Sequence[Customer]) -> Iterator[tuple[Customer, Quality, archive.ArchiveScore]]:
        """Yield each customer with its quality (R06.9) and archive score (R07.5); two queries for all of them."""
        ids = [customer.pk for customer in customers]
        shared, verified = shared_keys(ids), verified_fields(ids)
        for customer in customers:
            day = local_date(customer.verified_at) if customer.verified_at else None
            facts = QualityFacts(
                day, verified.get(customer.pk, {}), shared.get(customer.pk, frozenset()), customer.first_order_on
            )
            sheet = Sheet(
                customer.kind,
                values_of(customer, SYSTEM),
                self.on,
                self._lookup,
                layouts.demanded(customer.kind, customer.market_kind),
            )
            found = quality.judge(sheet, facts)
            full = found.side(Dimension.COMPLETENESS)
            required = archive.Checklist(full.held, full.asked, tuple(fault.path for fault in full.faults))
            score = archive.score(required, verified_on=day, cycle_days=self.cycle_of(customer), on=self.on)
            yield customer, found, score

    def _lookup(self, vocabulary: str) -> dict[str, str]:
        if vocabulary not in self._terms:
            self._terms[vocabulary] = named(vocabulary)
        return self._terms[vocabulary]


def named(vocabulary: str) -> dict[str, str]:
    """Return code and names of a vocabulary's terms → code."""
    found = vocabularies.terms(vocabulary)
    return {name.casefold(): code for code, text in found for name in text} | {code: code for code, _ in found}


def cycles_on(on: date) -> tuple[int, ...]:
    """Return the update cycles in force that day: A, B, C (R07.4)."""
    return tuple(parameters.value(code, on=on) for code in CYCLE_CODES)


def shared_keys(customer_ids: Sequence[int]) -> Mapping[int, frozenset[str]]:
    """Return customer id → the fields whose value another customer has too, by the stored match keys."""
    others = MatchKey.objects.filter(digest=OuterRef("digest"), kind=OuterRef("kind"))
    found = MatchKey.objects.filter(customer_id__in=customer_ids, kind__in=_PATHS).filter(
        Exists(others.exclude(customer_id=OuterRef("customer_id")))
    )
    shared: dict[int, set[str]] = defaultdict(set)
    for customer_id, kind in found.values_list("customer_id", "kind"):
        shared[customer_id].add(_PATHS[kind])
    return {customer_id: frozenset(paths) for customer_id, paths in shared.items()}


def verified_fields(customer_ids: Sequence[int]) -> Mapping[int, dict[str, date]]:
    """Return customer id → field → the day somebody confirmed it by itself."""
    found: dict[int, dict[str, date]] = defaultdict(dict)
    rows = FieldVerification.objects.filter(customer_id__in=customer_ids)
    for customer_id, path, verified_at in rows.values_list("customer_id", "path", "verified_at"):
        found[customer_id][path] = local_date(verified_at)
    return found
