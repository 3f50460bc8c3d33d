"""A backup is one moment of the whole shop, sealed customer by customer; a restore is that moment, or nothing."""

import io
import threading
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions.types import Direction, NewContact
from minghua.domain.orders.models import Order
from minghua.domain.orders.types import NewLine, NewOrder
from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.backups import keyring, layout, restoring, rows, writing
from minghua.foundation.backups import operations as backups
from minghua.foundation.backups.refusals import DatabaseNotEmpty, NotABackup, TargetExists, WrongKeys
from minghua.foundation.files import operations as files
from minghua.foundation.files.operations import place_of
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.search import queries as search_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vault import operations as vault
from minghua.journeys import settle_restored
from minghua.journeys.record_order import record_order
from tests.company import Company
from tests.trade import Trade, open_shop

pytestmark = pytest.mark.django_db(transaction=True)
MOBILE, SECRET = "13912345678", "对花生过敏，喜欢在清晨送货"


@pytest.fixture
def shop(company: Company, at: datetime) -> Trade:
    trade = open_shop(company)
    with unit_of_work(SYSTEM, at=at):
        customers.edit_customer(
            trade.wang, {"mobile": MOBILE, "archive.health": "花生过敏"}, base_version=None, by=SYSTEM, at=at
        )
        contact = NewContact(
            customer_id=trade.wang,
            channel="phone",
            direction=Direction.IN,
            happened_at=at,
            subject="问送货",
            body=SECRET,
        )
        interactions.log_contact(contact, by=company.actor("east1"), at=at)
        stored = files.store(
            io.BytesIO(b"photo of " * 300_000), name="王秀英身份证.jpg", content_type="image/jpeg", by=SYSTEM, at=at
        )
        customers.attach(trade.wang, file_id=stored.pk, by=SYSTEM, at=at)
    sell(trade, "A1", at=at)
    return trade


def sell(trade: Trade, number: str, *, at: datetime) -> None:
    line = NewLine(product_id=trade.rice, quantity_milli=1000, unit_price_e4=680_000)
    with unit_of_work(SYSTEM, at=at):
        record_order(
            NewOrder(source="shop", number=number, placed_at=at, lines=(line,), customer_id=trade.wang),
            by=SYSTEM,
            at=at,
        )


def stand() -> dict[str, list[str]]:
    """Everything the database holds, table by table."""
    return {table.name: list(rows.contents(table, using="default")) for table in layout.tables()}


def empty_house() -> None:
    call_command("flush", interactive=False, verbosity=0)


def test_what_was_saved_stands_again(shop: Trade, company: Company, tmp_path: Path, at: datetime) -> None:
    before, photo = stand(), list(Path(place_of("ab").parents[1]).rglob("*"))
    made = backups.make(tmp_path / "one.mhb", at=at)
    saved = {
        name: texts
        for name, texts in stand().items()
        if name not in {"backups_backup", "audit_auditevent", "audit_audithead"}
    }
    for path in photo:
        if path.is_file():
            path.unlink()
    empty_house()
    done = restoring.restore(tmp_path / "one.mhb", tmp_path / keyring.NAME)
    after = stand()
    assert {name: after[name] for name in saved} == saved
    assert (done.rows, done.files, done.erased) == (made.rows, 1, ())
    assert done.compared == made.rows
    assert audit_reads.check_chain(company.actor("boss")).broken_at is None
    assert [path.read_bytes() for path in photo if path.is_file()] == [b"photo of " * 300_000]
    assert len(before["orders_order"]) == 1
    settle_restored.settle(at=at)
    found = search_reads.find(company.actor("boss"), "王秀英")
    assert [hit.ref_id for hit in found if hit.kind == "customer"] == [shop.wang]
    sell(shop, "A2", at=at)  # new rows are numbered after the restored ones
    assert Order.objects.count() == 2


def test_nothing_of_a_person_is_readable_in_a_backup(shop: Trade, tmp_path: Path, at: datetime) -> None:
    backups.make(tmp_path / "one.mhb", at=at)
    with zipfile.ZipFile(tmp_path / "one.mhb") as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist())
    inside += (tmp_path / keyring.NAME).read_bytes()
    for word in ("王秀英", MOBILE, SECRET, "花生过敏", "问送货", "赵敏", "photo of"):
        assert word.encode() not in inside, word
    assert "东北大米" in inside.decode(errors="replace")


def test_a_destroyed_key_reaches_the_backup_made_before(shop: Trade, tmp_path: Path, at: datetime) -> None:
    backups.make(tmp_path / "one.mhb", at=at)
    vault.destroy([shop.wang], at=at)
    keyring.write(tmp_path)
    empty_house()
    done = restoring.restore(tmp_path / "one.mhb", tmp_path / keyring.NAME)
    assert done.erased == (shop.wang,)
    assert done.files == 0
    wang, liu = Customer.objects.get(pk=shop.wang), Customer.objects.get(pk=shop.liu)
    assert (wang.name, wang.mobile, wang.archive, liu.name) == (layout.TOMBSTONE, "", {}, "刘洋")
    assert not any(MOBILE in text or SECRET in text for texts in stand().values() for text in texts)
    assert Order.objects.get(number="A1").total_minor == 6_800


