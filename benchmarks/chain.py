"""A chain of shops at full size: a million customers and five million orders, stored as the product stores them.

    MINGHUA_VAR=/scratch python -m benchmarks.chain                    # SQLite in the scratch folder
    DATABASE_URL=postgres://… MINGHUA_VAR=/scratch python -m benchmarks.chain

Rows go straight into the tables (COPY on PostgreSQL): this measures nothing, it only makes the house full. Seeded: the same rows every time.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import django
from django.db import transaction

from benchmarks.search import a_name

BATCH = 10_000
PEOPLE, SHOPS, PRODUCTS = 120, 40, 400
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
LATEST = datetime(2026, 11, 1, tzinfo=UTC)
CITIES = ("上海", "北京", "广州", "深圳", "杭州", "成都", "武汉")
STATUSES = ("potential", "first_time", "repeat", "repeat", "loyal", "dormant", "lost")


class Table:
    """One table, filled in its columns' order; columns not named keep the model's defaults."""

    def __init__(self, model: Any, columns: Sequence[str]) -> None:
        from django.db import connection

        self.model, self.vendor = model, connection.vendor
        fields = model._meta.concrete_fields
        blank = model()
        self._fields = [next(field for field in fields if field.attname == name) for name in columns]
        rest = [field for field in fields if field.attname not in columns and not field.primary_key]
        self._rest = tuple(field.get_db_prep_save(field.value_from_object(blank), connection) for field in rest)
        self.names = [field.column for field in (*self._fields, *rest)]
        self._connection = connection

    def store(self, rows: Iterable[tuple[Any, ...]]) -> int:
        """Store rows of values in the order of the columns named; return how many."""
        names = ", ".join(f'"{name}"' for name in self.names)
        table, stored = self.model._meta.db_table, 0
        marks = ", ".join(["%s"] * len(self.names))
        with transaction.atomic(), self._connection.cursor() as cursor, self._without_indexes(cursor):
            for batch in batches(self._prepared(rows)):
                stored += len(batch)
                if self.vendor == "postgresql":
                    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                        for row in batch:
                            copy.write_row(row)
                else:
                    cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', batch)
        return stored

    @contextmanager
    def _without_indexes(self, cursor: Any) -> Iterator[None]:
        """On PostgreSQL build the indexes once the rows are there, and do not look up whom they refer to."""
        if self.vendor != "postgresql":
            yield
            return
        cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            [self.model._meta.db_table],
        )
        dropped = cursor.fetchall()
        for name, _ in dropped:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, made in dropped:
            cursor.execute(made)

    def _prepared(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        if self.vendor == "postgresql":
            yield from ((*row, *self._rest) for row in rows)
            return
        turned = [self._connection.ops.adapt_datetimefield_value if f.get_internal_type() == "DateTimeField" else None for f in self._fields]  # fmt: skip
        for row in rows:
            yield (
                *(turn(value) if turn and value else value for turn, value in zip(turned, row, strict=True)),
                *self._rest,
            )


def batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield lists of at most BATCH rows."""
    while batch := list(islice(rows, BATCH)):
        yield batch


def said(what: str, began: float, count: int) -> None:
    """Print how long a table took."""
    print(f"  {what:<18}{count:>10,} rows {time.perf_counter() - began:7.1f} s", flush=True)


def staff(shops: int) -> tuple[list[int], list[int], int]:
    """The company: a head office, shops, sales people spread over them; return team ids, user ids and who has ten customers."""
    from minghua.foundation.people.models import Role, Team, User
    from tests.company import found_company

    company = found_company()
    teams = [company.east_shop, company.west_shop]
    for number in range(shops - 2):
        team = Team.objects.create(name=f"第{number + 3}店", parent_id=company.head_office)
        team.path = f"/{company.head_office}/{team.pk}/"
        team.save()
        teams.append(team.pk)
    few = User.objects.create(username="few", name="新人", team_id=teams[-1], joined_at=BEGAN)
    sales, users = Role.objects.get(code="sales"), [company.user_ids["east1"], company.user_ids["west1"]]
    for number in range(PEOPLE - 2):
        team_id = teams[number % shops]
        user = User.objects.create(username=f"s{number}", name=f"员工{number}", team_id=team_id, joined_at=BEGAN)
        user.roles.add(sales)
        users.append(user.pk)
    few.roles.add(sales)
    return teams, users, few.pk


