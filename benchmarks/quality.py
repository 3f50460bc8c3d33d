"""How long quality and cleaning take over everybody: `MINGHUA_VAR=<scratch> python -m benchmarks.quality --rows 1000000`.

Fills the scratch database with customers, judges all of them twice (the first night writes every figure, the second only
what changed), takes the snapshots, asks the list sorted by quality, the reviews due, and runs a cleaning as a dry run.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

AT = datetime(2026, 6, 15, 2, tzinfo=UTC)
BATCH = 5_000


def main() -> int:
    """Fill, judge, ask; print seconds."""
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
    from tests.company import found_company

    call_command("migrate", verbosity=0)
    if not User.objects.filter(username="boss").exists():
        found_company()
    missing = given.rows - Customer.objects.count()
    if missing > 0:
        _took("fill", lambda: fill(missing))
    print(f"{connection.vendor}, {Customer.objects.count():,} customers, load {os.getloadavg()[0]:.1f}")
    _measure()
    return 0


def fill(rows: int) -> None:
    """Put that many customers of ten owners, with match keys, straight into their tables."""
    from django.db import transaction

    from minghua.domain.customers.models import Customer
    from minghua.domain.customers.operations import keying
    from minghua.foundation.people.models import User

    owners = list(User.objects.values_list("pk", "team_id"))
    chance = random.Random(6)
    begun = Customer.objects.count()
    for start in range(begun, begun + rows, BATCH):
        with transaction.atomic():
            made = [_customer(key, owners, chance) for key in range(start, min(start + BATCH, begun + rows))]
            Customer.objects.bulk_create(made)
            keying.key(made, at=AT)


def _customer(key: int, owners: list[Any], chance: random.Random) -> Any:
    """One in fifty shares its number, one in ten is written oddly, a third has an address."""
    from minghua.domain.customers.models import Customer

    owner, team = owners[key % len(owners)]
    number = 13_000_000_000 + (key if key % 50 else chance.randrange(max(key, 1)))
    archive = {"food_preference": "籼米", "family_size": chance.randrange(1, 7)} if key % 3 else {}
    return Customer(
        number=f"B{key:08d}",
        kind="person",
        name=f"客户{key}" if key % 10 else f" 客户{key} ",
        gender="female",
        birthday=date(1970, 1, 1) + timedelta(days=chance.randrange(14_000)),
        mobile=f"+86{number}",
        email=f"k{key}@example.cn" if key % 2 else "",
        province="湖南省",
        city="长沙市" if key % 10 else "长沙",
        address=f"长沙市岳麓区麓山路{key}号" if key % 3 == 0 else "",
        archive=archive,
        owner_id=owner,
        team_id=team,
        verified_at=AT - timedelta(days=chance.randrange(700)),
        created_at=AT,
        updated_at=AT - timedelta(seconds=key),
    )


def _measure() -> None:
    from minghua.domain.customers import operations as customers
    from minghua.foundation.people.queries import actor_named
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work
    from minghua.kernel import clock

    at, boss = clock.now(), actor_named("boss", channel="cli")
    assert boss is not None

    def judge() -> None:
        after: int | None = 0
        while after is not None:
            with unit_of_work(SYSTEM, at=at):
                after = customers.refresh_quality(after_id=after, by=SYSTEM, at=at)

    def snapshots() -> None:
        with unit_of_work(SYSTEM, at=at):
            customers.take_snapshots(by=SYSTEM, at=at)

    def check() -> None:
        with unit_of_work(boss, at=at):
            run = customers.start_cleaning(("fold", "phone", "email", "region"), by=boss, at=at)
        more = True
        while more:
            with unit_of_work(boss, at=at):
                more = customers.advance_cleaning(run, by=boss, at=at)

    _took("judge everybody, first night", judge)
    _took("judge everybody again", judge)
    _took("snapshots of all sets", snapshots)
    _took("dry run of a cleaning", check)
    _ask(boss)


def _ask(boss: Any) -> None:
    from minghua.domain.customers import queries as customer_reads
    from minghua.domain.customers.queries import reviews
    from minghua.foundation.listing.types import Condition, Sort, Spec, all_of
    from minghua.kernel import clock
    from minghua.kernel.periods import local_date

    on = local_date(clock.now())
    later = on + timedelta(days=200)
    asked = {
        "list by quality, best first": Spec(sorts=(Sort("quality", descending=True),)),
        "list by archive score, worst first": Spec(sorts=(Sort("archive_score"),)),
        "list of one side below 1": Spec(
            all_of(Condition("quality_uniqueness", "lt", (10_000,))), (Sort("updated_at", descending=True),)
        ),
    }
    for name, spec in asked.items():
        _quick(name, lambda spec=spec: customer_reads.listing(boss, spec, on=on))  # type: ignore[misc]
    _quick("reviews due, all in reach", lambda: reviews.reviews_due(boss, on=later, mine=False))
    _took("report of reviews", lambda: reviews.review_report(boss, on=later))


def _quick(name: str, act: Callable[[], Any]) -> None:
    times = []
    for _ in range(20):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    print(f"{name:40} p50 {times[10]:8.1f} ms   p95 {times[18]:8.1f} ms")


def _took(name: str, act: Callable[[], Any]) -> None:
    began = time.perf_counter()
    act()
    print(f"{name:40} {time.perf_counter() - began:8.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