@pytest.fixture
def writers(shop: Trade, at: datetime) -> Iterator[list[int]]:
    """Two people who sell without pause, one order and its timeline and audit in each transaction."""
    stop, sold = threading.Event(), [0, 0]

    def work(who: int) -> None:
        try:
            while not stop.is_set():
                sell(shop, f"W{who}-{sold[who]}", at=at)
                sold[who] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(who,)) for who in (0, 1)]
    for thread in threads:
        thread.start()
    yield sold
    stop.set()
    for thread in threads:
        thread.join()


def test_a_backup_under_writers_is_one_moment(
    shop: Trade, writers: list[int], company: Company, tmp_path: Path, at: datetime
) -> None:
    while sum(writers) < 10:
        pass
    begun = sum(writers)
    made = writing.write(tmp_path / "live.mhb", at=at)
    while sum(writers) < begun + 4:
        pass
    ended = sum(writers)
    assert ended > begun
    counted = {table.name: table.rows for table in made.tables}
    assert begun <= counted["orders_order"] <= ended + 3
    assert counted["orders_order"] == counted["orders_orderline"]


def test_the_moment_comes_back_whole(shop: Trade, company: Company, tmp_path: Path, at: datetime) -> None:
    stop = threading.Event()

    def work() -> None:
        number = 0
        try:
            while not stop.is_set():
                sell(shop, f"W{number}", at=at)
                number += 1
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        while Order.objects.count() < 5:
            pass
        made = writing.write(tmp_path / "live.mhb", at=at)
    finally:
        stop.set()
        thread.join()
    assert Order.objects.count() > {table.name: table.rows for table in made.tables}["orders_order"]
    empty_house()
    done = restoring.restore(tmp_path / "live.mhb", tmp_path / keyring.NAME)
    assert done.compared == made.rows
    wang = Customer.objects.get(pk=shop.wang)
    orders = Order.objects.filter(customer_id=shop.wang)
    assert (wang.order_count, wang.net_minor) == (orders.count(), sum(orders.values_list("total_minor", flat=True)))
    assert audit_reads.check_chain(company.actor("boss")).broken_at is None


def test_a_restore_never_mixes_two_shops(shop: Trade, tmp_path: Path, at: datetime) -> None:
    backups.make(tmp_path / "one.mhb", at=at)
    before = stand()
    with pytest.raises(DatabaseNotEmpty):
        restoring.restore(tmp_path / "one.mhb", tmp_path / keyring.NAME)
    assert stand() == before
    with pytest.raises(TargetExists):
        backups.make(tmp_path / "one.mhb", at=at)


@pytest.mark.parametrize("harm", ["cut", "byte", "row", "manifest"])
def test_a_harmed_backup_is_refused_and_nothing_taken(harm: str, shop: Trade, tmp_path: Path, at: datetime) -> None:
    path = tmp_path / "one.mhb"
    backups.make(path, at=at)
    HARMS[harm](path)
    empty_house()
    with pytest.raises(NotABackup):
        restoring.restore(path, tmp_path / keyring.NAME)
    assert Customer.objects.count() == 0


def _rewritten(path: Path, name: str, change: "object") -> None:
    with zipfile.ZipFile(path) as archive:
        inside = {each: archive.read(each) for each in archive.namelist()}
    inside[name] = change(inside[name])  # type: ignore[operator]
    with zipfile.ZipFile(path, "w") as archive:
        for each, text in inside.items():
            archive.writestr(each, text)


HARMS = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-200]),
    "byte": lambda path: path.write_bytes(_flipped(path.read_bytes())),
    "row": lambda path: _rewritten(path, "tables/orders_order.jsonl", lambda text: text.replace(b"6800", b"6900")),
    "manifest": lambda path: _rewritten(path, "manifest.json", lambda text: text.replace(b'"rows": 1,', b'"rows": 2,')),
}


def _flipped(text: bytes) -> bytes:
    at = text.index(b"tables/orders_orderline.jsonl") + 60
    return text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :]


def test_the_keyring_of_another_shop_opens_nothing(
    shop: Trade, tmp_path: Path, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.make(tmp_path / "one.mhb", at=at)
    monkeypatch.setenv("MINGHUA_MASTER_KEY", "Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3A=")
    with pytest.raises(WrongKeys):
        restoring.check(tmp_path / "one.mhb", tmp_path / keyring.NAME)


def test_an_older_keyring_than_the_backup_is_refused(
    shop: Trade, company: Company, tmp_path: Path, at: datetime
) -> None:
    backups.make(tmp_path / "one.mhb", at=at)
    old = (tmp_path / keyring.NAME).read_bytes()
    with unit_of_work(SYSTEM, at=at):
        from minghua.domain.customers.types import NewCustomer

        customers.create_customer(NewCustomer(kind="person", name="后来的人"), by=SYSTEM, at=at)
    backups.make(tmp_path / "two.mhb", at=at)
    (tmp_path / keyring.NAME).write_bytes(old)
    empty_house()
    with pytest.raises(WrongKeys):
        restoring.restore(tmp_path / "two.mhb", tmp_path / keyring.NAME)
    assert Customer.objects.count() == 0
