"""Migrates a filled database of the first release forward, under traffic, killed on the way and run again (R20).

    python -m benchmarks.migrate --rows 1000000            # SQLite
    python -m tools.postgres run -- python -m benchmarks.migrate --rows 1000000

Prints how long each part took and the longest wait of a reader and of a writer meanwhile.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FIRST = {"search": "0002_index"}  # the state of the first release, where it is not 0001_initial


@dataclass
class Waits:
    """The longest wait of one kind of traffic, how often it was served, and what went wrong."""

    longest: float = 0.0
    served: int = 0
    refused: int = 0
    faults: set[str] = field(default_factory=set)


def migrated_first() -> None:
    """Bring an empty database to the first release."""
    from django.apps import apps
    from django.core.management import call_command

    for config in apps.get_app_configs():
        if config.label in OLD:
            call_command("migrate", config.label, FIRST.get(config.label, "0001"), verbosity=0)
    for label in ("auth", "contenttypes", "sessions", "account", "mfa", "usersessions"):
        call_command("migrate", label, verbosity=0)


OLD = (
    "people", "permissions", "audit", "history", "timeline", "parameters", "vocabulary", "files", "jobs", "idempotency",
    "tokens", "search", "listing", "imports", "catalog", "customers", "orders", "interactions", "care",
)  # fmt: skip


def filled(rows: int) -> None:
    """Put that many customers and as many orders into the old tables, by SQL."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    done = [key for key in executor.loader.applied_migrations if key in executor.loader.graph.nodes]
    state = executor.loader.project_state(
        [key for key in done if key[0] in {"customers", "orders", "people", "catalog"}]
    )
    at = "'2026-06-15 00:00:00'"
    for label, name, given in (
        (
            "customers",
            "Customer",
            {"number": "'C' || (1000000 + n)", "kind": "'person'", "name": "'客户' || n", "status": "'potential'"},
        ),
        (
            "orders",
            "Order",
            {
                "number": "'N' || n",
                "source": "'shop'",
                "placed_on": "'2026-06-15'",
                "customer_id": "n",
                "fingerprint": "'x'",
                "kind": "'sale'",
                "status": "'completed'",
            },
        ),
    ):
        model = state.apps.get_model(label, name)
        columns = {
            f.column: given.get(f.column, _plain(f, at)) for f in model._meta.local_concrete_fields if not f.primary_key
        }
        columns = {"id": "n", **columns}
        series = (
            f"SELECT generate_series(1, {rows}) AS n"
            if connection.vendor == "postgresql"
            else f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {rows}) SELECT n FROM s"
        )
        sql = f"INSERT INTO {model._meta.db_table} ({', '.join(_quoted(c) for c in columns)}) SELECT {', '.join(columns.values())} FROM ({series}) AS numbers"
        with connection.cursor() as cursor:
            cursor.execute(sql)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _plain(column: Any, at: str) -> str:
    kind = column.get_internal_type()
    if column.null:
        return "NULL"
    if "Integer" in kind or kind == "ForeignKey":
        return "1"
    return {"DateTimeField": at, "DateField": "'2026-06-15'", "JSONField": "'{}'", "BooleanField": "TRUE"}.get(
        kind, "''"
    )


@contextmanager
def traffic() -> Iterator[dict[str, Waits]]:
    """Read and write customers all the while, as the program before would."""
    from django.db import DatabaseError, connection

    waits = {"read": Waits(), "write": Waits()}
    over = threading.Event()

    def go(kind: str, sql: str) -> None:
        number = 0
        while not over.is_set():
            number += 1
            began = monotonic()
            try:
                with connection.cursor() as cursor:
                    cursor.execute(sql, [number % 1000 + 1])
                waits[kind].served += 1
            except DatabaseError as error:
                waits[kind].refused += 1
                waits[kind].faults.add(type(error).__name__)
            waits[kind].longest = max(waits[kind].longest, monotonic() - began)
            sleep(0.01)
        connection.close()

    threads = [
        threading.Thread(target=go, args=("read", "SELECT name FROM customers_customer WHERE id = %s")),
        threading.Thread(
            target=go, args=("write", "UPDATE customers_customer SET version = version + 1 WHERE id = %s")
        ),
    ]
    for thread in threads:
        thread.start()
    try:
        yield waits
    finally:
        over.set()
        for thread in threads:
            thread.join()


def forward(*, kill_after: float | None = None) -> tuple[float, int]:
    """Run `migrate` in a process of its own, perhaps killed; return its seconds and exit status."""
    began = monotonic()
    child = subprocess.Popen([sys.executable, "-m", "django", "migrate", "-v0"], cwd=ROOT)
    try:
        child.wait(timeout=kill_after)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        child.wait()
    return round(monotonic() - began, 2), child.returncode


def measured(rows: int, kills: int) -> dict[str, Any]:
    """Return what happened on the way of a filled database to the present state."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    migrated_first()
    began = monotonic()
    filled(rows)
    told: dict[str, Any] = {"engine": connection.vendor, "rows": rows, "fill_seconds": round(monotonic() - began, 1)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), SUM(version) FROM customers_customer")
        before = cursor.fetchone()
    connection.close()
    with traffic() as waits:
        told["killed"] = [forward(kill_after=2.0 + 2.0 * kill) for kill in range(kills)]
        told["seconds"], told["status"] = forward()
    told["waits"] = {
        kind: {"longest": round(w.longest, 2), "served": w.served, "refused": w.refused, "faults": sorted(w.faults)}
        for kind, w in waits.items()
    }
    call_command("migrate", check_unapplied=True, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), SUM(version) FROM customers_customer")
        after = cursor.fetchone()
    told["rows_kept"] = after[0] == before[0]
    told["writes_kept"] = after[1] - before[1] == waits["write"].served
    again = forward()
    told["again_is_nothing"] = again[1] == 0
    return told


def main() -> None:
    """Measure in a scratch folder, or on the database that DATABASE_URL names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=2)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="minghua-migrate-") as folder:
        os.environ["MINGHUA_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
        os.environ.setdefault("PYTHONPATH", f"{ROOT / 'src'}:{ROOT}")
        print(json.dumps(measured(said.rows, said.kills), ensure_ascii=False))


if __name__ == "__main__":
    main()
