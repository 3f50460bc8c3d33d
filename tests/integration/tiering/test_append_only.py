"""The database itself refuses to change or remove what was published or entered in the ledger."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.tiering.models import Programme, ProgrammeVersion, ScoreEntry
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.conftest import AT, ON

pytestmark = pytest.mark.django_db


def refused(do: Callable[[], Any]) -> bool:
    """Return whether the database said no."""
    try:
        with transaction.atomic():
            do()
    except DatabaseError:
        return True
    return False


@pytest.fixture
def entry(company) -> ScoreEntry:
    with unit_of_work(SYSTEM, at=AT):
        wang = customers.create_customer(NewCustomer(kind="person", name="王伟"), by=SYSTEM, at=AT)
    club = Programme.objects.create(code="club", name_zh="会", name_en="Club", created_at=AT)
    return ScoreEntry.objects.create(
        programme=club, customer_id=wang, amount=5, event_at=AT, event_on=ON, counts_at=AT, recorded_at=AT,
        source="shop", key="1",
    )  # fmt: skip


def test_an_entry_is_neither_changed_nor_removed(entry):
    rows = ScoreEntry.objects.filter(pk=entry.pk)
    assert refused(lambda: rows.update(amount=500))
    assert refused(lambda: rows.update(event_at=AT, recorded_at=AT))
    assert refused(entry.delete)
    assert rows.get().amount == 5


def test_a_merge_may_give_an_entry_to_another_customer(entry):
    with unit_of_work(SYSTEM, at=AT):
        other = customers.create_customer(NewCustomer(kind="person", name="王炜"), by=SYSTEM, at=AT)
    assert not refused(lambda: ScoreEntry.objects.filter(pk=entry.pk).update(customer_id=other))


def test_a_key_is_used_once_for_ever(entry):
    entry.pk = None
    assert refused(lambda: entry.save(force_insert=True))


def test_a_published_version_stands(company):
    club = Programme.objects.create(code="club", name_zh="会", name_en="Club", created_at=AT)
    version = ProgrammeVersion.objects.create(
        programme=club, number=1, from_on=ON, data={}, fingerprint="f", published_at=AT
    )
    assert refused(lambda: ProgrammeVersion.objects.filter(pk=version.pk).update(data={"other": True}))
    assert refused(version.delete)
