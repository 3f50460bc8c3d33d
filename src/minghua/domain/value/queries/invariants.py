"""What must always hold of costs and stored pyramids."""

from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Invariant
from minghua.kernel.words import Text

_ONE_PLACE = "(SELECT MIN(id) FROM value_pyramidplace)"

INVARIANTS = (
    Invariant(
        "INV-R1",
        Text("净利润贡献等于销售额减去各项成本", "A net contribution is sales less every cost"),
        rows(
            "SELECT id AS place, net_minor FROM value_pyramidplace WHERE net_minor <> sales_minor - returns_minor "
            "- goods_minor - discount_minor - points_minor - logistics_minor - service_minor - selling_minor - bad_debt_minor"
        ),
        (f"UPDATE value_pyramidplace SET service_minor = service_minor + 1 WHERE id = {_ONE_PLACE}",),
    ),
    Invariant(
        "INV-R2",
        Text(
            "每次金字塔的名次从 1 起连续，层级不回升，人数相符",
            "Ranks of a pyramid run from 1 without a gap, layers never rise, and everybody is counted once",
        ),
        rows(
            "SELECT r.id AS run, r.customers, COUNT(p.id) AS places, MAX(p.place) AS last FROM value_pyramidrun r "
            "LEFT JOIN (SELECT id, run_id, rank AS place, layer, LAG(layer) OVER (PARTITION BY run_id ORDER BY rank) AS above "
            "FROM value_pyramidplace) p ON p.run_id = r.id GROUP BY r.id, r.customers "
            "HAVING r.customers <> COUNT(p.id) OR COALESCE(MAX(p.place), 0) <> COUNT(p.id) OR COALESCE(MIN(p.place), 1) <> 1 "
            "OR SUM(CASE WHEN p.above > p.layer THEN 1 ELSE 0 END) > 0"
        ),
        (
            f"DELETE FROM value_pyramidplace WHERE id = {_ONE_PLACE}",
            "UPDATE value_pyramidplace SET rank = rank + 1000000 WHERE id = (SELECT MAX(id) FROM value_pyramidplace)",
            "UPDATE value_pyramidplace SET layer = 9 WHERE rank = 1",
        ),
    ),
    Invariant(
        "INV-R3",
        Text(
            "冲销与原成本金额相反、同日、同客户、同类",
            "A reversal is its cost with the other sign, of the same customer, kind and day",
        ),
        rows(
            "SELECT b.id AS reversal, b.amount_minor, a.amount_minor AS cost FROM value_costentry b "
            "JOIN value_costentry a ON a.id = b.reverses_id WHERE a.amount_minor <> -b.amount_minor "
            "OR a.customer_id <> b.customer_id OR a.part <> b.part OR a.event_on <> b.event_on OR a.currency <> b.currency"
        ),
        (
            "INSERT INTO value_costentry (customer_id, part, amount_minor, currency, event_at, event_on, source, key, "
            "reason, reverses_id, recorded_at) SELECT customer_id, part, -amount_minor - 1, currency, event_at, event_on, "
            "source, 'mutant', '', id, recorded_at FROM value_costentry WHERE reverses_id IS NULL AND id = "
            "(SELECT MIN(id) FROM value_costentry)",
        ),
    ),
    Invariant(
        "INV-R4",
        Text("每次 RFM 计算把时段内买过的客户各记一次", "Every look at RFM counts everybody inside once"),
        rows(
            "SELECT r.id AS run, r.customers, COUNT(p.id) AS places FROM value_rfmrun r "
            "LEFT JOIN value_rfmplace p ON p.run_id = r.id GROUP BY r.id, r.customers HAVING r.customers <> COUNT(p.id)"
        ),
        ("DELETE FROM value_rfmplace WHERE id = (SELECT MIN(id) FROM value_rfmplace)",),
    ),
)