class Chance:
    """Everything random about customer number n, the same however often it is asked."""

    def __init__(self, users: Sequence[int], few: int, team_of: dict[int, int]) -> None:
        self.users, self.few, self.team_of = users, few, team_of

    def customer(self, key: int) -> tuple[Any, ...]:
        """The row of a customer; columns as in CUSTOMER."""
        chance = random.Random(key)
        name = a_name(chance)
        kind = "organization" if "公司" in name else "person"
        owner = chance.choice(self.users) if key > 10 else self.few
        seen = LATEST - timedelta(minutes=chance.randrange(1_400_000))
        orders = key % 11 if key % 11 else 0
        last = (LATEST - timedelta(days=chance.randrange(900))).date() if orders else None
        mobile = f"+8613{key * 7919 % 10**9:09}"
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000)) if kind == "person" else None
        return (
            key, f"C{key:07d}", kind, name, mobile, f"u{key}@example.com" if key % 3 == 0 else "", born,
            chance.choice(CITIES), f"幸福路{chance.randrange(900)}号", chance.choice(STATUSES), owner, self.team_of[owner],
            last, last, orders, orders * chance.randrange(2_000, 90_000), BEGAN, seen, seen, BEGAN, BEGAN,
        )  # fmt: skip


CUSTOMER = (
    "id", "number", "kind", "name", "mobile", "email", "birthday", "city", "address", "status", "owner_id", "team_id",
    "first_order_on", "last_order_on", "order_count", "net_minor", "created_at", "updated_at", "last_contact_at", "owned_since", "verified_at",
)  # fmt: skip
ORDER = ("id", "source", "number", "customer_id", "placed_at", "placed_on", "total_minor", "line_count", "fingerprint")
LINE = ("order_id", "position", "product_id", "quantity_milli", "unit_price_e4", "amount_minor")
STORY = ("customer_id", "at", "kind", "data", "ref_type", "ref_id")


def fill(customers: int, orders: int) -> None:
    """Make the house full."""
    from django.core.management import call_command
    from django.db import connection

    from minghua.domain.catalog.models import Product
    from minghua.domain.customers.models import Customer, NumberSeries, OwnerSpell
    from minghua.foundation.people.models import User

    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    _, users, few = staff(SHOPS)
    Product.objects.bulk_create(Product(sku=f"P{n}", sku_key=f"P{n}", name=f"大米{n}号") for n in range(PRODUCTS))
    products = list(Product.objects.values_list("pk", flat=True))
    chance = Chance(users, few, dict(User.objects.values_list("pk", "team_id")))
    NumberSeries.objects.update_or_create(code="customer", defaults={"last": customers})
    keys = range(1, customers + 1)
    began = time.perf_counter()
    said("customers", began, Table(Customer, CUSTOMER).store(chance.customer(key) for key in keys))
    began = time.perf_counter()
    spells = ((row[0], row[10], row[11], BEGAN, "created") for row in map(chance.customer, keys))
    said("owner spells", began, Table(OwnerSpell, ("customer_id", "owner_id", "team_id", "from_at", "reason")).store(spells))  # fmt: skip
    trade(customers, orders, products)
    index(chance, keys)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in ("customers_customer", "orders_order"):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def trade(customers: int, orders: int, products: Sequence[int]) -> None:
    """Orders of two lines each at most, and their lines on the timelines."""
    from minghua.domain.orders.models import Order, OrderLine
    from minghua.foundation.timeline.models import TimelineEntry

    def order(key: int) -> tuple[Any, ...]:
        at = BEGAN + timedelta(seconds=key * 48_611 % 89_000_000)
        return (key, "shop", f"N{key}", key * 7 % customers + 1, at, at.date(), 1_000 + key % 90_000, 1, f"{key:032x}")

    keys = range(1, orders + 1)
    began = time.perf_counter()
    said("orders", began, Table(Order, ORDER).store(map(order, keys)))
    began = time.perf_counter()
    lines = ((key, 1, products[key % len(products)], 1_000, 100_000, 1_000 + key % 90_000) for key in keys)
    said("order lines", began, Table(OrderLine, LINE).store(lines))
    began = time.perf_counter()
    story = ((row[3], row[4], "order", "{}", "orders.Order", row[0]) for row in map(order, keys))
    said("timeline", began, Table(TimelineEntry, STORY).store(story))


def index(chance: Chance, keys: range) -> None:
    """The search documents of the customers, written by the product's own code."""
    from minghua.domain.customers.models import Customer
    from minghua.domain.customers.operations import indexing

    began = time.perf_counter()
    for start in range(keys.start, keys.stop, BATCH):
        rows = Customer.objects.filter(pk__gte=start, pk__lt=start + BATCH)
        with transaction.atomic():
            indexing.index(*rows)
    said("search documents", began, len(keys))


def main() -> int:
    """Fill the connected database, which must be empty."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--customers", type=int, default=1_000_000)
    options.add_argument("--orders", type=int, default=5_000_000)
    given = options.parse_args()
    if "MINGHUA_VAR" not in os.environ:
        print("Name a scratch folder in MINGHUA_VAR: this fills a database.")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    django.setup()
    began = time.perf_counter()
    fill(given.customers, given.orders)
    said("everything", began, given.customers + 3 * given.orders)
    return 0


if __name__ == "__main__":
    sys.exit(main())
