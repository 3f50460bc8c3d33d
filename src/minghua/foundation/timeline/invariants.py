"""What must always hold of the timeline. The subjects are named as text, as search names them."""

from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Invariant
from minghua.kernel.words import Text

_BEHIND = {"order": "orders_order", "return": "orders_return", "contact": "interactions_contact"}
_GONE = " UNION ALL ".join(
    f"SELECT t.id AS entry, '{kind}' AS missing FROM timeline_timelineentry t "
    f"LEFT JOIN {table} r ON r.id = t.ref_id WHERE t.ref_type = '{kind}' AND r.id IS NULL"
    for kind, table in _BEHIND.items()
)

INVARIANTS = (
    Invariant(
        "INV-L1",
        Text("时间线的每一条都属于现存的客户", "Each entry of the timeline belongs to a customer that exists"),
        rows(
            "SELECT t.id AS entry, t.customer_id AS customer FROM timeline_timelineentry t "
            "LEFT JOIN customers_customer c ON c.id = t.customer_id WHERE c.id IS NULL"
        ),
        (
            "UPDATE timeline_timelineentry SET customer_id = 987654321 WHERE id = (SELECT MIN(id) FROM timeline_timelineentry)",
        ),
    ),
    Invariant(
        "INV-L2",
        Text("时间线指向的订单、退货、跟进都存在", "The orders, returns and contacts the timeline points at exist"),
        rows(_GONE),
        (
            "INSERT INTO timeline_timelineentry (customer_id, at, kind, data, ref_type, ref_id, by_name) "
            "SELECT MIN(id), '2026-06-15 00:00:00', 'order', '{}', 'order', 987654321, '' FROM customers_customer",
        ),
    ),
)
