"""One customer's values as cleaning reads them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from minghua.domain.customers.rules.archive import is_filled
from minghua.domain.customers.rules.typed import Terms
from minghua.domain.customers.types.cleaning import Fence
from minghua.domain.customers.types.columns import EDITABLE
from minghua.domain.customers.types.fields import ArchiveField

JUDGED = frozenset({"value_class", "pyramid_tier", "lifecycle_stage", "loyalty_class", "relation_type"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """The values of a customer by path (a column or `archive.<code>`), with what the rules need to judge them."""

    kind: str
    values: dict[str, Any]
    on: date
    terms: Terms
    fields: Mapping[str, ArchiveField]
    fences: Mapping[str, Fence] = field(default_factory=dict)

    def __getitem__(self, path: str) -> Any:
        """Return the value, "" when there is none."""
        return self.values.get(path, "")

    def filled(self, *types: str) -> Iterator[tuple[str, Any]]:
        """Yield path and value of each filled field of these types; axes that programs judge are left out."""
        for path, value in list(self.values.items()):
            if is_filled(value) and path not in JUDGED and self.type_of(path) in types:
                yield path, value

    def type_of(self, path: str) -> str:
        """Return the type of a field, "" when it is not known for this kind of customer."""
        if path in EDITABLE:
            return EDITABLE[path].type
        known = self.fields.get(path.removeprefix("archive."))
        return known.type if known is not None and self.kind in known.kinds and not known.column else ""

    def vocabulary_of(self, path: str) -> str:
        """Return the vocabulary of a choice."""
        column = EDITABLE.get(path)
        return column.vocabulary if column else self.fields[path.removeprefix("archive.")].vocabulary
