"""Acts on everybody a filter keeps: whole, in pieces by the worker, undone as one, within the rights of whoever began."""

from datetime import date, datetime
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import BulkAct, Customer, CustomerTag
from minghua.domain.customers.operations import sweeping
from minghua.domain.customers.types.parties import SweepState
from minghua.foundation.jobs.models import Job
from minghua.foundation.listing.types import Condition, Spec, all_of
from minghua.foundation.people.models import User
from minghua.interfaces.worker import sweeps as worker
from minghua.kernel.errors import Forbidden, Invalid, NotFound

SHANGHAI = Spec(all_of(Condition("city", "is", ("上海",))))


def owners(ids: list[int]) -> list[int | None]:
    found = dict(Customer.objects.filter(pk__in=ids).values_list("pk", "owner_id"))
    return [found[i] for i in ids]


def test_everybody_the_filter_keeps_is_assigned_and_nobody_else(
    firm: Any, make: Any, work: Any, at: datetime, on: date
) -> None:
    ids = [make("甲", city="上海"), make("乙", city="杭州"), make("丙", city="上海", by=firm.outsider)]
    with work(firm.lead):
        done = customers.sweep_assign(SHANGHAI, on=on, owner_id=firm.chen.user_id, by=firm.lead, at=at)
    assert (done.state, done.total, done.changed, done.refused) == (SweepState.DONE, 1, 1, 0)
    assert owners(ids) == [firm.chen.user_id, firm.zhao.user_id, firm.outsider.user_id]
    with work(firm.lead):
        undone = customers.undo_sweep(done.token, by=firm.lead, at=at)
    assert (undone.state, undone.restored) == (SweepState.UNDONE, 1)
    assert owners(ids) == [firm.zhao.user_id, firm.zhao.user_id, firm.outsider.user_id]
    with pytest.raises(customers.UndoneAlready), work(firm.lead):
        customers.undo_sweep(done.token, by=firm.lead, at=at)


def test_the_search_text_of_the_list_counts(firm: Any, make: Any, work: Any, at: datetime, on: date) -> None:
    make("王秀英"), make("张建国")
    with work(firm.zhao):
        done = customers.sweep_tag(Spec(text="wang"), on=on, name="老客户", by=firm.zhao, at=at)
    assert (done.total, done.changed) == (1, 1)


def test_a_long_act_is_the_workers_and_goes_in_pieces(
    firm: Any, make: Any, work: Any, at: datetime, on: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "PIECE", 2)
    for number in range(5):
        make(f"客户{number}", city="上海")
    with work(firm.zhao):
        begun = customers.sweep_tag(SHANGHAI, on=on, name="老客户", by=firm.zhao, at=at)
    assert (begun.state, begun.position, begun.total) == (SweepState.RUNNING, 0, 5)
    with work(firm.zhao):
        assert customers.advance_sweep(begun.token, by=firm.zhao, at=at).position == 2
    worker.sweep(Job.objects.get(name="customers.sweep").payload, at=at, beat=lambda: None)
    done = customer_reads.sweep(firm.zhao, begun.token)
    assert (done.state, done.changed, CustomerTag.objects.count()) == (SweepState.DONE, 5, 5)
    with work(firm.zhao):
        assert customers.undo_sweep(begun.token, by=firm.zhao, at=at).state == SweepState.UNDOING
    worker.sweep(Job.objects.filter(name="customers.sweep").latest("pk").payload, at=at, beat=lambda: None)
    undone = customer_reads.sweep(firm.zhao, begun.token)
    assert (undone.state, undone.restored, CustomerTag.objects.count()) == (SweepState.UNDONE, 5, 0)


def test_an_act_undone_half_way_leaves_nothing(
    firm: Any, make: Any, work: Any, at: datetime, on: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "PIECE", 2)
    for number in range(5):
        make(f"客户{number}", city="上海")
    with work(firm.zhao):
        begun = customers.sweep_tag(SHANGHAI, on=on, name="老客户", by=firm.zhao, at=at)
    with work(firm.zhao):
        customers.advance_sweep(begun.token, by=firm.zhao, at=at)
        customers.undo_sweep(begun.token, by=firm.zhao, at=at)
    for job in Job.objects.filter(name="customers.sweep").order_by("pk"):
        worker.sweep(job.payload, at=at, beat=lambda: None)
    undone = customer_reads.sweep(firm.zhao, begun.token)
    assert (undone.state, undone.restored, CustomerTag.objects.count()) == (SweepState.UNDONE, 2, 0)


def test_whoever_left_meanwhile_does_no_more(
    firm: Any, make: Any, work: Any, at: datetime, on: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "PIECE", 1)
    make("甲", city="上海"), make("乙", city="上海")
    with work(firm.zhao):
        begun = customers.sweep_tag(SHANGHAI, on=on, name="老客户", by=firm.zhao, at=at)
    User.objects.filter(pk=firm.zhao.user_id).update(is_active=False)
    worker.sweep(Job.objects.get(name="customers.sweep").payload, at=at, beat=lambda: None)
    act = BulkAct.objects.get(token=begun.token)
    assert (act.state, act.position, CustomerTag.objects.count()) == ("done", 0, 0)


def test_too_many_nobody_and_the_forbidden(
    firm: Any, make: Any, work: Any, at: datetime, on: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("甲"), make("乙")
    with work(firm.zhao):
        nobody = customers.sweep_tag(SHANGHAI, on=on, name="老客户", by=firm.zhao, at=at)
    assert (nobody.token, nobody.total) == ("", 0)
    monkeypatch.setattr(sweeping, "MOST", 1)
    with pytest.raises(Invalid), work(firm.zhao):
        customers.sweep_tag(Spec(), on=on, name="老客户", by=firm.zhao, at=at)
    with pytest.raises(Forbidden), work(firm.zhao):
        customers.sweep_assign(Spec(), on=on, owner_id=firm.chen.user_id, by=firm.zhao, at=at)


def test_somebody_elses_act_is_not_found(firm: Any, make: Any, work: Any, at: datetime, on: date) -> None:
    make("甲", city="上海")
    with work(firm.zhao):
        done = customers.sweep_tag(SHANGHAI, on=on, name="老客户", by=firm.zhao, at=at)
    with pytest.raises(NotFound):
        customer_reads.sweep(firm.lead, done.token)
    with pytest.raises(NotFound), work(firm.lead):
        customers.undo_sweep(done.token, by=firm.lead, at=at)
