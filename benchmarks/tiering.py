"""Levels of a million members with ten million entries: a whole simulation and a night's regrade, beside the bare read.

Run on an empty database of its own: `MINGHUA_VAR=<folder> python -m benchmarks.tiering [members]`, or with DATABASE_URL.
"""

import os
import resource
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from time import perf_counter, process_time
from typing import Any

import django

ENTRIES_EACH = 10
CHANGED = 100  # one member in so many has something new
GATED, GRANTED = 100, 200  # one in so many lost their reputation for a while, holds a level by hand
AT, LATER = datetime(2026, 6, 15, 2, tzinfo=UTC), datetime(2026, 6, 16, 2, tzinfo=UTC)
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {most}) "
_INSTANT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S', {second}, 'unixepoch')",
    "postgresql": "to_timestamp({second})",
}


def fill(members: int) -> None:
    """Put in customers, a published programme and its ledger: plain SQL, no story; one entry in twenty is taken back.

    Some lost their reputation for a while, some hold a level by hand: those are folded alone.
    """
    from django.db import connection

    from minghua.domain.customers.models import Customer
    from minghua.domain.tiering.models import LevelGrant, Membership, Programme, ScoreEntry

    for start in range(0, members, 20_000):
        Customer.objects.bulk_create(
            [
                Customer(number=f"B{i:08}", kind="person", name="甲", created_at=AT, updated_at=AT, verified_at=AT)
                for i in range(start, min(start + 20_000, members))
            ],
            batch_size=500,
        )
    low = Customer.objects.order_by("pk").values_list("pk", flat=True)[0]
    programme = publish()
    entries = Programme.objects.get(code=programme).pk, ScoreEntry._meta.db_table
    second = "1640995200 + ((m * 7919 + k * 104729 + m * k * 31) % 1600) * 86400 + (m * 37 + k * 4001) % 80000"
    instant = _INSTANT[connection.vendor].format(second="second")
    day = f"DATE({instant})"
    with connection.cursor() as cursor:
        columns = (
            "programme_id, customer_id, kind, name, amount, event_at, event_on, counts_at, recorded_at, seq, source, key, rule, "
            "reverses_id, inputs"
        )
        for start in range(0, members, 50_000):
            few = min(50_000, members - start)
            cursor.execute(
                f"INSERT INTO {entries[1]} ({columns}) "
                + _NUMBERS.format(most=few * ENTRIES_EACH - 1)
                + f", e AS (SELECT i, {start} + i / {ENTRIES_EACH} AS m, i % {ENTRIES_EACH} AS k FROM n)"
                f", t AS (SELECT *, {second} AS second FROM e)"
                f"SELECT {entries[0]}, {low} + m, 'score', 'order', 10 + (m * 31 + k * 977) % 2900, {instant}, {day}, {instant}, "
                f"{instant}, 0, 'b', CAST(m * {ENTRIES_EACH} + k AS TEXT), 'order', NULL, '{{}}' FROM t"
            )
        cursor.execute(
            f"INSERT INTO {entries[1]} ({columns}) SELECT programme_id, customer_id, kind, name, -amount, {_later('event_at')}, "
            f"event_on, {_later('counts_at')}, {_later('recorded_at')}, 0, 'b', 'r' || key, rule, id, '{{}}' FROM {entries[1]} "
            "WHERE id % 20 = 3"
        )
        cursor.execute(
            f"INSERT INTO {Membership._meta.db_table} (programme_id, customer_id, opened_at, kind, level, rank, automatic, granted, "
            "score, parts, score_at_expiry, valid_from, watch, version, entries, why, as_of) "
            f"SELECT {entries[0]}, id, created_at, 'person', 'registered', 0, 'registered', '', 0, 1, 0, '2022-01-01', 0, 1, 10, "
            "'{}', created_at FROM customers_customer"
        )
        for opens, after in ((0, 40), (1, 90)):
            when = _instant_of(f"1704067200 + {after} * 86400 + customer_id % 80000")
            cursor.execute(
                f"INSERT INTO {entries[1]} ({columns}) SELECT {entries[0]}, customer_id, 'gate', 'reputation', {opens}, {when}, "
                f"DATE({when}), {when}, {when}, 0, 'b', 'g{opens}' || customer_id, '', NULL, '{{}}' "
                f"FROM {Membership._meta.db_table} WHERE customer_id % {GATED} = 7"
            )
        cursor.execute(
            f"INSERT INTO {LevelGrant._meta.db_table} (programme_id, customer_id, level, mode, from_on, until_on, reason, granted_at) "
            f"SELECT {entries[0]}, customer_id, 'gold', CASE customer_id % 3 WHEN 0 THEN 'pin' ELSE 'floor' END, '2026-01-01', "
            f"'2027-01-01', 'b', opened_at FROM {Membership._meta.db_table} WHERE customer_id % {GRANTED} = 11"
        )
        cursor.execute("ANALYZE")


