"""A run moves only by the table of steps; what fell silent can be resumed; templates come back with the headers."""

from datetime import timedelta
from typing import Any

import pytest

from minghua.foundation.imports import operations as imports
from minghua.foundation.imports import queries as import_reads
from minghua.foundation.imports import spools
from minghua.foundation.imports.models import ImportProblem, ImportRun
from minghua.foundation.imports.operations import WrongStep
from minghua.foundation.imports.operations.lifecycle import stop_run
from minghua.foundation.jobs.models import Job
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests import imports_shop
from tests.company import Company
from tests.conftest import AT
from tests.imports_driving import advance, checked, imported, uploaded

SHOP = imports_shop.made(30)


@pytest.fixture
def boss(company: Company) -> Actor:
    return company.actor("boss")


def test_the_import_cannot_start_before_its_check(boss: Actor) -> None:
    run_id = uploaded(SHOP.csv, boss)
    with pytest.raises(WrongStep), unit_of_work(boss, at=AT):
        imports.start(run_id, by=boss, at=AT)


def test_a_finished_import_cannot_start_again_nor_be_discarded(boss: Actor) -> None:
    card = imported(SHOP.csv, boss)
    for step in (imports.start, imports.start_check, imports.discard, imports.resume):
        with pytest.raises(WrongStep), unit_of_work(boss, at=AT):
            step(card.id, by=boss, at=AT)


def test_a_run_that_fell_silent_is_resumed_once_it_is_silent(boss: Actor) -> None:
    card = checked(SHOP.csv, boss)
    with unit_of_work(boss, at=AT):
        imports.start(card.id, by=boss, at=AT)
    with pytest.raises(WrongStep), unit_of_work(boss, at=AT):
        imports.resume(card.id, by=boss, at=AT)
    later = AT + timedelta(minutes=5)
    with unit_of_work(boss, at=later):
        imports.resume(card.id, by=boss, at=later)
    assert Job.objects.filter(name="imports.advance").count() == 3
    assert advance(card.id, boss, at=later).state == "done"


def test_a_lost_spool_is_made_again(boss: Actor) -> None:
    card = checked(SHOP.csv, boss)
    spools.path_of(ImportRun.objects.get(pk=card.id)).unlink()
    with unit_of_work(boss, at=AT):
        imports.start(card.id, by=boss, at=AT)
    assert advance(card.id, boss).counts["orders.created"] == card.forecast["orders.created"]


def test_a_discarded_file_leaves_nothing(boss: Actor, django_capture_on_commit_callbacks: Any) -> None:
    card = checked(imports_shop.spoiled(SHOP)[0].csv, boss)
    run = ImportRun.objects.get(pk=card.id)
    with django_capture_on_commit_callbacks(execute=True), unit_of_work(boss, at=AT):
        imports.discard(card.id, by=boss, at=AT)
    assert not spools.path_of(run).exists()
    assert not spools.table_of(run).path.exists()
    assert ImportProblem.objects.filter(run_id=card.id).count() == 0


def test_what_began_to_import_is_not_discarded_even_while_it_is_checked_again(boss: Actor) -> None:
    card = checked(SHOP.csv, boss)
    with unit_of_work(boss, at=AT):
        imports.start(card.id, by=boss, at=AT)
        stop_run(card.id, reason="power", at=AT)
        imports.start_check(card.id, by=boss, at=AT)
    with pytest.raises(WrongStep), unit_of_work(boss, at=AT):
        imports.discard(card.id, by=boss, at=AT)
    assert advance(card.id, boss).state == "checked"
    with pytest.raises(WrongStep), unit_of_work(boss, at=AT):
        imports.discard(card.id, by=boss, at=AT)


def test_a_template_is_offered_for_the_same_headers_in_any_order(boss: Actor, company: Company) -> None:
    first = uploaded(b"a,b,c,d,e\n1,2,3,4,5\n", boss)
    mapping = {"a": "number", "b": "sku", "c": "quantity", "d": "placed_at", "e": "unit_price"}
    with unit_of_work(boss, at=AT):
        imports.map_columns(first, mapping, {"source": "abc"}, by=boss, at=AT)
        imports.save_template(first, "字母", by=boss, at=AT)
    card = import_reads.run(company.actor("lead"), uploaded(b"E,d,C,b,a\n5,4,3,2,1\n", company.actor("lead")))
    assert (card.template, card.options.source) == ("字母", "abc")
    assert card.mapping == {"a": "number", "b": "sku", "C": "quantity", "d": "placed_at", "E": "unit_price"}


@pytest.mark.parametrize(
    "options",
    [{"timezone": "Mars/Base"}, {"currency": "¥"}, {"source": ""}, {"mode": "delete"}, {"customer_kind": "robot"}],
)
def test_an_option_without_sense_is_refused(boss: Actor, options: dict[str, str]) -> None:
    run_id = uploaded(SHOP.csv, boss)
    mapping = import_reads.run(boss, run_id).mapping
    with pytest.raises(Invalid) as refused, unit_of_work(boss, at=AT):
        imports.map_columns(run_id, mapping, options, by=boss, at=AT)
    assert refused.value.field == next(iter(options))


def test_a_foreign_run_is_not_found_and_a_salesperson_may_not_import(boss: Actor, company: Company) -> None:
    run_id = uploaded(SHOP.csv, boss)
    lead, sales = company.actor("lead"), company.actor("east1")
    with pytest.raises(NotFound), unit_of_work(lead, at=AT):
        imports.start_check(run_id, by=lead, at=AT)
    with pytest.raises(NotFound):
        import_reads.problem_page(lead, run_id)
    with pytest.raises(Forbidden):
        uploaded(SHOP.csv, sales)
