"""Costs as they are posted: once each, never edited, undone by a counter-entry; and the dated costs of products."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from minghua.domain.customers import queries as customer_reads
from minghua.domain.value.models import CostEntry, ProductCost
from minghua.domain.value.rules.contribution import contact_cost
from minghua.domain.value.types import POSTED, ContactFact, NewCost, ServiceRates
from minghua.foundation.audit import operations as audit
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Conflict, Invalid, NotFound
from minghua.kernel.money import scaled
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT = "value.CostEntry"
CONTACT = "contact"
_CHUNK = 500
_REVERSAL = "reversal:"


class CostDiffers(Conflict):
    """The source has posted another cost under this key."""

    code = "cost_differs"
    text = Text("「{key}」已登记过另一笔成本。", "Another cost is posted under “{key}” already.")
    remedy = Text("请先冲销原来的一笔，再用新的编号登记。", "Reverse that one, then post anew under another key.")


class CostReversed(Conflict):
    """The cost was reversed before, or is itself a reversal."""

    code = "cost_reversed"
    text = Text("这笔成本已经冲销，不能再冲。", "This cost is reversed already.")
    remedy = Text("如需改正，请登记一笔新的成本。", "To correct it, post a new cost.")


def post_costs(news: Iterable[NewCost], *, by: Actor, at: datetime) -> int:
    """Keep costs of visible customers and return how many were new; the same key with the same content counts once.

    Raises Invalid, NotFound, CostDiffers; nothing is kept when one is refused.
    """
    require(by, "value.costs")
    batch = list({(new.source, new.key): new for new in _alike(list(news))}.values())
    customers = {new.customer_id for new in batch}
    if customer_reads.visible_ids(by, customers, pooled=False) != customers:
        raise NotFound(field="customer_id")
    known = _known(batch)
    fresh = [new for new in batch if not _is_known(new, known)]
    CostEntry.objects.bulk_create([_row(new, at=at) for new in fresh], batch_size=_CHUNK)
    if fresh:
        audit.record("cost.posted", SUBJECT, "many", {"n": len(fresh), "source": fresh[0].source}, by=by, at=at)
    return len(fresh)


def _alike(batch: Sequence[NewCost]) -> Sequence[NewCost]:
    """Return the batch; two of one name must be one."""
    seen: dict[tuple[str, str], NewCost] = {}
    for new in batch:
        _check(new)
        if seen.setdefault((new.source, new.key), new) != new:
            raise CostDiffers(field="key", key=new.key)
    return batch


def _check(new: NewCost) -> None:
    if new.part not in POSTED:
        raise Invalid("这类成本不能登记。", "Costs of this kind are not posted.", field="part")
    if not 0 < new.amount_minor < 10**13:
        raise Invalid("成本须大于零。", "A cost must be more than nothing.", field="amount_minor")
    if not new.source or not new.key or new.key.startswith(_REVERSAL) or len(new.key) > 70:
        raise Invalid("成本须有来源和编号。", "A cost needs a source and a key.", field="key")


def _known(batch: Sequence[NewCost]) -> Mapping[tuple[str, str], CostEntry]:
    keys = [new.key for new in batch]
    found: dict[tuple[str, str], CostEntry] = {}
    for start in range(0, len(keys), _CHUNK):
        rows = CostEntry.objects.filter(source__in={new.source for new in batch}, key__in=keys[start : start + _CHUNK])
        found |= {(row.source, row.key): row for row in rows}
    return found


def _is_known(new: NewCost, known: Mapping[tuple[str, str], CostEntry]) -> bool:
    row = known.get((new.source, new.key))
    if row is None:
        return False
    told = (new.part, new.amount_minor, new.currency, new.event_at)
    if (row.part, row.amount_minor, row.currency, row.event_at) != told:
        raise CostDiffers(field="key", key=new.key)
    return True


def _row(new: NewCost, *, at: datetime) -> CostEntry:
    return CostEntry(
        customer_id=new.customer_id,
        part=str(new.part),
        amount_minor=new.amount_minor,
        currency=new.currency,
        event_at=new.event_at,
        event_on=local_date(new.event_at),
        source=new.source,
        key=new.key,
        reason=new.reason[:120],
        recorded_at=at,
    )


def reverse_cost(*, source: str, key: str, reason: str = "", by: Actor, at: datetime) -> int:
    """Undo a cost by its counter-entry on the day of the cost and return its id; raises NotFound, CostReversed."""
    require(by, "value.costs")
    row = visible(CostEntry.objects.select_for_update(), by, editing=True).filter(source=source, key=key).first()
    if row is None:
        raise NotFound(field="key")
    if row.reverses_id is not None or CostEntry.objects.filter(reverses=row).exists():
        raise CostReversed(field="key")
    counter = CostEntry.objects.create(
        customer_id=row.customer_id,
        part=row.part,
        amount_minor=-row.amount_minor,
        currency=row.currency,
        event_at=row.event_at,
        event_on=row.event_on,
        source=source,
        key=f"{_REVERSAL}{key}",
        reason=reason[:120],
        reverses=row,
        recorded_at=at,
    )
    audit.record("cost.reversed", SUBJECT, row.pk, {"source": source, "key": key}, by=by, at=at)
    return counter.pk


def post_contact_costs(contacts: Iterable[tuple[int, int, datetime, ContactFact]], *, by: Actor, at: datetime) -> int:
    """Post what contacts (id, customer, when, facts) cost by the rates of their days and return how many cost something."""
    rates: dict[date, ServiceRates] = {}
    costs = []
    for contact_id, customer_id, when, fact in contacts:
        day = local_date(when)
        if day not in rates:
            rates[day] = service_rates(day)
        priced = contact_cost(fact, rates[day])
        if priced:
            part, amount = priced
            costs.append(
                NewCost(customer_id=customer_id, part=part, amount_minor=amount, event_at=when, source=CONTACT,
                        key=str(contact_id), reason=fact.channel)
            )  # fmt: skip
    return post_costs(costs, by=by, at=at)


def service_rates(on: date) -> ServiceRates:
    """Return the unit costs of service of that day, in minor units."""
    names = ("call_minute", "visit", "contact")
    known = parameters.values([f"value.{name}" for name in names], on=on)
    return ServiceRates(*(scaled(Decimal(str(known[f"value.{name}"])), 100) for name in names))


def set_product_cost(
    product_id: int, *, cost_minor: int, valid_from: date, currency: str = "CNY", by: Actor, at: datetime
) -> None:
    """Let one unit of a product cost that much from a day on; raises Invalid, Conflict when the day has another cost."""
    require(by, "value.costs")
    if not 0 <= cost_minor < 10**13:
        raise Invalid("成本不能为负。", "A cost cannot be negative.", field="cost_minor")
    row, made = ProductCost.objects.get_or_create(
        product_id=product_id, currency=currency, valid_from=valid_from, defaults={"cost_minor": cost_minor}
    )
    if not made and row.cost_minor != cost_minor:
        raise Conflict(field="valid_from")
    if made:
        data = {"product": product_id, "cost_minor": cost_minor, "valid_from": valid_from}
        audit.record("cost.dated", "value.ProductCost", row.pk, data, by=by, at=at)