def _instant_of(second: str) -> str:
    from django.db import connection

    return _INSTANT[connection.vendor].format(second=second)


def _later(column: str) -> str:
    from django.db import connection

    if connection.vendor == "postgresql":
        return f"{column} + interval '9 days'"
    return f"datetime({column}, '+9 days')"


def publish() -> str:
    """Install, try on nobody and publish the growth programme, then draft a dearer one."""
    from minghua.domain.tiering import operations as tiering
    from minghua.domain.tiering import queries as reads
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work

    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    with unit_of_work(SYSTEM, at=long_ago):
        code = tiering.install_preset("jd_growth", by=SYSTEM, at=long_ago)
        tiering.simulate(code, from_on=date(2000, 1, 1), by=SYSTEM, at=long_ago)
        tiering.publish(code, from_on=date(2000, 1, 1), by=SYSTEM, at=long_ago)
        dearer = reads.preset_texts()[code].replace("from: 10000", "from: 12000")
        tiering.save_draft(text=dearer, by=SYSTEM, at=long_ago)
    return code


def timed(name: str, act: Callable[[], Any], *, read: float = 0) -> float:
    """Run it, print seconds, CPU seconds of this process and the ratio to the bare read, and return the CPU seconds."""
    began, cpu = perf_counter(), process_time()
    act()
    took, own = perf_counter() - began, process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ratio = f"   {own / read:5.1f} × the bare read" if read else ""
    print(f"{name:46} {took:8.2f} s   own CPU {own:7.2f} s   {peak:6.0f} MB{ratio}", flush=True)
    return own


def bare() -> None:
    """Read the columns the fold needs, row by row, and do nothing with them."""
    from django.db import connection

    from minghua.domain.tiering.models import ScoreEntry

    columns = "customer_id, counts_at, amount, kind, name, id, reverses_id, scoring_on"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {ScoreEntry._meta.db_table}")
        while cursor.fetchmany(10_000):
            pass


def changed(members: int) -> list[int]:
    """Return every hundredth customer, judged once, with one more entry that nobody has judged yet."""
    from minghua.domain.customers.models import Customer
    from minghua.domain.tiering import operations as tiering
    from minghua.domain.tiering.models import Programme, ScoreEntry
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work

    low = Customer.objects.order_by("pk").values_list("pk", flat=True)[0]
    ids = list(range(low, low + members, CHANGED))
    with unit_of_work(SYSTEM, at=AT):
        tiering.regrade(ids, by=SYSTEM, at=AT)
    programme = Programme.objects.get(code="jd_growth").pk
    when = AT + timedelta(hours=5)
    ScoreEntry.objects.bulk_create(
        (
            ScoreEntry(
                programme_id=programme, customer_id=pk, name="order", amount=2_500, event_at=when, event_on=when.date(),
                counts_at=when, recorded_at=when, source="b", key=f"new{pk}", rule="order",
            )
            for pk in ids
        ),
        batch_size=500,
    )  # fmt: skip
    return ids


def main() -> None:
    """Fill if empty, then measure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from minghua.domain.customers.models import Customer
    from minghua.domain.tiering import operations as tiering
    from minghua.domain.tiering import queries as reads
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work

    members = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    call_command("migrate", verbosity=0)
    if not Customer.objects.exists():
        timed("fill", lambda: fill(members))

    def simulate() -> None:
        with unit_of_work(SYSTEM, at=AT):
            tiering.simulate("jd_growth", by=SYSTEM, at=AT)

    def one_by_one() -> None:
        from minghua.domain.tiering import measures

        known, measures.find_spec = measures.find_spec, lambda name: None  # type: ignore[assignment]
        try:
            simulate()
        finally:
            measures.find_spec = known

    def regrade(ids: list[int]) -> None:
        with unit_of_work(SYSTEM, at=LATER):
            tiering.regrade(ids, by=SYSTEM, at=LATER)

    print(connection.vendor, f"{members:,} members", f"{members * ENTRIES_EACH:,} entries and their returns")
    read = timed("bare read of the columns", bare)
    timed("simulation of everybody, columns", simulate, read=read)
    told = reads.simulation(SYSTEM, "jd_growth")
    if "alone" in sys.argv:
        timed("simulation of everybody, one by one", one_by_one, read=read)
        print("the same answer:", reads.simulation(SYSTEM, "jd_growth") == told)
    print(told and (told.members, sum(told.at_start.values())))
    with transaction.atomic():
        ids = changed(members)
        timed(f"regrade of {len(ids):,} changed members", lambda: regrade(ids), read=read)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
