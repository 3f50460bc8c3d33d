"""Where customers hold terms: in columns, and in the archive under the codes of fields."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from minghua.domain.customers.models import Customer, CustomField
from minghua.domain.customers.types.archive import ARCHIVE_FIELDS
from minghua.domain.customers.types.columns import COLUMNS
from minghua.foundation.vocabulary.uses import ColumnUse, Use

_BATCH = 500


@dataclass(frozen=True, slots=True)
class ArchiveUse:
    """A field of the archive that is chosen from a vocabulary, one option or many."""

    code: str

    @property
    def name(self) -> str:
        """Return how the record of a merge calls it."""
        return f"customers.Customer.archive.{self.code}"

    def counts(self) -> Mapping[str, int]:
        """Return code → how many customers chose it."""
        found: Counter[str] = Counter()
        for value in self._rows().values_list(f"archive__{self.code}", flat=True).iterator():
            found.update(value if isinstance(value, list) else [value])
        return {code: number for code, number in found.items() if code}

    def move(self, source: str, target: str, *, ids: Sequence[int] | None = None) -> list[int]:
        """Re-point customers and return the ids of those that held the source."""
        moved: list[int] = []
        for batch in self._batches(ids):
            changed = [row for row in batch if self._put(row, source, target)]
            Customer.objects.bulk_update(changed, ["archive", "version"], batch_size=100)
            moved += [row.pk for row in changed]
        return moved

    def _put(self, row: Customer, source: str, target: str) -> bool:
        value: Any = row.archive.get(self.code)
        if isinstance(value, list) and source in value:
            row.archive[self.code] = list(dict.fromkeys(target if code == source else code for code in value))
        elif value == source:
            row.archive[self.code] = target
        else:
            return False
        row.version += 1
        return True

    def _rows(self) -> "QuerySet[Customer]":
        return Customer.objects.filter(archive__has_key=self.code)

    def _batches(self, ids: Sequence[int] | None) -> Iterator[list[Customer]]:
        wanted = sorted(self._rows().values_list("pk", flat=True) if ids is None else ids)
        for start in range(0, len(wanted), _BATCH):
            rows = self._rows().filter(pk__in=wanted[start : start + _BATCH])
            yield list(rows.select_for_update(of=("self",)).only("pk", "archive", "version"))


def uses_of(vocabulary: str) -> list[Use]:
    """Return every column and archive field of customers that is chosen from this vocabulary."""
    columns = [
        ColumnUse("customers.Customer", c.code, "version") for c in COLUMNS.values() if c.vocabulary == vocabulary
    ]
    built_in = [f.code for f in ARCHIVE_FIELDS.values() if f.vocabulary == vocabulary and not f.column]
    own = CustomField.objects.filter(vocabulary=vocabulary).values_list("code", flat=True)
    return [*columns, *(ArchiveUse(code) for code in (*built_in, *own))]
