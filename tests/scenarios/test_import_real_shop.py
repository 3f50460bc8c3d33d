"""The story of the shop that comes in: the document's blocks, run in order."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from minghua.domain.customers.models import Customer
from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.foundation.imports import operations as imports
from minghua.foundation.imports import queries as import_reads
from minghua.foundation.imports.queries import RunCard
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests import imports_driving, imports_shop, oracle
from tests.company import Company
from tests.conftest import AT

STORY = Path(__file__).parents[2] / "docs" / "scenarios" / "import-real-shop.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Shop:
    """The words of the document."""

    def __init__(self, by: Actor) -> None:
        self.by = by

    def upload(self, data: bytes) -> RunCard:
        return import_reads.run(self.by, imports_driving.uploaded(data, self.by))

    def check(self, run: RunCard, **options: str) -> None:
        with unit_of_work(self.by, at=AT):
            imports.map_columns(run.id, run.mapping, options, by=self.by, at=AT)
            imports.start_check(run.id, by=self.by, at=AT)
        imports_driving.advance(run.id, self.by)

    def start(self, run: RunCard) -> None:
        with unit_of_work(self.by, at=AT):
            imports.start(run.id, by=self.by, at=AT)
        imports_driving.advance(run.id, self.by)

    def bring(self, data: bytes) -> RunCard:
        return imports_driving.imported(data, self.by)

    def undo(self, run: RunCard) -> None:
        assert imports_driving.undone(run.id, self.by).state == "undone"

    def forecast(self, run: RunCard) -> Any:
        return import_reads.run(self.by, run.id).forecast

    def counts(self, run: RunCard) -> Any:
        return Counter(import_reads.run(self.by, run.id).counts)

    def problems(self, run: RunCard) -> dict[str, int]:
        return imports_driving.codes(self.by, run.id)

    def failed_rows(self, run: RunCard) -> list[Any]:
        return list(import_reads.failed_rows(self.by, run.id))[1:]

    def stored(self) -> dict[str, int]:
        back = ReturnLine.objects.filter(return_of__customer=None).values("return_of", "position").distinct()
        return {
            "orders": Order.objects.count(),
            "returns": Return.objects.count(),
            "customers": Customer.objects.count(),
            "walk_in_lines": OrderLine.objects.filter(order__customer=None).count() + back.count(),
        }

    def tied(self) -> int:
        return ReturnLine.objects.filter(order_line__isnull=False).count()

    def untied(self) -> int:
        return ReturnLine.objects.filter(order_line=None).count()

    def spoil(self, shop: imports_shop.ShopFile) -> Any:
        return imports_shop.spoiled(shop, share=0.05)


@pytest.fixture
def words(company: Company) -> dict[str, Any]:
    shop = Shop(company.actor("boss"))
    own = {name: getattr(shop, name) for name in dir(shop) if not name.startswith("_")}
    return own | {"shop": imports_shop.made(300), "nothing": shop.stored()}


def test_a_real_shop_comes_in(words: dict[str, Any]) -> None:
    text = STORY.read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        line = text[: block.start(1)].count("\n")
        exec(compile("\n" * line + block[1], str(STORY), "exec"), words)
    assert oracle.broken() == {}
