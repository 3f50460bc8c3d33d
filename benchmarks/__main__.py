"""How long the pages of the demo company take: `make bench` after `./start --prepare-only`."""

import os
import statistics
import sys
import time
from collections.abc import Callable

import django

ROUNDS = 30
PAGES = (
    "/today",
    "/customers",
    "/customers?q=王",
    "/customers/{customer}",
    "/find?q=wang",
    "/find?q=0496",
    "/orders",
    "/route",
    "/refills",
    "/demand",
)


def timed(call: Callable[[], object], *, rounds: int) -> list[float]:
    """Milliseconds of each round, after one that warms up."""
    call()
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        found.append((time.perf_counter() - began) * 1000)
    return sorted(found)


def main() -> int:
    """Print median and 95th percentile of each page as the owner of the shop sees it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    django.setup()
    from django.db import connection
    from django.test import Client

    from minghua.domain.customers.models import Customer
    from minghua.foundation.people.models import User

    owner = User.objects.filter(username="minghua").first()
    if owner is None:
        print("the demo company is not there: ./start --prepare-only")
        return 1
    client = Client()
    client.force_login(owner)
    customer = Customer.objects.order_by("-order_count").values_list("pk", flat=True)[0]
    print(f"{connection.vendor}, {Customer.objects.count()} customers, {ROUNDS} rounds, milliseconds")
    for template in PAGES:
        path = template.format(customer=customer)
        answer = client.get(path)
        times = timed(lambda path=path: client.get(path), rounds=ROUNDS)  # type: ignore[misc]
        p95 = times[int(len(times) * 0.95) - 1]
        print(f"{template:<28} {answer.status_code}  p50 {statistics.median(times):7.1f}  p95 {p95:7.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
