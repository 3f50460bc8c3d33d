"""What children of a customer need besides the customer, and how a row of any table is made."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.apps import apps

from tests.conftest import AT

Make = Callable[[int, int, "Stock"], Any]
DAY = date(2026, 3, 1)


class Stock:
    """What children need besides a customer: products, tags, people, a file's run, another customer."""

    def __init__(self) -> None:
        self.products = [
            create("catalog.Product", sku=f"P{n}", sku_key=f"p{n}", name=f"货{n}", created_at=AT, updated_at=AT)
            for n in (1, 2)
        ]
        self.tags = [create("customers.Tag", name=name) for name in ("甲", "乙")]
        self.user = create("people.User", username="helper", name="帮手", joined_at=AT)
        self.policy = create("interactions.PrivacyPolicy", version=901, title="t", body_zh="b", published_at=AT)
        self.card = create("tiering.GradeCard", version=901, from_on=date(2099, 1, 1), body={}, published_at=AT)
        self.runs = [
            create(
                "imports.ImportRun",
                target="orders",
                name="f",
                file_id="f",
                file_size=1,
                sha256="0",
                state="done",
                created_at=AT,
            )
            for _ in (1, 2)
        ]
        self.friends = [customer(kind, n) for kind in ("person", "household") for n in (1, 2)]
        self.serial = 0

    def next(self) -> int:
        """Return a number never given before."""
        self.serial += 1
        return self.serial


def create(label: str, **values: Any) -> Any:
    """A row of a table named as text."""
    model = apps.get_model(label)
    known = {field.name for field in model._meta.get_fields()} | {f.attname for f in model._meta.concrete_fields}
    return model._default_manager.create(**{name: value for name, value in values.items() if name in known})


def customer(kind: str, n: int) -> Any:
    """A plain customer."""
    return create("customers.Customer", number=f"F-{kind}{n}", kind=kind, name=f"友{n}", created_at=AT, updated_at=AT)


def simple(label: str, **fixed: Any) -> Make:
    """A row that needs no more than its customer."""
    return lambda customer_id, pick, stock: create(label, customer_id=customer_id, **fixed)
