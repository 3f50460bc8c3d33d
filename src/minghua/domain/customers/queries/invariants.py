"""What must always hold of customers: their owner spells, numbers and tags."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import BigIntegerField, Max
from django.db.models.functions import Cast, Substr

from minghua.domain.customers.models import Customer, NumberSeries
from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.kernel.words import Text

SERIES = "customer"


def _numbers_ahead(at: datetime) -> Iterator[Finding]:
    ours = Customer.objects.filter(number__regex=r"^C[0-9]{7,12}$")
    highest = ours.aggregate(most=Max(Cast(Substr("number", 2), BigIntegerField())))["most"] or 0
    last = NumberSeries.objects.filter(pk=SERIES).values_list("last", flat=True).first() or 0
    if highest > last:
        yield {"series": SERIES, "last": last, "highest": highest}


_FIRST_SPELL = "(SELECT MIN(id) FROM customers_ownerspell WHERE until_at IS NULL AND owner_id IS NOT NULL)"

_STANDS_ON = (
    ("orders_order", "customer_id"),
    ("orders_return", "customer_id"),
    ("interactions_contact", "customer_id"),
    ("interactions_nextstep", "customer_id"),
    ("interactions_consentrecord", "customer_id"),
    ("interactions_consentstate", "customer_id"),
    ("interactions_consentlink", "customer_id"),
    ("interactions_personrequest", "customer_id"),
    ("care_jar", "customer_id"),
    ("customers_customertag", "customer_id"),
    ("customers_attachment", "customer_id"),
    ("customers_householdmember", "household_id"),
    ("customers_householdmember", "person_id"),
)
_STRAYED = " UNION ALL ".join(
    f"SELECT c.id AS customer, '{table}' AS what FROM {table} t JOIN customers_customer c ON c.id = t.{column} "
    "WHERE c.merged_into_id IS NOT NULL"
    for table, column in _STANDS_ON
)

INVARIANTS = (
    Invariant(
        "INV-O4",
        Text(
            "并入他人的客户恰有一次未撤销的合并，名下不再有业务，也无负责人",
            "A merged customer has exactly one standing merge, no business of its own and nobody who owns it",
        ),
        rows(
            f"{_STRAYED} UNION ALL SELECT c.id, 'owner' FROM customers_customer c WHERE c.merged_into_id IS NOT NULL "
            "AND (c.owner_id IS NOT NULL OR c.pool_id IS NOT NULL) UNION ALL "
            "SELECT c.id, 'merge' FROM customers_customer c LEFT JOIN customers_merge m ON m.loser_id = c.id "
            "AND m.undone_at IS NULL WHERE (c.merged_into_id IS NULL) <> (m.id IS NULL) "
            "OR c.merged_into_id <> m.survivor_id"
        ),
        (
            "UPDATE customers_customer SET merged_into_id = (SELECT MAX(id) FROM customers_customer) "
            "WHERE id = (SELECT MIN(id) FROM customers_customer)",
        ),
    ),
    Invariant(
        "INV-W1",
        Text(
            "未结束的归属恰有一段，等于客户现在的归属",
            "One owner spell is open, and it is the customer's present owner, team and pool",
        ),
        rows(
            "SELECT c.id AS customer, COUNT(s.id) AS open_spells FROM customers_customer c "
            "LEFT JOIN customers_ownerspell s ON s.customer_id = c.id AND s.until_at IS NULL "
            "GROUP BY c.id, c.owner_id, c.team_id, c.pool_id HAVING "
            "(COUNT(s.id) <> 1 AND COALESCE(c.owner_id, c.team_id, c.pool_id) IS NOT NULL) OR (COUNT(s.id) > 0 AND "
            "(COALESCE(MAX(s.owner_id), 0) <> COALESCE(c.owner_id, 0) OR COALESCE(MAX(s.team_id), 0) <> "
            "COALESCE(c.team_id, 0) OR COALESCE(MAX(s.pool_id), 0) <> COALESCE(c.pool_id, 0)))"
        ),
        (f"UPDATE customers_ownerspell SET owner_id = NULL WHERE id = {_FIRST_SPELL}",),
    ),
    Invariant(
        "INV-W2",
        Text("归属时段互不重叠，首尾有序", "Owner spells of a customer do not overlap, and none ends before it begins"),
        rows(
            "SELECT spell, customer FROM (SELECT id AS spell, customer_id AS customer, from_at, until_at, "
            "LEAD(from_at) OVER (PARTITION BY customer_id ORDER BY from_at, id) AS following "
            "FROM customers_ownerspell) AS spells WHERE until_at < from_at OR until_at > following "
            "OR (until_at IS NULL AND following IS NOT NULL)"
        ),
        (
            "INSERT INTO customers_ownerspell (customer_id, owner_id, from_at, until_at, reason, note) "
            "SELECT customer_id, owner_id, '2000-01-01 00:00:00', '2100-01-01 00:00:00', 'x', '' "
            f"FROM customers_ownerspell WHERE id = {_FIRST_SPELL}",
        ),
    ),
    Invariant(
        "INV-M1",
        Text("客户编号计数器不落后于已用的编号", "The counter of customer numbers is not behind the numbers given"),
        _numbers_ahead,
        ("UPDATE customers_numberseries SET last = 0 WHERE code = 'customer'",),
    ),
    Invariant(
        "INV-G1",
        Text("标签名互不相同，首尾无空格", "Tag names differ from each other and carry no spaces at their ends"),
        rows(
            "SELECT TRIM(name) AS name, COUNT(*) AS tags FROM customers_tag GROUP BY TRIM(name) "
            "HAVING COUNT(*) > 1 OR MAX(LENGTH(name)) > MAX(LENGTH(TRIM(name)))"
        ),
        ("INSERT INTO customers_tag (name, colour, \"group\") VALUES (' 团购 ', 'grey', '')",),
    ),
    Invariant(
        "INV-W3",
        Text(
            "归属某人与在公海不同时成立，版本号从 1 起",
            "A customer is not owned and pooled at once; versions begin at 1",
        ),
        rows(
            "SELECT id AS customer FROM customers_customer "
            "WHERE (owner_id IS NOT NULL AND pool_id IS NOT NULL) OR version < 1"
        ),
        ("UPDATE customers_customer SET version = 0 WHERE id = (SELECT MIN(id) FROM customers_customer)",),
    ),
)
