"""Points beside bare SQL that does the same writes in the same run: through the API, in batches, and lots that expire.

    MINGHUA_VAR=<empty folder> [DATABASE_URL=…] python -m benchmarks.points [rounds] [batched rows] [lots]

The bare writes are those of an act that was rolled back, done again in one transaction: on SQLite, for a sequence of PostgreSQL
would number anew. Answers of the API come from Django's test client: everything of a request but the network.
"""

import json
import os
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from time import perf_counter, process_time
from typing import Any

import django

from benchmarks.coupons import Write, replayed

WRITES = ("INSERT", "UPDATE", "DELETE")
BLOCK = 500
TEXT = "code: bench\nearn:\n  - {code: purchase, points: 1, per: 100}\npending: {days: none}\nexpiry: {kind: rolling, months: 1}\n"


@contextmanager
def kept_writes(into: list[Write]) -> Iterator[None]:
    """Keep the writes done inside."""
    from django.db import connection

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            into.append((sql, list(params) if many else params, many))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield


def writes_of(act: Callable[[], Any]) -> list[Write]:
    """Return the writes of an act, which is rolled back."""
    from django.db import transaction

    found: list[Write] = []
    with transaction.atomic():
        with kept_writes(found):
            act()
        transaction.set_rollback(True)
    return found


class Shop:
    """Members, a scheme of points and a till's token."""

    def __init__(self, members: int) -> None:
        from django.test import Client

        from minghua.domain.customers.models import Customer
        from minghua.domain.loyalty import operations as loyalty
        from minghua.foundation.people import operations as people
        from minghua.foundation.people import queries as people_reads
        from minghua.foundation.people.types import SYSTEM
        from minghua.foundation.storage.unit_of_work import unit_of_work
        from minghua.foundation.tokens import operations as tokens
        from minghua.foundation.tokens.types import NewToken
        from minghua.journeys.prepare_company import prepare_company
        from minghua.kernel import clock

        self.now = clock.now()
        with unit_of_work(SYSTEM, at=self.now):
            prepare_company(at=self.now)
            people.create_user("till", name="收银", password=None, role_codes=("admin",), by=SYSTEM, at=self.now)
            loyalty.publish_points(TEXT, from_on=date(2020, 1, 1), by=SYSTEM, at=self.now)
        rows = [
            Customer(number=f"B{n:08}", kind="person", name="甲", created_at=self.now, updated_at=self.now)
            for n in range(members)
        ]
        Customer.objects.bulk_create(rows, batch_size=1_000)
        self.members = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
        actor = people_reads.actor_named("till", channel="api")
        assert actor is not None
        self.actor = actor
        with unit_of_work(actor, at=self.now):
            scopes = ("customers.view", "points.view", "points.record")
            self.token = tokens.create(NewToken(name="till", scopes=scopes, row_cap=None), by=actor, at=self.now).text
        self.client = Client(raise_request_exception=False)

    def post(self, path: str, key: str, body: dict[str, Any]) -> None:
        """Send a keyed request and expect it to be done."""
        answer = self.client.post(
            f"/api/v1/{path}",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}", "Idempotency-Key": key},
        )
        if answer.status_code != 200:
            raise RuntimeError(answer.content.decode())

    def till(self, noun: str, key: str, member: int) -> Callable[[], None]:
        """One act at a till."""
        body = {"amount": 10, "key": key} | ({"reason": "活动"} if noun == "earnings" else {})
        return lambda: self.post(f"customers/{member}/points/bench/{noun}", key, body)


def timed(run: Callable[[], Any]) -> tuple[float, float]:
    """Wall and CPU milliseconds of one call."""
    began, cpu = perf_counter(), process_time()
    run()
    return (perf_counter() - began) * 1_000, (process_time() - cpu) * 1_000


