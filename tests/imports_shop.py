"""A made-up wholesaler's file of invoice lines: the shape and the faults of a real one, from a seed."""

import csv
import io
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

HEADERS = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
BEGAN = datetime(2010, 12, 1, 8, 26)  # noqa: DTZ001 - local time, as in the file
Cells = tuple[str, ...]


@dataclass
class ShopFile:
    """The rows of the file, and what an independent count of them says."""

    rows: list[Cells] = field(default_factory=list)

    @property
    def csv(self) -> bytes:
        """Return the file as CSV."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(HEADERS)
        writer.writerows(self.rows)
        return text.getvalue().encode()

    def counts(self) -> dict[str, int]:
        """Return invoices, cancellations, customers, lines, cancelled lines, lines without a customer."""
        invoices = {row[0] for row in self.rows}
        return {
            "invoices": len(invoices),
            "cancellations": sum(number.startswith("C") for number in invoices),
            "customers": len({row[6] for row in self.rows if row[6]}),
            "lines": len(self.rows),
            "cancelled_lines": sum(row[0].startswith("C") for row in self.rows),
            "anonymous_lines": sum(not row[6] for row in self.rows),
            "products": len({row[1].upper() for row in self.rows}),
        }


def made(invoices: int = 300, *, seed: int = 7, most_lines: int = 9) -> ShopFile:
    """Return a file of so many invoices: walk-ins, cancellations, write-offs, fees, bad debt, rows out of order."""
    chance = random.Random(seed)
    goods = [
        (f"{10000 + n}{chance.choice(['', 'A', 'B'])}", f"GOODS NO {n}", chance.randint(10, 2_000)) for n in range(80)
    ]
    shop = ShopFile()
    sold: list[tuple[str, str, str, int, int]] = []
    at = BEGAN
    for number in range(536_365, 536_365 + invoices):
        at += timedelta(minutes=chance.randint(1, 600))
        kind = chance.random()
        customer = "" if chance.random() < 0.15 else f"{chance.randint(12_346, 12_346 + invoices // 4)}.0"
        if kind < 0.14 and sold:
            _cancellation(shop, f"C{number}", at, sold, chance)
        elif kind < 0.19:
            _line(shop, str(number), ("84509", "damages", 0), -chance.randint(1, 50), at, "")
        elif kind < 0.21:
            _line(shop, str(number), ("AMAZONFEE", "AMAZON FEE", 130_000), 1, at, "")
        elif kind < 0.22:
            _line(shop, f"A{number}", ("B", "Adjust bad debt", -1_106_206), 1, at, "")
        else:
            for _ in range(chance.randint(1, most_lines)):
                sku, name, price = chance.choice(goods)
                quantity = chance.randint(1, 24)
                sku = sku.lower() if chance.random() < 0.03 else sku
                _line(shop, str(number), (sku, "" if chance.random() < 0.01 else name, price), quantity, at, customer)
                if customer:
                    sold.append((customer, sku, name, price, quantity))
    _shuffle_a_little(shop, chance)
    return shop


def _cancellation(
    shop: ShopFile, number: str, at: datetime, sold: list[tuple[str, str, str, int, int]], chance: random.Random
) -> None:
    """Cancel something sold, or something never sold, or as a walk-in: not every return finds its order."""
    customer, sku, name, price, quantity = chance.choice(sold)
    back = chance.choice([1, quantity, quantity, quantity + 500])
    _line(shop, number, (sku, name, price), -back, at, "" if chance.random() < 0.1 else customer)


def _line(shop: ShopFile, number: str, goods: tuple[str, str, int], quantity: int, at: datetime, customer: str) -> None:
    sku, name, pence = goods
    price = f"{pence / 100:.2f}".rstrip("0").rstrip(".")
    shop.rows.append((number, sku, name, str(quantity), f"{at:%Y-%m-%d %H:%M:%S}", price, customer, "United Kingdom"))


def _shuffle_a_little(shop: ShopFile, chance: random.Random) -> None:
    """Rows of one invoice need not stand together."""
    for _ in range(len(shop.rows) // 20):
        here, there = chance.randrange(len(shop.rows)), chance.randrange(len(shop.rows))
        shop.rows[here], shop.rows[there] = shop.rows[there], shop.rows[here]


def spoiled(shop: ShopFile, *, share: float = 0.1, seed: int = 3) -> tuple[ShopFile, Counter[str]]:
    """Return the file with a share of rows made faulty in many ways, and how many of each problem code to expect."""
    chance = random.Random(seed)
    faults = list(FAULTS)
    rows, expected = [], Counter[str]()
    for row in shop.rows:
        if chance.random() >= share:
            rows.append(row)
            continue
        code, position, cell = FAULTS[chance.choice(faults)]
        rows.append((*row[:position], cell, *row[position + 1 :]))
        expected[code] += 1
    return ShopFile(rows), expected


FAULTS: dict[str, tuple[str, int, str]] = {
    "no number": ("required", 0, ""),
    "long number": ("too_long", 0, "9" * 65),
    "no sku": ("required", 1, " "),
    "long sku": ("too_long", 1, "S" * 65),
    "no quantity": ("required", 3, ""),
    "words for quantity": ("not_a_number", 3, "six"),
    "comma quantity": ("not_a_number", 3, "1,5"),
    "fine quantity": ("too_precise", 3, "1.00005"),
    "huge quantity": ("too_big", 3, "9" * 16),
    "no date": ("required", 4, "NaN"),
    "no such day": ("not_a_date", 4, "2010-02-30 08:00:00"),
    "words for date": ("not_a_date", 4, "yesterday"),
    "far date": ("not_a_date", 4, "9999-01-01"),
    "no price": ("required", 5, ""),
    "words for price": ("not_a_number", 5, "free"),
    "long customer": ("too_long", 6, "7" * 101),
}
