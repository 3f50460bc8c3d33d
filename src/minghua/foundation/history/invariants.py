"""What must always hold of field history. The subject is named as text, as search names it."""

from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Invariant
from minghua.kernel.words import Text

_ROW = (
    "INSERT INTO history_fieldchange (subject_type, subject_id, field, old, new, at, by_name, source) "
    "VALUES ('customers.Customer', {subject}, 'status', '\"potential\"', '\"x\"', '2026-06-15 00:00:00', '', 'web')"
)

INVARIANTS = (
    Invariant(
        "INV-H1",
        Text("变更历史的每一条都属于现存的客户", "Each line of history belongs to a customer that exists"),
        rows(
            "SELECT h.id AS change, h.subject_id AS customer FROM history_fieldchange h "
            "LEFT JOIN customers_customer c ON c.id = h.subject_id "
            "WHERE h.subject_type = 'customers.Customer' AND c.id IS NULL"
        ),
        (_ROW.format(subject=987654321),),
    ),
    Invariant(
        "INV-H2",
        Text(
            "历史里最后一次记下的状态就是客户现在的状态", "The last status in the history is the customer's present one"
        ),
        rows(
            "SELECT c.id AS customer FROM customers_customer c JOIN history_fieldchange h ON h.id = ("
            "SELECT MAX(id) FROM history_fieldchange WHERE subject_type = 'customers.Customer' "
            "AND subject_id = c.id AND field = 'status') WHERE CAST(h.new AS TEXT) <> '\"' || c.status || '\"'"
        ),
        (_ROW.format(subject="(SELECT MIN(id) FROM customers_customer)"),),
    ),
)
