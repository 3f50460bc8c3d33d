"""The door check of a batch: what can be kept, which numbers are known, whose customers these are."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.customers.operations import holding
from minghua.domain.orders.rules import admission, fingerprint
from minghua.domain.orders.types import DocumentName, NewOrder, NewReturn, OnDifference, Refused
from minghua.foundation.people.types import Actor

N = TypeVar("N", NewOrder, NewReturn)
CHUNK = 900


@dataclass(frozen=True, slots=True)
class Known:
    """A stored order or return as far as the comparison needs it."""

    id: int
    fingerprint: str
    customer_id: int | None


@dataclass(slots=True)
class Sorted(Generic[N]):
    """A batch sorted by what has to be done; fingerprints by key."""

    new: list[N] = field(default_factory=list)
    changed: list[tuple[N, Known]] = field(default_factory=list)
    unchanged: list[tuple[N, Known]] = field(default_factory=list)
    skipped: list[tuple[N, Known]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    prints: dict[DocumentName, str] = field(default_factory=dict)
    natures: Mapping[int, str] = field(default_factory=dict)


def sort_batch(
    news: Iterable[N],
    *,
    known: Callable[[Sequence[N]], Mapping[DocumentName, Known]],
    on_difference: OnDifference,
    by: Actor,
    at: datetime,
) -> Sorted[N]:
    """Return the batch sorted into new, changed, unchanged, skipped and refused."""
    result: Sorted[N] = Sorted()
    admitted = _well_formed(news, result, at=at)
    result.natures = catalog_reads.natures(by, {line.product_id for new in admitted for line in new.lines})
    admitted = _with_known_parties(admitted, result, by=by)
    stored = known(admitted)
    within = _in_reach({row.customer_id for row in stored.values()}, by=by)
    for new in admitted:
        _place(new, stored.get(new.name), result, on_difference, within)
    return result


def _well_formed(news: Iterable[N], result: Sorted[N], *, at: datetime) -> list[N]:
    kept: dict[DocumentName, N] = {}
    for new in news:
        wrong = admission.problem(new, at=at)
        if wrong is not None:
            result.refused.append(Refused(new.name, wrong[1], wrong[0]))
            continue
        print_ = fingerprint.of(new)
        if result.prints.setdefault(new.name, print_) != print_:
            result.refused.append(Refused(new.name, "number_twice", "number"))
            continue
        kept.setdefault(new.name, new)
    return list(kept.values())


def _with_known_parties(news: Sequence[N], result: Sorted[N], *, by: Actor) -> list[N]:
    within = _in_reach({new.customer_id for new in news}, by=by)
    kept = []
    for new in news:
        wrong = _unknown_party(new, result.natures, within)
        if wrong is None:
            kept.append(new)
        else:
            result.refused.append(Refused(new.name, wrong[1], wrong[0]))
    return kept


def _in_reach(customer_ids: Iterable[int | None], *, by: Actor) -> frozenset[int | None]:
    """Return which of these customers this person may see, held; None, the anonymous one, only with everything in reach."""
    ids = {pk for pk in customer_ids if pk is not None}
    seen: frozenset[int | None] = frozenset(holding.visible_ids(by, ids)) if ids else frozenset()
    return seen | {None} if by.scope.everything else seen


def _unknown_party(new: N, natures: Mapping[int, str], within: Container[int | None]) -> tuple[str, str] | None:
    if new.customer_id not in within:
        return "customer_id", "anonymous" if new.customer_id is None else "unknown_customer"
    for position, line in enumerate(new.lines, start=1):
        if line.product_id not in natures:
            return f"lines.{position}.product_id", "unknown_product"
    return None


def _place(
    new: N, stored: Known | None, result: Sorted[N], on_difference: OnDifference, within: Container[int | None]
) -> None:
    if stored is None:
        result.new.append(new)
    elif stored.fingerprint == result.prints[new.name]:
        result.unchanged.append((new, stored))
    elif stored.customer_id not in within:
        result.refused.append(Refused(new.name, "taken", "number"))
    elif on_difference == OnDifference.REFUSE:
        result.refused.append(Refused(new.name, "differs", "number"))
    elif on_difference == OnDifference.UPDATE:
        result.changed.append((new, stored))
    else:
        result.skipped.append((new, stored))


def known_rows(rows: Any, news: Sequence[NewOrder | NewReturn]) -> dict[DocumentName, Known]:
    """Return the stored documents of these names from a queryset of orders or returns."""
    numbers: dict[str, list[str]] = {}
    for new in news:
        numbers.setdefault(new.source, []).append(new.number)
    found: dict[DocumentName, Known] = {}
    for source, some in numbers.items():
        for start in range(0, len(some), CHUNK):
            batch = rows.filter(source=source, number__in=some[start : start + CHUNK])
            for number, pk, print_, customer_id in batch.values_list("number", "id", "fingerprint", "customer_id"):
                found[DocumentName(source, number)] = Known(pk, print_, customer_id)
    return found
