"""The pyramid of a million customers with five million orders: contributions and places, beside the bare read of the same columns.

Run on an empty database of its own: `MINGHUA_VAR=<folder> python -m benchmarks.pyramid [customers]`, or with DATABASE_URL.
"""

import os
import sys
from datetime import date
from time import perf_counter, process_time

import django

ORDERS_EACH = 5
LINES_EACH = 1
PRODUCTS = 1_000
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
_BARE = (
    "SELECT SUM(total_minor), COUNT(DISTINCT customer_id) FROM orders_order WHERE kind = 'sale' AND placed_on >= '2000-01-01'",
    "SELECT SUM(l.quantity_milli * p.cost_minor) FROM orders_orderline l JOIN catalog_product p ON p.id = l.product_id",
)


def fill(customers: int) -> None:
    """Put in customers, products, orders with a line each: plain SQL, no story."""
    from django.db import connection

    from minghua.domain.catalog.models import Product
    from minghua.domain.customers.models import Customer
    from minghua.domain.orders.models import Order, OrderLine
    from minghua.kernel import clock

    at, orders = clock.now(), customers * ORDERS_EACH
    Product.objects.bulk_create(
        Product(sku=f"B{i}", sku_key=f"b{i}", name="货", cost_minor=i * 7 % 900) for i in range(1, PRODUCTS + 1)
    )
    for start in range(0, customers, 20_000):
        Customer.objects.bulk_create(
            [
                Customer(number=f"B{i:08}", kind="person", name="甲", created_at=at, updated_at=at, verified_at=at)
                for i in range(start, min(start + 20_000, customers))
            ],
            batch_size=500,
        )
    low, first = Customer.objects.order_by("pk").values_list("pk", flat=True)[0], Product.objects.order_by("pk")[0].pk
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Order._meta.db_table} (source, number, customer_id, placed_at, placed_on, currency, total_minor, "
            "line_count, kind, kind_reason, channel, status, fingerprint) "
            + _NUMBERS.format(count=orders)
            + f"SELECT 'b', 'B' || i, {low} + (i * 7919) % {customers}, '2026-03-01 04:00:00+00:00', '2026-03-01', 'CNY', "
            "100 + (i * 104729) % 90000, 1, 'sale', '', '', 'completed', 'f' FROM n"
        )
        cursor.execute(
            f"INSERT INTO {OrderLine._meta.db_table} (order_id, position, product_id, description, quantity_milli, "
            f"unit_price_e4, amount_minor) SELECT id, 1, {first} + id % {PRODUCTS}, '', 1000 + id % 3000, 1, total_minor "
            f"FROM {Order._meta.db_table}"
        )
        cursor.execute("ANALYZE")


def timed(name: str, act: object) -> float:
    """Run it, print seconds and CPU seconds of this process, and return the seconds."""
    began, cpu = perf_counter(), process_time()
    act()  # type: ignore[operator]
    took = perf_counter() - began
    print(f"{name:34} {took:8.2f} s   own CPU {process_time() - cpu:7.2f} s", flush=True)
    return took


def main() -> None:
    """Fill if empty, then measure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from minghua.domain.customers.models import Customer
    from minghua.domain.value import operations as value
    from minghua.domain.value import queries as reads
    from minghua.domain.value.types import PRESETS
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work
    from minghua.kernel import clock
    from minghua.kernel.periods import rolling_months

    customers, on = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, date(2026, 6, 15)
    call_command("migrate", verbosity=0)
    if not Customer.objects.exists():
        timed("fill", lambda: fill(customers))

    def bare() -> None:
        with connection.cursor() as cursor:
            for sql in _BARE:
                cursor.execute(sql)
                cursor.fetchall()

    def everyone() -> None:
        sum(1 for _ in reads.contributions(period=rolling_months(on, 12)))

    def pyramid() -> None:
        with unit_of_work(SYSTEM, at=clock.now()):
            value.run_pyramid(PRESETS["pyramid"][1], on=on, by=SYSTEM, at=clock.now())

    print(connection.vendor, f"{customers:,} customers", f"{customers * ORDERS_EACH:,} orders")
    read = timed("bare read of the columns", bare)
    print(f"ratio {timed('contributions of everyone', everyone) / read:.1f}")
    print(f"ratio {timed('pyramid computed and stored', pyramid) / read:.1f}")
    timed("pyramid again, with figures", pyramid)
    timed("who moved", lambda: reads.moves(SYSTEM, reads.runs(SYSTEM, limit=1)[0].id))
    timed("first page of a layer", lambda: reads.places(SYSTEM, reads.runs(SYSTEM, limit=1)[0].id, layer=3))


if __name__ == "__main__":
    main()
