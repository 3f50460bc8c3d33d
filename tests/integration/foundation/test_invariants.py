"""Every invariant holds on the demo company, and each has teeth: its mutant is named, with the rows."""

import io
import os
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import settings
from django.db import connection, transaction

from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.files import operations as files
from minghua.foundation.files.operations import place_of
from minghua.foundation.invariants import operations as invariants
from minghua.foundation.invariants import queries as invariant_reads
from minghua.foundation.invariants import register
from minghua.foundation.invariants.models import Verification
from minghua.foundation.invariants.types import Invariant, UnknownInvariant
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.demo import load
from minghua.journeys.prepare_company import prepare_company
from tests.conftest import AT
from tests.integration.loyalty.replaying import replayed_differs

SCALE = 0.04
BEFORE = 1_700_000_000  # when the stored file is said to have been written: long before AT
KNOWN = register.invariants()


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """A small demo company for the whole module, with a folder of its own; every test undoes what it breaks."""
    shared, settings.FILES_ROOT = settings.FILES_ROOT, tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic():
        with unit_of_work(SYSTEM, at=AT):
            prepare_company(at=AT)
        with unit_of_work(SYSTEM, at=AT):
            load.load_demo(password="rice-and-grain", at=AT, scale=SCALE)
            kept = files.store(io.BytesIO(b"rice"), name="rice.txt", content_type="text/plain", by=SYSTEM, at=AT)
        os.utime(place_of(kept.pk), (BEFORE, BEFORE))
        yield
        transaction.set_rollback(True)
    settings.FILES_ROOT = shared


def broken(*, only: tuple[str, ...] = (), at: datetime = AT) -> dict[str, list[dict]]:
    found = invariants.verdicts(only=only, at=at)
    return {verdict.id: list(verdict.findings) for verdict in found if not verdict.holds}


def test_every_invariant_holds_on_the_demo_company(demo):
    assert broken() == {}


@pytest.mark.parametrize("invariant", KNOWN, ids=lambda each: each.id)
def test_the_mutant_of_each_invariant_is_named_with_its_rows(demo, invariant: Invariant):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for statement in invariant.broken_by:
                cursor.execute(statement)
            found = broken(only=(invariant.id,))
            raise Undo
    except Undo:
        pass
    assert list(found) == [invariant.id]
    assert found[invariant.id] != []


class Undo(Exception):
    """Takes the mutation back."""


@pytest.mark.django_db
def test_an_empty_company_holds_too(company):
    assert broken() == {}


@pytest.mark.django_db
def test_what_was_found_is_kept_and_enters_the_audit_record(company):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_team SET path = '/9999/' WHERE id = %s", [company.west_shop])
    found = invariants.verdicts(at=AT)
    with unit_of_work(SYSTEM, at=AT):
        invariants.keep(found, started_at=AT, finished_at=AT, by=SYSTEM)
    boss = company.actor("boss")
    first = invariant_reads.standings(boss)[0]
    assert (first.id, first.broken, first.findings) == ("INV-E1", 1, ({"team": company.west_shop},))
    run = invariant_reads.last_run(boss)
    assert run is not None
    assert (run.checked, run.broken) == (len(KNOWN), 1)
    assert Verification.objects.count() == 1
    assert audit_reads.events(boss, verb="verification.broken").items[0].data == {"ids": ["INV-E1"]}


@pytest.mark.django_db
def test_an_unknown_id_is_refused():
    with pytest.raises(UnknownInvariant):
        invariants.verdicts(only=["INV-X9"], at=AT)


def test_ids_are_distinct_and_every_invariant_has_a_mutant_and_both_tongues():
    assert [each.id for each in KNOWN if not (each.broken_by and each.sentence.zh and each.sentence.en)] == []


def test_i3_the_points_of_the_demo_company_replayed_shuffled_and_three_times_stand_the_same_to_the_byte(demo):
    try:
        with transaction.atomic():
            assert not replayed_differs("rice_grains", times=3, chunk=100, seed=3, at=AT)
            assert broken(only=("INV-P1", "INV-P2", "INV-P9")) == {}
            raise Undo
    except Undo:
        pass
