"""Drives an import as its doors do: upload, map, check, run, undo."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from minghua.foundation.imports import operations as imports
from minghua.foundation.imports import queries as import_reads
from minghua.foundation.imports.queries import RunCard
from minghua.foundation.imports.runner import Runner
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.conftest import AT

SHOP = {"currency": "GBP", "timezone": "Europe/London", "source": "online-retail"}


def advance(run_id: int, by: Actor, *, at: datetime = AT) -> RunCard:
    """Do what the worker would do."""
    Runner(run_id, by, lambda: at, lambda: None).advance()
    return import_reads.run(by, run_id)


def uploaded(data: bytes, by: Actor, *, target: str = "orders", name: str = "file.csv") -> int:
    """Upload a file and return the run's id."""
    with unit_of_work(by, at=AT):
        return imports.upload(io.BytesIO(data), name=name, target=target, by=by, at=AT)


def checked(
    data: bytes,
    by: Actor,
    *,
    target: str = "orders",
    mapping: Mapping[str, str] | None = None,
    name: str = "file.csv",
    **options: Any,
) -> RunCard:
    """Upload, map as guessed (or as given) and make the dry run."""
    run_id = uploaded(data, by, target=target, name=name)
    guessed = import_reads.run(by, run_id).mapping
    with unit_of_work(by, at=AT):
        imports.map_columns(run_id, mapping or guessed, SHOP | options, by=by, at=AT)
        imports.start_check(run_id, by=by, at=AT)
    return advance(run_id, by)


def imported(data: bytes, by: Actor, **options: Any) -> RunCard:
    """Go all the way."""
    card = checked(data, by, **options)
    assert card.state == "checked", card.failure
    with unit_of_work(by, at=AT):
        imports.start(card.id, by=by, at=AT)
    return advance(card.id, by)


def undone(run_id: int, by: Actor) -> RunCard:
    """Take the run back."""
    with unit_of_work(by, at=AT):
        imports.start_undo(run_id, by=by, at=AT)
    return advance(run_id, by)


def codes(by: Actor, run_id: int, *, stage: str = "check") -> dict[str, int]:
    """Return problem code → how often."""
    return {one.code: one.count for one in import_reads.problem_counts(by, run_id, stage=stage)}


def lines_told(counts: Mapping[str, int]) -> int:
    """Return how many rows of the file the counts account for."""
    return sum(n for name, n in counts.items() if name.startswith("lines.") and name != "lines.tied")
