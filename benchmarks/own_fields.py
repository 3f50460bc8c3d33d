"""How fast lists filter and sort by self-made fields: `MINGHUA_VAR=<scratch> python -m benchmarks.own_fields --rows 1000000`.

Fills the scratch database with customers of 250 owners, makes three fields (a number everybody has, a choice, a date that
one customer in fifty has), builds their indexes as the worker does, and asks the list as the boss and as a salesperson.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import django

ROUNDS = 30
ASKED = (
    ("sort by a number", "sort=archive_x_points"),
    ("sort by a number, falling", "sort=-archive_x_points"),
    ("sort by a rare date", "sort=archive_x_visit"),
    ("filter by a range, sorted", "archive_x_points.between=500..520&sort=archive_x_points"),
    ("filter by a rare date", "archive_x_visit.gte=2026-06-01"),
    ("filter by a choice", "archive_x_rice=nuomi"),
    ("filter by a choice, sorted by a number", "archive_x_rice=nuomi&sort=archive_x_points"),
    ("no own field (for comparison)", "sort=-updated_at"),
)


def main() -> int:
    """Fill, index, ask; print seconds and milliseconds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    given = options.parse_args()
    if "MINGHUA_VAR" not in os.environ:
        print("Name a scratch folder in MINGHUA_VAR: this benchmark writes.")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from minghua.domain.customers.models import Customer
    from minghua.foundation.people.models import User
    from minghua.foundation.people.queries import actor_named
    from tests.company import found_company

    call_command("migrate", verbosity=0)
    if not User.objects.filter(username="boss").exists():
        found_company()
    missing = given.rows - Customer.objects.count()
    if missing > 0:
        took("fill", lambda: fill(missing))
        _run("ANALYZE")
    _define()
    print(f"{connection.vendor}, {Customer.objects.count():,} customers, load {os.getloadavg()[0]:.1f}")
    for name in ("boss", "east1"):
        viewer = actor_named(name, channel="web")
        for words, query in ASKED:
            print(f"  {name:<6} {words:<40} {_asked(viewer, query)}")
    return 0


def took(words: str, act: Callable[[], Any]) -> None:
    """Do something once and say how long it took."""
    began = time.perf_counter()
    act()
    print(f"  {words:<24} {time.perf_counter() - began:8.1f} s")


def fill(rows: int) -> None:
    """Put that many customers straight into their table."""
    from django.db import transaction

    from minghua.domain.customers.models import Customer
    from minghua.foundation.people.models import User
    from minghua.foundation.storage import rows as straight
    from tests.conftest import AT

    if User.objects.count() < 200:
        team_id = User.objects.values_list("team_id", flat=True).get(username="west1")
        User.objects.bulk_create(
            User(username=f"seller{n}", name=f"销售{n}", team_id=team_id, joined_at=AT) for n in range(250)
        )
    owners = list(User.objects.exclude(username="east1").values_list("pk", "team_id"))
    mine = User.objects.values_list("pk", "team_id").get(username="east1")
    chance = random.Random(11)
    begun = Customer.objects.count()
    with transaction.atomic():
        for start in range(begun, begun + rows, 5_000):
            straight.store(list(_some(start, min(5_000, begun + rows - start), owners, mine, chance)))


def _some(start: int, count: int, owners: list[Any], mine: Any, chance: random.Random) -> Iterator[Any]:
    from minghua.domain.customers.models import Customer
    from tests.conftest import AT

    for key in range(start, start + count):
        owner, team = owners[key % len(owners)] if key % 250 else mine  # the salesperson has one in 250
        archive: dict[str, Any] = {
            "x_points": chance.randrange(100_000),
            "x_rice": chance.choice(("fragrant", "brown", "brown", "nuomi")),
            "hobbies": "象棋",
        }
        if key % 50 == 0:
            archive["x_visit"] = (date(2025, 7, 1) + timedelta(days=chance.randrange(365))).isoformat()
        yield Customer(
            number=f"B{key:08d}", kind="person", name=f"客户{key}", archive=archive, owner_id=owner, team_id=team,
            created_at=AT, updated_at=AT - timedelta(seconds=key),
        )  # fmt: skip


def _define() -> None:
    from minghua.domain.customers import operations as customers
    from minghua.domain.customers.models import CustomField
    from minghua.domain.customers.types.shaping import NewField, Option
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work
    from tests.conftest import AT

    rice = (Option("香米", "Fragrant", "fragrant"), Option("糙米", "Brown", "brown"), Option("糯米", "", "nuomi"))
    wanted = (
        NewField(zh="分", type="integer", kinds=("person",), code="x_points"),
        NewField(zh="米", type="choice", kinds=("person",), code="x_rice", options=rice),
        NewField(zh="上门", type="date", kinds=("person",), code="x_visit"),
    )
    for new in wanted:
        if not CustomField.objects.filter(code=new.code).exists():
            with unit_of_work(SYSTEM, at=AT):
                customers.define_field(new, by=SYSTEM, at=AT)
            took(f"index {new.code}", lambda code=new.code: customers.build_sort_index(code, at=AT))  # type: ignore[misc]


def _asked(viewer: Any, query: str) -> str:
    from django.http import QueryDict

    from minghua.domain.customers import queries as customer_reads
    from minghua.foundation.listing import coding
    from tests.conftest import ON

    spec = coding.spec_from_query(QueryDict(query), customer_reads.fields_for(viewer))
    found = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        customer_reads.listing(viewer, spec, on=ON, limit=50)
        found.append((time.perf_counter() - began) * 1_000)
        if sum(found) > 60_000:
            break
    found = sorted(found[1:] or found)
    return f"p50 {statistics.median(found):8.1f}  p95 {found[int(len(found) * 0.95) - 1]:8.1f} ms"


def _run(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    sys.exit(main())