def tills(shop: Shop, rounds: int) -> None:
    """Earn and redeem through the API, and turn by turn the bare writes of the next such act."""
    for noun in ("earnings", "spendings"):
        whole, bare = [], []
        count = 0
        shop.till(noun, f"first{noun}", shop.members[0])()
        for number in range(rounds):
            member = shop.members[number % 200]
            whole.append(timed(shop.till(noun, f"w{noun}{number}", member)))
            writes = writes_of(shop.till(noun, f"b{noun}{number}", shop.members[(number + 1) % 200]))
            count = len(writes)
            bare.append(timed(lambda writes=writes: replayed(writes)))  # type: ignore[misc]
        print(f"{noun} through the API, {rounds} rounds, {count} write statements each")
        for name, pick in (("p50", statistics.median), ("p95", p95)):
            mine, theirs = pick([wall for wall, _ in whole]), pick([wall for wall, _ in bare])
            print(f"  {name}  product {mine:6.1f} ms  bare SQL {theirs:6.1f} ms  {mine / theirs:.1f} ×")
        print(f"  CPU  product {statistics.mean(cpu for _, cpu in whole):6.1f} ms  bare SQL {statistics.mean(cpu for _, cpu in bare):6.1f} ms")  # fmt: skip


def p95(found: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return sorted(found)[int(len(found) * 0.95) - 1]


def intake(shop: Shop, rows: int) -> None:
    """Batches of earnings through the API; each second batch bare."""
    whole = bare = whole_cpu = bare_cpu = 0.0
    blocks = rows // BLOCK
    for block in range(2 * blocks):
        items = [
            {"customer_id": shop.members[(block * BLOCK + n) % len(shop.members)], "amount": 10, "key": f"i{block}-{n}", "reason": "活动"}
            for n in range(BLOCK)
        ]  # fmt: skip
        act = lambda block=block, items=items: shop.post("points-schemes/bench/earnings", f"i{block}", {"items": items})  # noqa: E731
        if block % 2:
            writes = writes_of(act)
            wall, cpu = timed(lambda writes=writes: replayed(writes))  # type: ignore[misc]
            bare, bare_cpu = bare + wall, bare_cpu + cpu
        else:
            wall, cpu = timed(act)
            whole, whole_cpu = whole + wall, whole_cpu + cpu
    done = blocks * BLOCK
    print(f"intake in blocks of {BLOCK}: product {done / whole * 1_000:,.0f} rows/s (CPU {whole_cpu / done:.2f} ms a row), bare SQL {done / bare * 1_000:,.0f} rows/s (CPU {bare_cpu / done:.2f} ms): {bare / whole:.2f} of bare SQL")  # fmt: skip


def expiry(shop: Shop, lots: int) -> None:
    """Let so many lots expire in one night; every second block of members bare."""
    from django.db import connection, transaction

    from minghua.domain.loyalty import operations as loyalty
    from minghua.domain.loyalty.models import PointsAccount
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work

    later = shop.now + timedelta(days=70)
    due = PointsAccount.objects.exclude(due_at=None)
    print(f"{due.count():,} accounts have something to expire")
    after, whole, bare, counted, turn = 0, 0.0, 0.0, [0, 0], 0
    while counted[0] + counted[1] < lots:

        def night(after: int = after) -> list[int]:
            with unit_of_work(SYSTEM, at=later):
                return loyalty.settle_points(after_id=after, limit=BLOCK, by=SYSTEM, at=later)

        ids: list[int] = []
        if turn % 2:
            writes: list[Write] = []
            with transaction.atomic():
                with kept_writes(writes):
                    ids = night()
                transaction.set_rollback(True)
            wall, _ = timed(lambda writes=writes: replayed(writes))  # type: ignore[misc]
            bare += wall
        else:
            began = perf_counter()
            ids = night()
            whole += (perf_counter() - began) * 1_000
        if not ids:
            break
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM loyalty_pointslot WHERE account_id BETWEEN %s AND %s", [min(ids), max(ids)]
            )
            counted[turn % 2] += cursor.fetchone()[0]
        after, turn = max(ids), turn + 1
    if whole and bare:
        mine, theirs = counted[0] / whole * 1_000, counted[1] / bare * 1_000
        print(
            f"expiry of {sum(counted):,} lots: product {mine:,.0f} lots/s, bare SQL {theirs:,.0f} lots/s: {mine / theirs:.2f} of bare SQL"
        )


def main() -> None:
    """Measure all three on the database that is configured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    os.environ.setdefault("MINGHUA_REST_PER_MINUTE", "100000000")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    rounds, rows, lots = (int(each) for each in (*sys.argv[1:4], *("300", "20000", "20000")[len(sys.argv) - 1 :]))
    call_command("migrate", verbosity=0)
    shop = Shop(max(rows // 4, 1_000))
    print(f"{connection.vendor}, {len(shop.members):,} members")
    tills(shop, rounds)
    intake(shop, rows)
    expiry(shop, lots)


if __name__ == "__main__":
    main()
