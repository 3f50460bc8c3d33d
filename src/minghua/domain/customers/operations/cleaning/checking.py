"""The dry run: every customer of the set through the rules, every proposal kept, nothing changed."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from minghua.domain.customers.models import CleaningChange, CleaningRun, Customer
from minghua.domain.customers.operations import terms
from minghua.domain.customers.queries import cleaning as reads
from minghua.domain.customers.queries import layouts, readings, register
from minghua.domain.customers.rules import cleaning, values
from minghua.domain.customers.rules.cleaning.meaning import numeric
from minghua.domain.customers.types.cleaning import ChangeState, Fence, Proposal, Rule
from minghua.foundation.people.types import Actor
from minghua.kernel.masking import STARS
from minghua.kernel.periods import local_date

BATCH = 1_000
MOST_SAMPLED = 200_000  # numbers per field from which a usual range is read
_NUMBERS = ("number", "integer", "decimal", "money")


def check_some(run: CleaningRun, *, by: Actor, at: datetime) -> bool:
    """Examine the next customers and return whether there were any."""
    on = local_date(at)
    found = reads.chosen(by, run.ask, on=on)
    if run.after_id == 0 and Rule.OUTLIERS in run.rules:
        run.fences = _fences(found)
    customers = list(found.filter(pk__gt=run.after_id).order_by("pk")[:BATCH])
    if not customers:
        return False
    counted = _Counted(run.counts)
    fences = {path: Fence(*bounds) for path, bounds in run.fences.items()}
    lookup = terms.lookup()
    rows = [row for one in customers for row in _examined(run, one, counted, fences, lookup, by=by, on=on)]
    CleaningChange.objects.bulk_create(rows, batch_size=500)
    run.counts = counted.plain()
    run.after_id, run.done = customers[-1].pk, run.done + len(customers)
    return True


class _Counted:
    """What has been found so far, by rule and by missing field."""

    def __init__(self, before: dict[str, Any]) -> None:
        self.proposed = Counter(before.get("proposed", {}))
        self.open = Counter(before.get("open", {}))
        self.missing = Counter(before.get("missing", {}))

    def plain(self) -> dict[str, Any]:
        """As it is stored."""
        return {"proposed": dict(self.proposed), "open": dict(self.open), "missing": dict(self.missing)}


def _examined(
    run: CleaningRun,
    customer: Customer,
    counted: _Counted,
    fences: dict[str, Fence],
    lookup: values.Terms,
    *,
    by: Actor,
    on: date,
) -> list[CleaningChange]:
    sheet = cleaning.Sheet(
        customer.kind,
        readings.values_of(customer, by),
        on,
        lookup,
        layouts.demanded(customer.kind, customer.market_kind),
        fences,
    )
    counted.missing.update(cleaning.missing(sheet))
    proposals = [_open(one) if readings.is_sensitive(one.path) else one for one in cleaning.examine(sheet, run.rules)]
    for proposal in proposals:
        (counted.proposed if proposal.mend else counted.open)[str(proposal.rule)] += 1
    return [_kept(run, customer, proposal) for proposal in proposals]


def _open(proposal: Proposal) -> Proposal:
    """A sensitive value is mended by a person, and not copied here."""
    return replace(proposal, old=STARS, new=None, mend=False)


def _kept(run: CleaningRun, customer: Customer, proposal: Proposal) -> CleaningChange:
    return CleaningChange(
        run=run,
        customer=customer,
        path=proposal.path,
        old=readings.plain(proposal.old),
        new=readings.plain(proposal.new),
        rule=proposal.rule,
        reason_zh=proposal.reason.zh[:200],
        reason_en=proposal.reason.en[:200],
        mend=proposal.mend,
        state=ChangeState.PROPOSED if proposal.mend else ChangeState.OPEN,
    )


def _fences(found: "QuerySet[Customer]") -> dict[str, Fence]:
    """Read the usual range of each number of the archive off the set."""
    numeric_codes = [code for code, field in register.archive_fields().items() if field.type in _NUMBERS]
    numbers: dict[str, list[float]] = defaultdict(list)
    for archive in found.exclude(archive={}).values_list("archive", flat=True).iterator(chunk_size=5_000):
        for code in numeric_codes:
            number = numeric(archive.get(code))
            if number is not None and len(numbers[code]) < MOST_SAMPLED:
                numbers[code].append(number)
    return cleaning.fences_of({f"archive.{code}": kept for code, kept in numbers.items()})
