"""A customer is compensated on a case: the service room keeps it with its reason, the value room posts every cent as a cost of service."""

from datetime import datetime

from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.types import Done, Payment
from minghua.domain.value import operations as value
from minghua.domain.value.types import NewCost, Part
from minghua.foundation.people.types import SYSTEM, Actor


def compensate_case(case_id: int, payment: Payment, *, by: Actor, at: datetime) -> Done:
    """Give it once per key and post its cost once; raises what `service.compensate` raises."""
    done = service.compensate(case_id, payment, by=by, at=at)
    entry = next(each for each in service_reads.entries(SYSTEM, case_id) if each.seq == done.seq)
    cost = NewCost(
        customer_id=service_reads.case(SYSTEM, case_id).customer_id, part=Part.SERVICE,
        amount_minor=entry.data["amount_minor"], event_at=entry.at, source="service",
        key=f"case-{case_id}-{done.seq}", reason=entry.text[:200],
    )  # fmt: skip
    value.post_costs([cost], by=SYSTEM, at=at)
    return done
