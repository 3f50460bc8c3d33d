"""Two at once about one record: of two merges one wins, and no edit is lost in a merge."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer, Merge
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.merge_customers import merge_customers, unmerge
from tests.integration.customers.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def merging(survivor: int, loser: int, by: Any, at: datetime) -> Callable[[], None]:
    def act() -> None:
        with unit_of_work(by, at=at):
            merge_customers(survivor, loser, by=by, at=at)

    return act


def test_one_record_is_merged_away_once(firm: Any, make: Any, at: datetime) -> None:
    one, two, gone = make("甲"), make("乙"), make("丙")
    outcomes = at_once(merging(one, gone, firm.lead, at), merging(two, gone, firm.lead, at))
    assert sorted(outcomes) == ["done", "not_found"]
    assert Merge.objects.filter(loser_id=gone, undone_at=None).count() == 1


def test_two_who_merge_each_other_do_not_make_a_circle(firm: Any, make: Any, at: datetime) -> None:
    one, two = make("甲"), make("乙")
    outcomes = at_once(merging(one, two, firm.lead, at), merging(two, one, firm.lead, at))
    assert sorted(outcomes) == ["done", "not_found"]
    assert Customer.objects.filter(merged_into=None, pk__in=(one, two)).count() == 1


def test_an_edit_beside_a_merge_is_kept_or_told(firm: Any, make: Any, at: datetime) -> None:
    one, gone = make("甲"), make("乙", city="上海")

    def edit() -> None:
        with unit_of_work(firm.lead, at=at):
            customers.edit_customer(one, {"city": "北京"}, base_version=None, by=firm.lead, at=at)

    outcomes = at_once(merging(one, gone, firm.lead, at), edit)
    assert outcomes[0] == "done"
    assert outcomes[1] in {"done", "edit_conflict"}
    assert Customer.objects.get(pk=one).city in ({"北京"} if outcomes[1] == "done" else {"上海"})


def test_a_merge_is_undone_once(firm: Any, make: Any, at: datetime) -> None:
    one, gone = make("甲"), make("乙")
    merging(one, gone, firm.lead, at)()
    made = Merge.objects.get().pk

    def undo() -> None:
        with unit_of_work(firm.lead, at=at):
            unmerge(made, by=firm.lead, at=at)

    assert sorted(at_once(undo, undo)) == ["done", "unmerged_already"]
    assert Customer.objects.filter(merged_into=None, pk__in=(one, gone)).count() == 2
