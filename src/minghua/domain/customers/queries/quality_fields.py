"""Figures of quality as lists know them: two scores in the row itself, five sides beside it."""

from collections.abc import Iterable
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery

from minghua.domain.customers.models import Customer, CustomerQuality
from minghua.domain.customers.types.quality import DIMENSIONS
from minghua.foundation.listing.types import Field, FieldType
from minghua.kernel.words import Text

PREFIX: Final = "quality_"
FIELDS: Final[tuple[Field, ...]] = (
    Field(
        "quality", Text("数据质量", "Data quality"), FieldType.NUMBER, "quality", sortable=True, scale=2, nullable=True
    ),
    Field(
        "archive_score",
        Text("档案评分", "Archive score"),
        FieldType.NUMBER,
        "archive_score",
        sortable=True,
        scale=2,
        nullable=True,
    ),
    *(
        Field(
            f"{PREFIX}{code}",
            Text(f"质量·{name.zh}（%）", f"Quality: {name.en.lower()} (%)"),
            FieldType.NUMBER,
            f"{PREFIX}{code}",
            scale=2,
            nullable=True,
        )
        for code, (name, _) in DIMENSIONS.items()
    ),
)


def reached(found: "QuerySet[Customer]", asked: Iterable[str]) -> "QuerySet[Customer]":
    """Return the rows with the stored side of quality for each that filter or order ask for."""
    sides = sorted(code for code in set(asked) if code.removeprefix(PREFIX) in DIMENSIONS and code.startswith(PREFIX))
    figures = CustomerQuality.objects.filter(customer_id=OuterRef("pk"))
    return found.annotate(**{code: Subquery(figures.values(code.removeprefix(PREFIX))[:1]) for code in sides})


def stored_sides(customer_ids: Iterable[int], columns: Iterable[str]) -> dict[int, dict[str, int | None]]:
    """Return customer id → list field → stored side, for rows read through the scope; no query unless a column asks."""
    if not any(column.startswith(PREFIX) for column in columns):
        return {}
    figures = CustomerQuality.objects.filter(customer_id__in=list(customer_ids)).values("customer_id", *DIMENSIONS)
    return {row["customer_id"]: {f"{PREFIX}{code}": row[code] for code in DIMENSIONS} for row in figures}
