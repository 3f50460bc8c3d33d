"""Where terms are used: rooms name their columns, and whoever keeps terms elsewhere brings a use of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.apps import apps
from django.db.models import Count, F, QuerySet

BATCH: Final = 500


class Use(Protocol):
    """One place that holds codes of a vocabulary."""

    @property
    def name(self) -> str:
        """What this place is called in the record of a merge; it never changes."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Return code → how many rows hold it."""
        ...

    def move(self, source: str, target: str, *, ids: Sequence[int] | None = None) -> list[int]:
        """Re-point rows (only those of the ids, where given) and return the ids of those that held the source."""
        ...


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column of a model."""

    model: str
    column: str
    bumps: str = ""  # a version column, so that an edit begun before the move is refused

    @property
    def name(self) -> str:
        """Return model and column."""
        return f"{self.model}.{self.column}"

    def counts(self) -> Mapping[str, int]:
        """Return code → how many rows hold it."""
        found = self._rows().exclude(**{self.column: ""}).order_by().values_list(self.column).annotate(n=Count("pk"))
        return dict(found)

    def move(self, source: str, target: str, *, ids: Sequence[int] | None = None) -> list[int]:
        """Re-point rows and return their ids."""
        held = self._rows().filter(**{self.column: source})
        moved: list[int] = sorted(held.values_list("pk", flat=True) if ids is None else ids)
        for start in range(0, len(moved), BATCH):
            some = self._rows().filter(**{self.column: source, "pk__in": moved[start : start + BATCH]})
            some.update(**{self.column: target}, **self._bump())
        return moved

    def _bump(self) -> dict[str, Any]:
        return {self.bumps: F(self.bumps) + 1} if self.bumps else {}

    def _rows(self) -> "QuerySet[Any]":
        return apps.get_model(self.model)._default_manager.all()
