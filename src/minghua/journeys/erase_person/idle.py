"""Customers with whom there are no dealings any more are erased when their term is over; orders and sums stay (N7)."""

from datetime import datetime

from minghua.foundation.people.types import SYSTEM
from minghua.foundation.personal.idle import idle
from minghua.foundation.personal.retention import Fate, Kind, Part, Rows
from minghua.journeys.erase_person import NotYetErasable, erase
from minghua.kernel.words import Text


def _erase(rows: Rows, at: datetime) -> int:
    """Erase these customers one after another; whom something forbids to erase stays until another night."""
    return sum(
        _erased(customer_id, number, at=at) for customer_id, number in rows.order_by("pk").values_list("pk", "number")
    )


def _erased(customer_id: int, number: str, *, at: datetime) -> bool:
    try:
        erase(customer_id, confirm=number, reason="retention", by=SYSTEM, at=at)
    except NotYetErasable:
        return False
    return True


KINDS = (
    Kind(
        "customers",
        Text("没有往来的客户", "Customers without dealings"),
        "contract",
        Fate.ERASE,
        "retention.customer_days",
        (Part("customers.Customer", idle, _erase, 20),),
        note=Text(
            "没有订单、退货、跟进、送货、请求与同意，也不属于任何家庭或企业关系。",
            "No orders, returns, contacts, visits, requests or consents since, and no open tie to anybody.",
        ),
    ),
)
