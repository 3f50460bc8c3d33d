"""The words of units: one thing made and sold, with its serial, wherever it stands."""

from dataclasses import dataclass
from datetime import date

from minghua.kernel.vocabularies import Term, Vocabularies


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """One unit as a sale, a file or a person tells it; `key` names it once, `evidence` says where its sale is written.

    `sold_together` is how many units the same sale brought.
    """

    product_id: int
    key: str
    serial: str = ""
    purchased_on: date | None = None
    installed_on: date | None = None
    sold_together: int = 1
    evidence: str = ""
    import_run_id: int | None = None


@dataclass(frozen=True, slots=True)
class UnitCard:
    """One unit as people see it."""

    id: int
    product_id: int
    sku: str
    product: str
    shelf: str
    serial: str
    purchased_on: date | None
    installed_on: date | None
    retired_on: date | None
    sold_together: int
    evidence: str


UNIT_VOCABULARIES: Vocabularies = {
    "catalog.cover_source": (
        Term("statutory", "法定三包", "Statutory"),
        Term("maker", "厂家保修", "Maker"),
        Term("promotion", "促销承诺", "Promotion"),
        Term("contract", "合同", "Contract"),
        Term("goodwill", "善意", "Goodwill"),
    ),
    "catalog.cover_scope": (
        Term("whole_unit", "整机", "Whole unit"),
        Term("main_parts", "主要部件", "Main parts"),
        Term("labour", "人工", "Labour"),
        Term("visit", "上门", "Visit"),
    ),
    "catalog.payer": (
        Term("maker", "厂家", "Maker"),
        Term("shop", "门店", "Shop"),
        Term("customer", "客户", "Customer"),
    ),
}
