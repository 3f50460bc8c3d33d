"""Snapshots of facts: whole, then by what changed; undone by a kill nowhere; read by nobody's leave but the latest."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from minghua.domain.customers.models import Customer
from minghua.domain.orders.models import Order, Return
from minghua.foundation.engine import folders, queries, reading, refreshing
from minghua.foundation.engine import operations as engine
from minghua.foundation.engine.models import Change, Snapshot
from minghua.foundation.engine.refreshing import Refresher
from minghua.foundation.engine.types import BeingRefreshed, CalledOff, NothingToRead, State
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden
from tests.company import Company

AT = datetime(2026, 6, 15, 2, tzinfo=UTC)


def _clock() -> datetime:
    return AT


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.ENGINE_ROOT = tmp_path / "analysis"


def _customer(number: int) -> Customer:
    return Customer.objects.create(number=f"E{number}", kind="person", name="甲", created_at=AT, updated_at=AT)


def _order(number: int, customer: Customer | None, total: int, **more: Any) -> Order:
    known = {"placed_at": AT - timedelta(microseconds=7), "placed_on": date(2026, 6, 15), "fingerprint": "f"} | more
    return Order.objects.create(
        source="t", number=str(number), customer=customer, total_minor=total, line_count=0, **known
    )


def _stored() -> dict[str, list[tuple[Any, ...]]]:
    """What the tables hold, as the files should."""
    orders = Order.objects.order_by("pk").values_list(
        "pk", "customer_id", "placed_at", "placed_on", "currency", "total_minor", "kind", "kind_reason", "channel", "status"
    )  # fmt: skip
    returns = Return.objects.order_by("pk").values_list(
        "pk", "customer_id", "order_id", "returned_at", "returned_on", "currency", "total_minor"
    )
    plain = {"orders": list(orders), "returns": list(returns)}
    return {
        fact: [tuple(v.replace(tzinfo=None) if isinstance(v, datetime) else v for v in row) for row in rows]
        for fact, rows in plain.items()
    }


def _read() -> dict[str, list[tuple[Any, ...]]]:
    with queries.session() as session:
        return {fact: session.rows(session.fact(fact).order_by("id")) for fact in ("orders", "returns")}


def test_the_first_snapshot_holds_every_row_and_the_next_ones_what_changed(company: Company) -> None:
    one, two = _customer(1), _customer(2)
    first = _order(1, one, 500, channel='web,"1"\n')
    _order(2, None, -300, kind="adjustment", kind_reason="")
    Refresher(_clock).refresh(by=SYSTEM)
    assert _read() == _stored()
    assert Change.objects.count() == 0
    gone = _order(3, two, 900)
    Order.objects.filter(pk=first.pk).update(total_minor=700)
    Return.objects.create(
        source="t", number="1", customer=one, order=first, returned_at=AT, returned_on=date(2026, 6, 15), total_minor=50,
        fingerprint="f",
    )  # fmt: skip
    Refresher(_clock).refresh(by=SYSTEM)
    assert _read() == _stored()
    gone.delete()
    Order.objects.filter(customer=one).update(customer=two)  # a merge
    Refresher(_clock).refresh(by=SYSTEM)
    assert _read() == _stored()
    assert [path.name for path in folders.root().iterdir() if path.is_dir() and path.name != "spill"] == [
        Snapshot.objects.latest("pk").token
    ]


def test_what_did_not_change_is_linked_not_read(company: Company) -> None:
    someone = _customer(1)
    far = 5 * reading.BLOCK
    _order(1, someone, 500, pk=far)
    _order(2, someone, 600, pk=far + reading.BLOCK)
    Refresher(_clock).refresh(by=SYSTEM)
    before = {
        path.name: path.stat().st_ino for path in folders.of(Snapshot.objects.latest("pk").token).glob("*.parquet")
    }
    Order.objects.filter(pk=far).update(total_minor=501)
    Refresher(_clock).refresh(by=SYSTEM)
    row = Snapshot.objects.latest("pk")
    after = {path.name: path.stat().st_ino for path in folders.of(row.token).glob("*.parquet")}
    assert {name for name in after if after[name] == before[name]} == {folders.file_name("orders", 6)}
    assert (row.pieces, row.done) == (1, 1)
    assert _read() == _stored()


def test_rows_that_change_while_it_is_made_are_in_it(company: Company) -> None:
    order = _order(1, _customer(1), 500)

    def meanwhile() -> None:
        Order.objects.filter(pk=order.pk).update(total_minor=999)

    Refresher(_clock, meanwhile).refresh(by=SYSTEM)
    assert _read() == _stored()
    assert [row[5] for row in _read()["orders"]] == [999]
    assert Change.objects.count() == 0


@pytest.mark.parametrize("place", ["write", "begin", "publish"])
def test_a_refresh_that_dies_anywhere_leaves_what_was_published(
    company: Company, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    order = _order(1, _customer(1), 500)
    Refresher(_clock).refresh(by=SYSTEM)
    before = _read()
    Order.objects.filter(pk=order.pk).update(total_minor=600)
    module = reading if place == "write" else folders
    whole = getattr(module, place)

    def dies(*given: Any) -> None:
        whole(*given)
        raise OSError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(module, place, dies)
        with pytest.raises(OSError, match="the power went"):
            Refresher(_clock).refresh(by=SYSTEM)
    assert _read() == before
    assert Snapshot.objects.latest("pk").state == State.BROKEN
    Refresher(_clock).refresh(by=SYSTEM)
    assert _read() == _stored()
    assert len([path for path in folders.root().iterdir() if path.is_dir()]) == 2  # this one, and the place to spill


def test_a_snapshot_made_of_other_columns_is_made_anew(company: Company) -> None:
    _order(1, _customer(1), 500)
    Refresher(_clock).refresh(by=SYSTEM)
    Snapshot.objects.update(shape="of an older version")
    Refresher(_clock).refresh(by=SYSTEM)
    assert Snapshot.objects.latest("pk").pieces == 1
    assert _read() == _stored()


def test_a_lost_folder_is_made_anew(company: Company) -> None:
    _order(1, _customer(1), 500)
    Refresher(_clock).refresh(by=SYSTEM)
    folders.of(Snapshot.objects.latest("pk").token).rename(settings.ENGINE_ROOT.parent / "elsewhere")
    with pytest.raises(NothingToRead), queries.session():
        pass
    Refresher(_clock).refresh(by=SYSTEM)
    assert _read() == _stored()


def test_who_reads_keeps_the_folder(company: Company) -> None:
    order = _order(1, _customer(1), 500)
    Refresher(_clock).refresh(by=SYSTEM)
    with queries.session() as session:
        Order.objects.filter(pk=order.pk).update(total_minor=600)
        Refresher(_clock).refresh(by=SYSTEM)
        assert [row[5] for row in session.rows(session.fact("orders"))] == [500]
        assert session.folder.exists()
    Refresher(_clock).refresh(by=SYSTEM)
    assert not session.folder.exists()


def test_one_writer_at_a_time(company: Company) -> None:
    with folders.one_writer(), pytest.raises(BeingRefreshed):
        Refresher(_clock).refresh(by=SYSTEM)


def test_a_refresh_can_be_called_off(company: Company) -> None:
    _order(1, _customer(1), 500)
    manager = company.actor("manager")

    def somebody_stops_it() -> None:
        with unit_of_work(manager, at=AT):
            assert engine.stop(by=manager, at=AT)

    with pytest.raises(CalledOff):
        Refresher(_clock, somebody_stops_it).refresh(by=manager)
    assert Snapshot.objects.latest("pk").state == State.STOPPED
    assert not engine.stop(by=manager, at=AT)
    with pytest.raises(NothingToRead), queries.session():
        pass


def test_freshness_tells_the_moment_the_rows_and_what_waits(company: Company) -> None:
    _order(1, _customer(1), 500)
    lead = company.actor("lead")
    Change.objects.all().delete()
    assert (queries.freshness(lead).cut_at, queries.freshness(lead).waiting) == (None, 0)
    Refresher(_clock).refresh(by=SYSTEM)
    _order(2, _customer(2), 500)
    found = queries.freshness(lead)
    assert (found.cut_at, found.rows, found.waiting, found.making) == (AT, {"orders": 1, "returns": 0}, 1, None)


def test_only_who_may_refreshes(company: Company) -> None:
    with pytest.raises(Forbidden):
        Refresher(_clock).refresh(by=company.actor("lead"))
    with pytest.raises(Forbidden):
        queries.freshness(company.actor("east1"))


def test_a_session_sees_its_folder_and_nothing_else(company: Company) -> None:
    Refresher(_clock).refresh(by=SYSTEM)
    with queries.session() as session, pytest.raises(Exception, match="disabled"):
        session.database.execute("SELECT * FROM read_csv('/etc/passwd')").fetchall()


def test_changes_are_forgotten_as_runs(company: Company) -> None:
    Change.objects.all().delete()
    rows = Change.objects.bulk_create(Change(fact="orders", row_id=n) for n in range(7))
    ids = [row.pk for row in rows]
    refreshing._forget([ids[0], ids[1], ids[3], ids[6]])
    assert list(Change.objects.order_by("pk").values_list("row_id", flat=True)) == [2, 4, 5]
