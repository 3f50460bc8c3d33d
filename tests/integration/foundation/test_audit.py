"""The audit record: nothing without it, nothing changed in it."""

import json

import pytest
from django.db import connection

from minghua.foundation.audit import operations as audit
from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.audit.chain import GENESIS, digest
from minghua.foundation.audit.invariants import INVARIANTS
from minghua.foundation.audit.models import AuditEvent, AuditHead
from minghua.foundation.audit.operations import FIELDS
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Invalid
from tests.conftest import AT

pytestmark = pytest.mark.django_db


def write(*verbs: str) -> None:
    with unit_of_work(SYSTEM, at=AT):
        for verb in verbs:
            audit.record(verb, "test.Thing", 7, {"名称": "米缸"}, by=SYSTEM, at=AT)


def test_events_are_chained_across_units_of_work():
    write("a", "b")
    write("c")
    assert list(AuditEvent.objects.order_by("seq").values_list("seq", "verb")) == [(1, "a"), (2, "b"), (3, "c")]
    assert audit_reads.check_chain(SYSTEM) == audit_reads.ChainCheck(3, None)


def fail_after_recording() -> None:
    with unit_of_work(SYSTEM, at=AT):
        audit.record("a", "test.Thing", 7, by=SYSTEM, at=AT)
        raise RuntimeError


def test_an_exception_leaves_no_event():
    with pytest.raises(RuntimeError):
        fail_after_recording()
    assert AuditEvent.objects.count() == 0


def test_recording_outside_a_unit_of_work_is_a_defect():
    with pytest.raises(audit.OutsideUnitOfWork):
        audit.record("a", "test.Thing", 7, by=SYSTEM, at=AT)


@pytest.mark.parametrize(
    ("tamper", "broken_at"),
    [
        ("UPDATE audit_auditevent SET verb = 'x' WHERE seq = 2", 2),
        ("UPDATE audit_auditevent SET actor_name = 'x' WHERE seq = 1", 1),
        ("DELETE FROM audit_auditevent WHERE seq = 2", 3),
        ("DELETE FROM audit_auditevent WHERE seq = 3", 3),
        ("UPDATE audit_audithead SET seq = 2", 3),
    ],
)
def test_any_tampering_is_named(tamper, broken_at):
    """T18: whatever byte or row is changed, the check says where."""
    write("a", "b", "c")
    with connection.cursor() as cursor:
        cursor.execute(tamper)
    assert audit_reads.check_chain(SYSTEM).broken_at == broken_at


def test_pages_run_newest_first_to_the_end():
    write(*"abcde")
    first = audit_reads.events(SYSTEM, limit=3)
    rest = audit_reads.events(SYSTEM, limit=3, cursor=first.next_cursor or "")
    assert [event.verb for event in (*first.items, *rest.items)] == ["e", "d", "c", "b", "a"]
    assert rest.next_cursor is None
    assert AuditHead.objects.get().seq == 5


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"sealed": "mh1:Amh_BhQ_whsec_argon2"}, []),
        ({"sealed": "mh1:A", "key": "mh_0123456789ab_secret"}, [1]),
        ({"sealed": "mh1:A", "key": "whsec_x"}, [1]),
        ({"said": {"secret": "x"}}, [1]),
    ],
    ids=["what chance spells in a sealed text", "a key", "a secret of a webhook", "a value under the name"],
)
def test_secrets_are_looked_for_in_what_is_told_in_clear(data, found):
    write("customer.created")
    (told,) = [invariant for invariant in INVARIANTS if invariant.id == "INV-A4"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET data = %s WHERE seq = 1", [json.dumps(data)])
        assert [finding["seq"] for finding in told.found(AT)] == found


def test_t18_a_record_rewritten_as_a_whole_is_found_by_an_end_kept_elsewhere():
    write("a", "b")
    kept = audit_reads.head()
    write("c")
    assert (audit_reads.holds(SYSTEM, kept), audit_reads.holds(SYSTEM, audit_reads.head())) == (True, True)
    previous = GENESIS
    for event in AuditEvent.objects.order_by("seq"):
        fresh = digest(previous, **({name: getattr(event, name) for name in FIELDS} | {"actor_name": "别人"}))
        told = {"actor_name": "别人", "previous_hash": previous, "hash": fresh}
        AuditEvent.objects.filter(pk=event.pk).update(**told)
        previous = fresh
    AuditHead.objects.filter(pk=1).update(hash=previous)
    assert audit_reads.check_chain(SYSTEM) == audit_reads.ChainCheck(3, None)
    assert audit_reads.holds(SYSTEM, kept) is False


@pytest.mark.parametrize("wrong", ["", "3", "3:abc", f"x:{'0' * 64}", f"{'9' * 19}:{'0' * 64}", f"３:{'0' * 64}"])
def test_t18_what_is_no_end_of_a_chain_is_refused(wrong):
    with pytest.raises(Invalid):
        audit_reads.holds(SYSTEM, wrong)
