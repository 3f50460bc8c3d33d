"""How fast a file of customers comes in, against loading the same columns bare: `python -m benchmarks.import_customers --rows 100000`.

The bare load reads the file (with polars where it is installed, which the lock does not ask for, else with `csv`: a few per cent of it)
and inserts into the customers' own table in batches, with nothing else: no checks, no history, no search, no owner. Both run in the same process on the same scratch database. Give DATABASE_URL for PostgreSQL; MINGHUA_VAR must be a scratch folder.
"""

import argparse
import csv
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import django

from benchmarks.search import a_name

HEADERS = ("客户编号", "客户形态", "姓名", "手机", "邮箱", "生日", "省份", "城市", "地址", "来源", "标签", "职业")


def made(path: Path, rows: int) -> None:
    """Write a file of people and firms such as a shop would hand over."""
    chance = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADERS)
        for key in range(rows):
            name = a_name(chance)
            firm = "公司" in name
            born = "" if firm else date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
            out.writerow((
                f"V{key:07d}", "组织" if firm else "个人", name, f"13{key * 7_919 % 10**9:09}",
                f"u{key}@example.com" if key % 3 == 0 else "", born, "上海市", "上海", f"幸福路{chance.randrange(900)}号",
                chance.choice(("门店", "转介绍", "")), chance.choice(("", "", "会员日")), "" if firm else chance.choice(("教师", "医生", "司机")),
            ))  # fmt: skip


def main() -> int:
    """Load bare, then check and import; print rows a second, the ratio and the peak of memory."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--profile", action="store_true", help="print where the time of the import goes")
    given = options.parse_args()
    if "MINGHUA_VAR" not in os.environ:
        print("Name a scratch folder in MINGHUA_VAR: this benchmark writes.")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from minghua.foundation.people.models import User
    from minghua.foundation.people.queries import actor_named
    from tests.company import found_company

    call_command("migrate", verbosity=0)
    if not User.objects.filter(username="boss").exists():
        found_company()
    path = Path(os.environ["MINGHUA_VAR"]) / "customers.csv"
    made(path, given.rows)
    by = actor_named("boss", channel="cli")
    print(f"{connection.vendor}, {given.rows:,} rows, load {os.getloadavg()[0]:.1f}")
    bare = seconds("bare load", given.rows, lambda: bare_load(path))
    data = path.read_bytes()
    if given.profile:
        return profiled(data, by)
    checked = seconds("check (dry run)", given.rows, lambda: drive(data, by, stop=True))
    done = seconds("import after it", given.rows, lambda: drive(data, by, stop=False))
    print(
        f"  import / bare load: {done / bare:.1f}   check and import / bare load: {(checked + done) / bare:.1f}   (CPU)"
    )
    print(
        f"  CPU per 1,000 rows: bare {bare / given.rows * 1e3:.3f} s, check {checked / given.rows * 1e3:.3f} s, import {done / given.rows * 1e3:.3f} s"
    )
    return 0


RUNS: list[int] = []


def drive(data: bytes, by: Any, *, stop: bool) -> None:
    """Upload and check, or import what was checked."""
    from minghua.foundation.imports import operations as imports
    from minghua.foundation.storage.unit_of_work import unit_of_work
    from tests import imports_driving as driving

    if stop:
        RUNS.append(driving.checked(data, by, target="customers", name="customers.csv", source="shop").id)
        return
    with unit_of_work(by, at=driving.AT):
        imports.start(RUNS[0], by=by, at=driving.AT)
    print(f"  {dict(driving.advance(RUNS[0], by).counts)}")


def bare_load(path: Path) -> None:
    """One read, bulk_create inserts; then they are deleted again."""
    from django.db import transaction

    from minghua.domain.customers.models import Customer
    from tests.conftest import AT

    rows = bare_rows(path)
    with transaction.atomic():
        while some := list(islice(rows, 5_000)):
            Customer.objects.bulk_create(
                Customer(
                    number=number, kind="person", name=name, mobile=f"+86{mobile}", email=email or "", birthday=born or None,
                    province=province, city=city, address=address, created_at=AT, updated_at=AT,
                )
                for number, _, name, mobile, email, born, province, city, address, *_ in some
            )  # fmt: skip
    Customer.objects.filter(number__startswith="V")._raw_delete(Customer.objects.db)


def bare_rows(path: Path) -> Iterator[Sequence[Any]]:
    """Yield the rows without their header, as quickly as what is installed can read them."""
    if find_spec("polars"):
        frame: Any = import_module("polars").read_csv(path, infer_schema_length=0)
        yield from frame.iter_rows()
        return
    with path.open(newline="", encoding="utf-8") as file:
        yield from islice(csv.reader(file), 1, None)


def profiled(data: bytes, by: Any) -> int:
    """Print the functions in which the import spends its time."""
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.enable()
    drive(data, by, stop=True)
    drive(data, by, stop=False)
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(70)
    return 0


def seconds(what: str, rows: int, work: Callable[[], object]) -> float:
    """Print wall clock, CPU, rows a second and the highest resident memory so far; return the CPU seconds."""
    wall, busy = time.perf_counter(), time.process_time()
    work()
    wall, busy = time.perf_counter() - wall, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  {what:<18}{wall:8.1f} s  {busy:8.1f} s CPU  {rows / wall:8.0f} rows/s{peak:6d} MB", flush=True)
    return busy


if __name__ == "__main__":
    sys.exit(main())
