"""How long a file of orders takes, and how much memory: `python -m benchmarks.import_orders FILE` on an empty scratch database.

Without a file a generated one of Online Retail's shape is used: about seventeen lines an invoice, cancellations, walk-ins. Give DATABASE_URL for PostgreSQL; MINGHUA_VAR must be a scratch folder.
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

GENERATED_INVOICES = 1_200
MOST_LINES = 42


def seconds(what: str, work: Callable[[], object], *, lines: int = 0) -> None:
    """Print wall clock and CPU of the work, lines a second of CPU, and the highest resident memory so far."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    wall, busy = time.perf_counter() - began, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rate = f"{lines / busy:9,.0f} lines a second of CPU" if lines else ""
    print(f"{what:<18}{wall:8.1f} s {busy:8.1f} s CPU{peak:6d} MB{rate}", flush=True)


def main() -> int:
    """Upload, check, import, import again, undo."""
    if "MINGHUA_VAR" not in os.environ:
        print("Name a scratch folder in MINGHUA_VAR: this benchmark writes and undoes.")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    seconds("nothing", lambda: None)
    _bench(_file())
    return 0


def _file() -> Path:
    from tests import imports_shop

    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    path = Path(os.environ["MINGHUA_VAR"]) / "generated.csv"
    path.write_bytes(imports_shop.made(GENERATED_INVOICES, most_lines=MOST_LINES).csv)
    return path


def _bench(path: Path) -> None:
    from minghua.foundation.people.models import User
    from minghua.foundation.people.queries import actor_named
    from tests import imports_driving as driving
    from tests.company import found_company

    if not User.objects.filter(username="boss").exists():
        found_company()
    by, data = actor_named("boss", channel="cli"), path.read_bytes()
    lines = data.count(b"\n") - 1
    print(f"{lines:,} lines, load {os.getloadavg()[0]:.1f}")
    runs: list[int] = []
    seconds("check", lambda: runs.append(driving.checked(data, by, name=path.name).id), lines=lines)
    seconds("import after it", lambda: _import(runs[0], by), lines=lines)
    seconds("the same again", lambda: driving.imported(data, by, name=path.name), lines=lines)
    seconds("undo", lambda: driving.undone(runs[0], by))


def _import(run_id: int, by: Any) -> None:
    from minghua.foundation.imports import operations as imports
    from minghua.foundation.storage.unit_of_work import unit_of_work
    from tests import imports_driving as driving

    with unit_of_work(by, at=driving.AT):
        imports.start(run_id, by=by, at=driving.AT)
    driving.advance(run_id, by)


if __name__ == "__main__":
    sys.exit(main())
