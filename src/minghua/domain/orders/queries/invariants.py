"""What must always hold of orders and returns, and of what customers are told to have bought."""

from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Invariant
from minghua.kernel.words import Text

# While an import is on its way, or stopped half way, the customers it touched are judged at its end.
_STANDINGS = """
    SELECT c.id AS customer, c.order_count, COALESCE(o.number, 0) AS orders, c.net_minor,
        COALESCE(m.sold, 0) - COALESCE(r.back, 0) AS net
    FROM customers_customer c
    LEFT JOIN (SELECT customer_id, COUNT(*) AS number, MIN(placed_on) AS first_on, MAX(placed_on) AS last_on
        FROM orders_order WHERE kind = 'sale' AND status = 'completed' GROUP BY customer_id) o ON o.customer_id = c.id
    LEFT JOIN (SELECT customer_id, currency, SUM(total_minor) AS sold FROM orders_order
        WHERE kind = 'sale' AND status = 'completed' GROUP BY customer_id, currency) m
        ON m.customer_id = c.id AND m.currency = c.currency
    LEFT JOIN (SELECT customer_id, currency, SUM(total_minor) AS back FROM orders_return
        GROUP BY customer_id, currency) r ON r.customer_id = c.id AND r.currency = c.currency
    WHERE (c.order_count <> COALESCE(o.number, 0) OR c.net_minor <> COALESCE(m.sold, 0) - COALESCE(r.back, 0)
        OR c.first_order_on IS DISTINCT FROM o.first_on OR c.last_order_on IS DISTINCT FROM o.last_on)
    AND NOT EXISTS (SELECT 1 FROM imports_importtouch t JOIN imports_importrun i ON i.id = t.run_id
        WHERE t.subject_id = c.id AND i.state IN ('running', 'undoing', 'failed'))"""

_ONE = "(SELECT MIN(id) FROM {table})"

INVARIANTS = (
    Invariant(
        "INV-S1",
        Text(
            "客户的订单数、净额、首末次购买等于其订单",
            "A customer's count, net amount, first and last order equal the orders",
        ),
        rows(_STANDINGS),
        (
            "UPDATE customers_customer SET order_count = order_count + 1 WHERE id = (SELECT MIN(id) FROM customers_customer)",
            "UPDATE customers_customer SET net_minor = net_minor + 1 WHERE id = (SELECT MIN(id) FROM customers_customer)",
            "UPDATE customers_customer SET first_order_on = '1999-01-01' WHERE id = (SELECT MIN(id) FROM customers_customer)",
        ),
    ),
    Invariant(
        "INV-D1",
        Text(
            "订单总额等于各行之和，行数相符", "An order's total is the sum of its lines, and it has as many as it says"
        ),
        rows(
            'SELECT o.id AS "order", o.total_minor, COALESCE(SUM(l.amount_minor), 0) AS lines FROM orders_order o '
            "LEFT JOIN orders_orderline l ON l.order_id = o.id GROUP BY o.id, o.total_minor, o.line_count "
            "HAVING o.total_minor <> COALESCE(SUM(l.amount_minor), 0) OR o.line_count <> COUNT(l.id)"
        ),
        (
            f"UPDATE orders_orderline SET amount_minor = amount_minor + 1 WHERE id = {_ONE.format(table='orders_orderline')}",
        ),
    ),
    Invariant(
        "INV-D2",
        Text("退货总额等于各行之和", "A return's total is the sum of its lines"),
        rows(
            'SELECT r.id AS "return", r.total_minor, COALESCE(SUM(l.amount_minor), 0) AS lines FROM orders_return r '
            "LEFT JOIN orders_returnline l ON l.return_of_id = r.id GROUP BY r.id, r.total_minor "
            "HAVING r.total_minor <> COALESCE(SUM(l.amount_minor), 0)"
        ),
        (f"UPDATE orders_return SET total_minor = total_minor + 1 WHERE id = {_ONE.format(table='orders_return')}",),
    ),
    Invariant(
        "INV-D3",
        Text("已关联的退货不多于所购数量", "Of what a return is tied to, no more came back than was bought"),
        rows(
            "SELECT o.id AS order_line, o.quantity_milli, SUM(r.quantity_milli) AS returned FROM orders_returnline r "
            "JOIN orders_orderline o ON o.id = r.order_line_id GROUP BY o.id, o.quantity_milli "
            "HAVING SUM(r.quantity_milli) > o.quantity_milli"
        ),
        (
            "UPDATE orders_returnline SET quantity_milli = 99999999, order_line_id = (SELECT MIN(id) FROM "
            f"orders_orderline) WHERE id = {_ONE.format(table='orders_returnline')}",
        ),
    ),
)
