"""No import keeps its file beyond the term: neither a finished one nor one that broke off or was left (N7)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from minghua.foundation.imports import operations as imports
from minghua.foundation.imports import queries as import_reads
from minghua.foundation.imports import spools
from minghua.foundation.imports.models import ImportProblem, ImportRun
from minghua.foundation.imports.operations import FileGone
from minghua.foundation.imports.operations.lifecycle import stop_run
from minghua.foundation.people.types import Actor
from minghua.foundation.personal import purging
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.worker.privacy import purge
from tests import imports_shop
from tests.company import Company
from tests.conftest import AT
from tests.imports_driving import advance, checked, imported, undone, uploaded

SHOP = imports_shop.made(30)
TERM = timedelta(days=30)
SECOND = timedelta(seconds=1)


@pytest.fixture
def boss(company: Company) -> Actor:
    return company.actor("boss")


def _checked(boss: Actor) -> int:
    return checked(imports_shop.spoiled(SHOP)[0].csv, boss).id


def _running(boss: Actor) -> int:
    card = checked(SHOP.csv, boss)
    with unit_of_work(boss, at=AT):
        imports.start(card.id, by=boss, at=AT)
    return card.id


def _broken_off(boss: Actor) -> int:
    run_id = _running(boss)
    with unit_of_work(boss, at=AT):
        stop_run(run_id, reason="power", at=AT)
    return run_id


def _check_broken_off(boss: Actor) -> int:
    card = checked(SHOP.csv, boss)
    with unit_of_work(boss, at=AT):
        imports.start_check(card.id, by=boss, at=AT)
        stop_run(card.id, reason="power", at=AT)
    return card.id


def _checked_again(boss: Actor) -> int:
    run_id = _broken_off(boss)
    with unit_of_work(boss, at=AT):
        imports.start_check(run_id, by=boss, at=AT)
    return advance(run_id, boss).id


MADE: dict[str, tuple[Callable[[Actor], int], str]] = {
    "uploaded": (lambda boss: uploaded(SHOP.csv, boss), "discarded"),
    "checked": (_checked, "discarded"),
    "check broken off": (_check_broken_off, "discarded"),
    "broken off": (_broken_off, "failed"),
    "checked again": (_checked_again, "failed"),
    "fallen silent": (_running, "failed"),
    "done": (lambda boss: imported(SHOP.csv, boss).id, "done"),
}


def _night(at: datetime, committed: Any) -> None:
    with committed(execute=True):
        purge({}, at=at, beat=lambda: None)


@pytest.mark.parametrize(("made", "ends_as"), MADE.values(), ids=MADE)
def test_the_file_goes_when_its_term_is_over(
    made: Callable[[Actor], int], ends_as: str, boss: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    run = ImportRun.objects.get(pk=made(boss))
    file, spool = spools.table_of(run).path, spools.path_of(run)
    _night(AT + TERM, django_capture_on_commit_callbacks)
    assert file.exists()
    _night(AT + TERM + SECOND, django_capture_on_commit_callbacks)
    assert [file.exists(), spool.exists()] == [False, False]
    run.refresh_from_db()
    assert (run.state, run.samples) == (ends_as, [])
    assert ends_as != "discarded" or not ImportProblem.objects.filter(run=run).exists()
    assert "imports.ImportRun" not in purging.due(at=AT + TERM + SECOND)


@pytest.mark.parametrize("step", [imports.resume, imports.start_check])
def test_what_broke_off_cannot_go_on_without_its_file_but_can_be_undone(
    step: Callable[..., None], boss: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    run_id = _broken_off(boss)
    later = AT + TERM + SECOND
    _night(later, django_capture_on_commit_callbacks)
    with pytest.raises(FileGone), unit_of_work(boss, at=later):
        step(run_id, by=boss, at=later)
    assert import_reads.run(boss, run_id).state == "failed"
    assert undone(run_id, boss).state == "undone"
