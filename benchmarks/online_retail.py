"""A real shop's year: its customers in a pyramid, and in a rolling programme that counts twelve months of what they spent.

Run on an empty database of its own: `MINGHUA_VAR=<folder> python -m benchmarks.online_retail <online_retail.csv.gz>`. The file
is "Online Retail" (UCI Machine Learning Repository, D. Chen, CC BY 4.0): 541,909 invoice lines of a wholesaler of gifts.
Lines without a customer are left out; what a piece cost is not in the file, so the pyramid ranks by net sales.
"""

import csv
import gzip
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from time import perf_counter
from typing import Any

import django

SOURCE, AT, ON = "online-retail", datetime(2011, 12, 10, 2, tzinfo=UTC), date(2011, 12, 9)
AUTUMN = datetime(2011, 9, 1, tzinfo=UTC)
BATCH = 1_000


def invoices(path: str) -> Iterator[tuple[str, list[Mapping[str, str]]]]:
    """Yield the invoices of known customers with their lines, in the order of the file."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        number, lines = "", []
        for row in csv.DictReader(file):
            if not row["CustomerID"]:
                continue
            if row["InvoiceNo"] != number:
                if lines:
                    yield number, lines
                number, lines = row["InvoiceNo"], []
            lines.append(row)
        if lines:
            yield number, lines


def when(text: str) -> datetime:
    """Return the instant of a line; the shop's clock is taken for UTC."""
    for form in ("%m/%d/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise ValueError(text)


def load(path: str) -> None:
    """Bring customers, products, orders and cancellations in."""
    from minghua.domain.catalog import operations as catalog
    from minghua.domain.catalog.types import NewProduct
    from minghua.domain.customers import operations as customers
    from minghua.domain.customers.types import NewCustomer
    from minghua.domain.orders import operations as orders
    from minghua.domain.orders.types import NewLine, NewOrder, NewReturn
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work

    found = list(invoices(path))
    names = {row["StockCode"].strip(): row["Description"].strip() for _, lines in found for row in lines}
    goods: dict[str, int] = {}
    news = iter([NewProduct(sku=sku, name=name or sku) for sku, name in names.items()])
    while some := list(islice(news, BATCH)):
        with unit_of_work(SYSTEM, at=AT):
            goods |= catalog.upsert_many(some, by=SYSTEM, at=AT).ids
    people: dict[str, int] = {}
    numbers = iter(sorted({lines[0]["CustomerID"] for _, lines in found}))
    while few := list(islice(numbers, BATCH)):
        with unit_of_work(SYSTEM, at=AT):
            for number in few:
                name = f"Customer {number.removesuffix('.0')}"
                people[number] = customers.create_customer(
                    NewCustomer(kind="organization", name=name, currency="GBP"), by=SYSTEM, at=AT
                )

    def lines_of(rows: Sequence[Mapping[str, str]]) -> tuple[Any, ...]:
        return tuple(
            NewLine(
                product_id=goods[row["StockCode"].strip()],
                quantity_milli=abs(int(row["Quantity"])) * 1_000,
                unit_price_e4=round(float(row["UnitPrice"]) * 10_000),
            )
            for row in rows
        )

    def document(number: str, rows: Sequence[Mapping[str, str]]) -> Any:
        told = {
            "source": SOURCE,
            "number": number,
            "lines": lines_of(rows),
            "customer_id": people[rows[0]["CustomerID"]],
        }
        moment = when(rows[0]["InvoiceDate"])
        if number.startswith("C"):
            return NewReturn(returned_at=moment, currency="GBP", **told)
        return NewOrder(placed_at=moment, currency="GBP", **told)

    for keep, backs in ((orders.record_many, False), (orders.record_returns_many, True)):
        documents = (document(number, rows) for number, rows in found if number.startswith("C") is backs)
        while batch := list(islice(documents, BATCH)):
            with unit_of_work(SYSTEM, at=AT):
                keep(batch, by=SYSTEM, at=AT)


def graded() -> str:
    """Install, simulate and publish the travel agency's programme, and credit the year."""
    from minghua.domain.tiering import operations as tiering
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work

    with unit_of_work(SYSTEM, at=AT):
        code = tiering.install_preset("travel_agency", by=SYSTEM, at=AT)
        tiering.simulate(code, from_on=date(2010, 12, 1), by=SYSTEM, at=AT)
        tiering.publish(code, from_on=date(2010, 12, 1), by=SYSTEM, at=AT)
    while True:
        with unit_of_work(SYSTEM, at=AT):
            if not tiering.catch_up_some(limit=200, by=SYSTEM, at=AT):
                return code


def pyramid() -> None:
    """Compute the pyramid of autumn and of the whole year, so that it says who moved, and print it."""
    from minghua.domain.value import operations as value
    from minghua.domain.value import queries as reads
    from minghua.domain.value.types import PRESETS
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work

    cut = replace(PRESETS["pyramid"][1], basis="net_sales", currency="GBP")
    for on in (date(2011, 8, 31), ON):
        with unit_of_work(SYSTEM, at=AT):
            value.run_pyramid(cut, on=on, by=SYSTEM, at=AT)
    run = reads.run(SYSTEM)
    for one in run.layers if run else ():
        print(f"{one.name.en:12} {one.customers:6,} customers   net sales {one.sales_minor / 100:14,.2f} GBP")
    print({name: said for name, said in (run.figures if run else {}).items() if name.endswith("_e6")})


def main() -> None:
    """Load if empty, then grade and rank."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    django.setup()
    from django.core.management import call_command

    from minghua.domain.customers.models import Customer
    from minghua.domain.tiering import queries as tiers
    from minghua.domain.tiering.models import Programme
    from minghua.foundation.people.types import SYSTEM

    call_command("migrate", verbosity=0)
    began = perf_counter()
    if not Customer.objects.exists():
        load(sys.argv[1])
        print(f"loaded after {perf_counter() - began:.0f} s", flush=True)
    pyramid()
    print(f"pyramids after {perf_counter() - began:.0f} s", flush=True)
    if not Programme.objects.exists():
        graded()
    print(tiers.level_counts(SYSTEM, "travel_agency"))
    moved = tiers.movement(SYSTEM, "travel_agency", before=AUTUMN, after=AT)
    print({f"{a or 'new'} → {b}": n for (a, b), n in sorted(moved.counts.items())}, float(moved.up), float(moved.down))
    print(f"done after {perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
