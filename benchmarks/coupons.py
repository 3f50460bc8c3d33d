"""Making 100,000 codes and using coupons one purchase at a time, beside bare SQL that does the same writes in the same run.

Run on an empty database of its own: `MINGHUA_VAR=<folder> python -m benchmarks.coupons [codes] [rounds]` (SQLite: the bare
writes are those of a purchase that was rolled back, which a sequence of PostgreSQL would number anew).
"""

import os
import statistics
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from time import perf_counter, process_time
from typing import Any

import django

AT = datetime(2026, 6, 15, 2, tzinfo=UTC)
WRITES = ("INSERT", "UPDATE", "DELETE")
Write = tuple[str, Any, bool]  # statement, parameters, whether it is done for many rows
TEXT = "code: bench\nkind: threshold\nvalue: 3000\nleast: 20000\nvalid: {days: 90}\ntotal: 1000000\nper_member: 1000\n"


def acted(run: Callable[..., Any], *told: Any, **also: Any) -> Any:
    """Do one operation as one unit of work."""
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work

    with unit_of_work(SYSTEM, at=AT):
        return run(*told, by=SYSTEM, at=AT, **also)


def opened() -> list[int]:
    """Lay the company's ground, publish the batch, and return a hundred customers."""
    from minghua.domain.customers.models import Customer
    from minghua.domain.loyalty import operations as loyalty
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work
    from minghua.journeys.prepare_company import prepare_company

    with unit_of_work(SYSTEM, at=AT):
        prepare_company(at=AT)
    rows = [
        Customer(number=f"B{i:08}", kind="person", name="甲", created_at=AT, updated_at=AT, verified_at=AT)
        for i in range(100)
    ]
    Customer.objects.bulk_create(rows)
    acted(loyalty.publish_batch, TEXT, from_on=date(2026, 1, 1))
    return list(Customer.objects.order_by("pk").values_list("pk", flat=True))


def made(count: int) -> tuple[str, ...]:
    """Make the codes, print how long it took and how long bare inserts of as many rows take, and return the codes."""
    from django.db import connection, transaction

    from minghua.domain.loyalty import operations as loyalty
    from minghua.domain.loyalty.models import Coupon

    began, cpu = perf_counter(), process_time()
    codes = acted(loyalty.mint_coupons, "bench", count, key="run").codes
    took, used = perf_counter() - began, process_time() - cpu
    names = [str(field.column) for field in Coupon._meta.concrete_fields if not field.primary_key]
    rows = [list(row) for row in Coupon.objects.values_list(*names)]
    place = names.index("fingerprint")
    for row in rows:
        row[place] = "z" + row[place][1:]
    marks = ", ".join(["%s"] * len(names))
    into = f"INSERT INTO {Coupon._meta.db_table} ({', '.join(connection.ops.quote_name(n) for n in names)})"
    began, cpu = perf_counter(), process_time()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"{into} VALUES ({marks})", rows)
    bare, bare_used = perf_counter() - began, process_time() - cpu
    print(f"{count:,} codes: {took:.2f} s (CPU {used:.2f} s); bare inserts {bare:.2f} s (CPU {bare_used:.2f} s); {took / bare:.1f} ×")  # fmt: skip
    return codes


def writes_of(use: Callable[[], Any]) -> list[Write]:
    """Return the writes of a purchase, which is rolled back."""
    from django.db import connection, transaction

    found: list[Write] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            params = list(params) if many else params
            found.append((sql, params, many))
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(keep):
            use()
        transaction.set_rollback(True)
    return found


def replayed(writes: Sequence[Write]) -> None:
    """Do these writes and nothing else, in one transaction."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for sql, params, many in writes:
            (cursor.executemany if many else cursor.execute)(sql, params)


def timed(run: Callable[[], Any]) -> float:
    """Milliseconds of one call."""
    began = perf_counter()
    run()
    return (perf_counter() - began) * 1_000


def main() -> None:
    """Make codes, use them one by one, and do the writes of every other purchase bare."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from minghua.domain.loyalty import operations as loyalty
    from minghua.domain.loyalty.types.coupon_story import Sale, SaleLine

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    call_command("migrate", verbosity=0)
    customers = opened()
    codes = made(count)
    lines = (SaleLine(product="RICE10", amount=20_400), SaleLine(product="OIL5", amount=7_990))

    def use(place: int) -> None:
        sale = Sale(coupons=(codes[place],), lines=lines, customer_id=customers[place % len(customers)])
        acted(loyalty.redeem_coupons, sale, key=f"till-{place}")

    use(0)
    whole, bare, statements = [], [], 0
    for place in range(1, 2 * rounds, 2):
        whole.append(timed(lambda place=place: use(place)))  # type: ignore[misc]
        writes = writes_of(lambda place=place: use(place + 1))  # type: ignore[misc]
        statements = len(writes)
        bare.append(timed(lambda writes=writes: replayed(writes)))  # type: ignore[misc]
    print(f"{connection.vendor}, {rounds} purchases with a coupon; {statements} writes each, milliseconds")
    for name, pick in (("p50", statistics.median), ("p95", lambda found: sorted(found)[int(len(found) * 0.95) - 1])):
        print(f"{name}  redeem {pick(whole):6.1f}  bare SQL {pick(bare):6.1f}  {pick(whole) / pick(bare):.1f} ×")


if __name__ == "__main__":
    main()
