"""Merging and unmerging under a machine that knows where everything was born, and the mutants it must catch."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from minghua.domain.customers.models import Customer
from minghua.domain.customers.operations import families, merge_journal, merging, repointing, unmerging
from minghua.domain.customers.types import references as words
from minghua.domain.customers.types.references import REFERENCES, STAYING
from tests.functional.merging_children import MAKERS
from tests.functional.merging_machine import Merging

LOOK = settings(
    max_examples=15,
    stateful_step_count=4, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate],
)  # fmt: skip


def test_every_table_that_names_a_customer_says_what_a_merge_does_to_it() -> None:
    named = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            plain = field.name in {"customer_id", "subject_id"} and model._meta.app_label != "audit"
            if field.related_model is Customer or plain:
                named.add(f"{model._meta.label}.{field.attname}")
    declared = {reference.code for reference in REFERENCES} | set(STAYING)
    assert named - declared == set(), "say in types/references.py what a merge does to these"


def test_the_machine_has_children_in_every_room() -> None:
    assert {reference.code for reference in REFERENCES if not reference.derived} == set(MAKERS)


@pytest.mark.slow
@pytest.mark.django_db
def test_nothing_is_lost_and_everything_comes_back() -> None:
    run_state_machine_as_test(Merging, settings=LOOK)


def _without(code: str) -> tuple[Any, ...]:
    return tuple(reference for reference in REFERENCES if reference.code != code)


def _drops_for_good(self: merge_journal.Journal, row: Any) -> None:
    row.delete()


def _one_stays_behind(reference: Any, ids: Any, loser_id: int, survivor_id: int) -> int:
    return _MOVE_BACK(reference, ids[1:], loser_id, survivor_id)


_MOVE_BACK: Callable[..., int] = repointing._move_back
MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "orders are forgotten": (repointing, "REFERENCES", _without("orders.Order.customer_id")),
    "notices are forgotten": (repointing, "REFERENCES", _without("notices.Notice.subject_id")),
    "one row stays behind": (repointing, "_move_back", _one_stays_behind),
    "what is dropped is not kept": (merge_journal.Journal, "drop", _drops_for_good),
    "values are not given back": (unmerging, "_values_back", lambda *a, **k: []),
    "changed columns are not given back": (repointing, "_change_back", lambda *a: ""),
    "children keep their old parent": (families, "adopt", lambda *a, **k: None),
    "keys are not made anew": (merging.keying, "rekey", lambda *a, **k: None),
    "later merges do not matter": (unmerging, "_require_undoable", lambda *a, **k: None),
    "the loser stays on the lists": (merging, "_retire", lambda *a, **k: None),
}


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_the_machine_catches(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, attribute, mutant = MUTANTS[name]
    monkeypatch.setattr(where, attribute, mutant)
    with pytest.raises(BaseException):  # noqa: B017
        run_state_machine_as_test(Merging, settings=LOOK)


assert words.SUBJECT
