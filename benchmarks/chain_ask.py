"""How long the house takes when it is full: lists, searches, one record, a new record, on what `benchmarks.chain` stored.

    MINGHUA_VAR=/scratch python -m benchmarks.chain_ask [pages|sorts|filters|search|create] …

Every request goes through the whole product (middleware, permissions, row scope, page or JSON) in this process, without a network.
Printed per kind of request: p50 and p95 of the wall clock in milliseconds, and the CPU of this process and of the database server for one.
"""

import argparse
import os
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import django

ROUNDS = 12
VIEWERS = {"boss": "everything", "lead": "team and below", "east1": "own", "few": "ten"}
PAGES = (
    "/customers",
    "/customers?city=上海",
    "/customers?status=lost&sort=-net_minor",
    "/customers?q=王伟",
    "/customers?q=有限公司",
    "/customers/{customer}",
    "/orders",
    "/today",
    "/api/v1/customers?limit=50",
    "/api/v1/customers/{customer}",
)


def main() -> int:
    """Ask what was named, or everything."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to ask; everything by default")
    given = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    django.setup()
    from django.db import connection

    from minghua.domain.customers.models import Customer

    print(f"{connection.vendor}, {Customer.objects.count():,} customers, load {os.getloadavg()[0]:.1f}")
    for name in given.parts or PARTS:
        print(f"— {name}")
        PARTS[name]()
    return 0


def measure(label: str, calls: Iterator[Callable[[], Any]], *, rounds: int = ROUNDS) -> None:
    """Print percentiles and CPU of so many calls, after one that warms up."""
    next(calls)()
    times, ours, theirs = [], process_time(), database_cpu()
    for _ in range(rounds):
        call, began = next(calls), perf_counter()
        call()
        times.append((perf_counter() - began) * 1e3)
    ours, theirs = (process_time() - ours) / rounds * 1e3, (database_cpu() - theirs) / rounds * 1e3
    cuts = statistics.quantiles(times, n=20)
    print(f"  {label:<52} p50 {statistics.median(times):8.1f}  p95 {cuts[18]:8.1f}  CPU {ours:6.1f} + {theirs:6.1f}", flush=True)  # fmt: skip


def database_cpu() -> float:
    """Seconds of CPU that our connection's PostgreSQL backend has used; 0 on SQLite, which works in this process."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def repeated(call: Callable[[], Any]) -> Iterator[Callable[[], Any]]:
    """The same call for ever."""
    while True:
        yield call


def client(username: str) -> Any:
    """A browser in which that person is signed in."""
    from django.test import Client

    from minghua.foundation.people.models import User

    browser = Client()
    browser.force_login(User.objects.get(username=username))
    return browser


def pages() -> None:
    """Whole pages and answers, as three people see them."""
    for username, sight in VIEWERS.items():
        browser, customer = client(username), a_customer(username)
        for template in PAGES:
            path = template.format(customer=customer)
            status = browser.get(path).status_code
            measure(f"{sight}: {template} {status}", repeated(lambda path=path, browser=browser: browser.get(path)))  # type: ignore[misc]


def a_customer(username: str) -> int:
    """A customer of that person with many orders."""
    from minghua.domain.customers.models import Customer

    mine = Customer.objects.filter(owner__username=username)
    return (mine if mine.exists() else Customer.objects.all()).order_by("pk")[5:][:1].get().pk


def sorts() -> None:
    """The first and the fiftieth page of the list under every order it offers."""
    from minghua.domain.customers import queries as customer_reads
    from minghua.foundation.listing.types import Sort, Spec
    from minghua.foundation.people.queries import actor_named
    from minghua.kernel import clock
    from minghua.kernel.periods import local_date

    on = local_date(clock.now())
    for username, sight in VIEWERS.items():
        viewer = actor_named(username, channel="web")
        for field in customer_reads.fields_for(viewer):
            for descending in (False, True) if field.sortable else ():
                spec = Spec(sorts=(Sort(field.code, descending),))
                measure(
                    f"{sight}: {spec.sorts[0].code}",
                    repeated(lambda viewer=viewer, spec=spec: customer_reads.listing(viewer, spec, on=on)),  # type: ignore[misc]
                    rounds=6,
                )


def search() -> None:
    """What people type into the palette."""
    from minghua.domain.customers.models import Customer
    from minghua.foundation.people.queries import actor_named
    from minghua.foundation.search import queries as search_reads
    from minghua.foundation.search.pinyin import readings

    chance, many = random.Random(5), Customer.objects.count()

    def texts() -> Iterator[str]:
        while True:
            row = Customer.objects.only("name", "mobile", "number").get(pk=chance.randrange(1, many))
            spoken = readings(row.name)
            yield chance.choice(
                (row.name, row.name[:2], spoken[1][:4], spoken[0][:7], row.mobile[-4:], row.mobile[3:], row.number)
            )

    for username, sight in VIEWERS.items():
        viewer, some = (
            actor_named(username, channel="web"),
            [text for text, _ in zip(texts(), range(400), strict=False)],
        )
        turns = iter(some * 2)
        calls = (lambda text=text, viewer=viewer: search_reads.find(viewer, text, limit=12) for text in turns)
        measure(f"{sight}: palette, mixed", calls, rounds=300)


def create() -> None:
    """New customers one by one through the API, each with its key."""
    from benchmarks.search import a_name

    browser, chance = client("east1"), random.Random(os.getpid())

    def one() -> None:
        body = {"kind": "person", "name": a_name(chance), "mobile": f"137{chance.randrange(10**8):08}", "city": "上海"}
        key = f"{chance.getrandbits(128):032x}"
        answer = browser.post(
            "/api/v1/customers", body, content_type="application/json", headers={"Idempotency-Key": key}
        )
        if answer.status_code not in {200, 201}:
            raise RuntimeError(answer.content.decode())

    measure("POST /api/v1/customers", repeated(one), rounds=200)


PARTS: dict[str, Callable[[], None]] = {"pages": pages, "sorts": sorts, "search": search, "create": create}

if __name__ == "__main__":
    sys.exit(main())
