"""Whom an order import brought is given levels by the night; until then the import can be undone as a whole (C14)."""

from datetime import timedelta

import pytest

from minghua.domain.customers.models import Customer
from minghua.domain.orders.models import Order
from minghua.domain.tiering.models import Correction, Membership, Programme, ScoreEntry
from minghua.foundation.imports import operations as imports
from minghua.foundation.imports import queries as import_reads
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.worker.day import begin_day
from tests.company import Company
from tests.conftest import AT
from tests.imports_driving import advance, imported, undone
from tests.integration.tiering.living import publish

pytestmark = pytest.mark.django_db
JD = "jd_growth"
HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
FIRST = (HEADER + "1,A,RICE,2,2026-05-04 10:00:00,1500,7.0,UK\n2,A,RICE,1,2026-05-05 10:00:00,1500,8.0,UK\n").encode()
SECOND = (HEADER + "3,A,RICE,1,2026-05-06 10:00:00,1500,8.0,UK\n4,A,RICE,1,2026-05-06 11:00:00,90,9.0,UK\n").encode()
NIGHT = AT + timedelta(hours=15)


@pytest.fixture
def boss(company: Company) -> Actor:
    publish(preset=JD)
    begin_day({}, at=AT - timedelta(days=1), beat=lambda: None)
    return company.actor("boss")


def the_night(days: int = 0) -> None:
    begin_day({}, at=NIGHT + timedelta(days=days), beat=lambda: None)


def levels() -> dict[str, tuple[str, int]]:
    """Return the number in the shop → level and score."""
    rows = Membership.objects.order_by("customer__external_id")
    return {shop: (level, n) for shop, level, n in rows.values_list("customer__external_id", "level", "score")}


def left() -> tuple[int, int, int, int]:
    return Customer.objects.count(), Order.objects.count(), ScoreEntry.objects.count(), Membership.objects.count()


def test_before_the_night_nobody_has_a_level_and_the_run_goes_as_a_whole(boss: Actor) -> None:
    before = left()
    run = imported(FIRST, boss)
    assert (left(), levels()) == ((before[0] + 2, before[1] + 2, 0, 0), {})
    assert undone(run.id, boss).state == "undone"
    assert left() == before
    the_night()
    assert left() == before


def test_the_night_judges_whom_the_run_brought_and_repeating_it_changes_nothing(boss: Actor) -> None:
    imported(FIRST, boss)
    the_night()
    assert levels() == {"7": ("silver", 3_000), "8": ("bronze", 1_500)}
    assert Programme.objects.get(code=JD).walk_after is None
    the_night()
    the_night(days=1)
    assert (ScoreEntry.objects.count(), Correction.objects.count()) == (2, 0)


def test_after_the_night_undoing_is_refused_in_words(boss: Actor) -> None:
    run = imported(FIRST, boss)
    the_night()
    before = left()
    with pytest.raises(imports.HasDependents) as refused:
        undone(run.id, boss)
    assert "会员成绩 2 条" in refused.value.message("zh-hans")
    assert "2 × scores of members" in refused.value.message("en")
    assert "Membership" not in refused.value.message("zh-hans") + refused.value.message("en")
    assert left() == before


def test_who_was_known_before_is_judged_at_once_and_keeps_a_true_ledger_when_the_second_run_is_undone(
    boss: Actor,
) -> None:
    imported(FIRST, boss)
    the_night()
    second = imported(SECOND, boss)
    assert levels() == {"7": ("silver", 3_000), "8": ("silver", 3_000)}
    assert undone(second.id, boss).state == "undone"
    assert levels() == {"7": ("silver", 3_000), "8": ("bronze", 1_500)}
    assert Customer.objects.filter(external_id="9").count() == 0
    the_night(days=1)
    assert levels() == {"7": ("silver", 3_000), "8": ("bronze", 1_500)}


def test_a_night_between_asking_and_undoing_stops_the_undo_with_nothing_lost(boss: Actor) -> None:
    run = imported(FIRST, boss)
    with unit_of_work(boss, at=AT):
        imports.start_undo(run.id, by=boss, at=AT)
    the_night()
    before = left()
    stopped = advance(run.id, boss)
    assert (stopped.state, left()) == ("done", before)
    assert "会员成绩 2 条" in import_reads.run(boss, run.id).failure
    assert levels() == {"7": ("silver", 3_000), "8": ("bronze", 1_500)}
