"""The vault: sealed per customer, bound to its place, gone with its key, rewrapped by a new master key."""

import base64
import stat
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.foundation.vault import master, operations, queries, sealing
from minghua.foundation.vault.models import Key
from minghua.foundation.vault.types import STORE, Clear, Erased, KeyDestroyed, KeyLost, Sealed

pytestmark = pytest.mark.django_db
PLACE = "customers_customer.archive.id_number"


@pytest.fixture(autouse=True)
def own_master_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("MINGHUA_MASTER_KEY", raising=False)
    monkeypatch.setattr(settings, "MASTER_KEY_FILE", tmp_path / "keys" / "master")
    return tmp_path / "keys" / "master"


def test_what_is_sealed_opens_again_and_hides_its_text(at: datetime) -> None:
    sealed = operations.seal(7, PLACE, "11010519491231002X", at=at)
    assert sealing.is_sealed(sealed)
    assert "11010519491231002X" not in sealed
    assert sealed != operations.seal(7, PLACE, "11010519491231002X", at=at)
    assert queries.unseal(7, PLACE, sealed) == "11010519491231002X"


@pytest.mark.parametrize(("customer_id", "place"), [(8, PLACE), (7, "customers_customer.archive.health")])
def test_a_sealed_text_opens_nowhere_else(customer_id: int, place: str, at: datetime) -> None:
    sealed = operations.seal(7, PLACE, "secret", at=at)
    operations.seal(8, PLACE, "other", at=at)
    with pytest.raises(sealing.Altered):
        queries.unseal(customer_id, place, sealed)


def test_an_altered_text_is_noticed(at: datetime) -> None:
    sealed = operations.seal(7, PLACE, "secret", at=at)
    with pytest.raises(sealing.Altered):
        queries.unseal(7, PLACE, sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:])


def test_a_destroyed_key_answers_erased_and_seals_no_more(at: datetime) -> None:
    sealed = operations.seal(7, PLACE, "secret", at=at)
    assert operations.destroy([7, 9], at=at) == 1
    assert queries.unseal(7, PLACE, sealed) == Erased(7)
    assert queries.erased_among([7, 8, 9]) == frozenset({7, 9})
    with pytest.raises(KeyDestroyed):
        operations.seal(7, PLACE, "again", at=at)
    assert Key.objects.get(customer_id=7).wrapped == ""


def test_a_key_that_never_was_is_lost_not_erased() -> None:
    with pytest.raises(KeyLost):
        queries.unseal(7, PLACE, sealing.MARK + "AAAA")


def test_blind_indexes_find_equal_values_of_one_kind_only(at: datetime) -> None:
    index = queries.blind("id_number", "11010519491231002X", at=at)
    assert index == queries.blind("id_number", "11010519491231002X", at=at)
    assert index != queries.blind("phone", "11010519491231002X", at=at)
    assert len(index) == 64


def test_a_new_master_key_leaves_sealed_texts_and_blind_indexes_as_they_are(at: datetime, own_master_key: Path) -> None:
    sealed, index = operations.seal(7, PLACE, "secret", at=at), queries.blind("phone", "138", at=at)
    before = own_master_key.read_text()
    operations.destroy([9], at=at)
    assert operations.rotate() == 2
    assert queries.unseal(7, PLACE, sealed) == "secret"
    assert len(own_master_key.read_text().split()) == 2
    operations.forget_old_master()
    assert own_master_key.read_text() not in before
    assert queries.unseal(7, PLACE, sealed) == "secret"
    assert queries.blind("phone", "138", at=at) == index
    assert [row.version for row in Key.objects.filter(destroyed_at=None).order_by("customer_id")] == [2, 2]


def test_with_another_master_key_nothing_opens(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = operations.seal(7, PLACE, "secret", at=at)
    monkeypatch.setenv("MINGHUA_MASTER_KEY", base64.b64encode(bytes(range(32))).decode())
    with pytest.raises(master.MasterKeyLost):
        queries.unseal(7, PLACE, sealed)


def test_the_master_key_is_made_once_and_its_owner_alone_reads_it(own_master_key: Path) -> None:
    made = master.keys()
    assert made == master.keys()
    assert stat.S_IMODE(own_master_key.stat().st_mode) == 0o600


@pytest.mark.parametrize("weak", ["", "changeme", "A" * 44, base64.b64encode(b"password" * 4).decode(), "0" * 43])
def test_a_weak_master_key_is_refused(weak: str, own_master_key: Path) -> None:
    own_master_key.parent.mkdir()
    own_master_key.write_text(weak)
    with pytest.raises(master.UnsafeMasterKey):
        master.keys()


def test_a_thousand_customers_are_sealed_in_a_few_statements(at: datetime) -> None:
    items = [Clear(each, PLACE, f"text {each}") for each in range(1, 1001)]
    with CaptureQueriesContext(
        connection,
    ) as first:
        sealed = operations.seal_many(items, at=at)
    with CaptureQueriesContext(connection) as again:
        operations.seal_many(items, at=at)
        opened = queries.unseal_many([Sealed(i.customer_id, PLACE, s) for i, s in zip(items, sealed, strict=True)])
    assert opened == [item.text for item in items]
    assert (len(again) <= 4, len(first) <= 20) == (True, True)
    assert STORE not in set(Key.objects.values_list("customer_id", flat=True))
