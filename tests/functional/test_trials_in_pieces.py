"""A trial goes on in pieces: others write meanwhile, it shows how far it is, is called off, and outlives a stop."""

import threading
from datetime import datetime, timedelta
from time import monotonic

import pytest
from django.db import connection

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as reads
from minghua.domain.tiering.models import Simulation, SimulationRun
from minghua.domain.tiering.operations import tallying
from minghua.foundation.jobs import register
from minghua.foundation.jobs.runtime import Worker
from minghua.foundation.jobs.types import WorkerStopping
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.personal import purging
from minghua.foundation.storage.reading import one_look
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.worker.privacy import purge
from minghua.journeys import simulate_programme
from minghua.kernel import clock
from tests.append_only import emptied_afterwards
from tests.company import Company, found_company
from tests.functional.web.settings.door import signed_in
from tests.integration.tiering.living import at, person, publish

CLUB = "code: club\nlevels:\n  - {code: low}\n  - {code: high, from: 10}\n"
NOW = at("2026-06-15")
MEMBERS = 7


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a piece hold two members."""
    monkeypatch.setattr("minghua.domain.tiering.queries.crowds.CHUNK", 2)


@pytest.fixture
def club(company: Company) -> str:
    return _club()


def _club() -> str:
    """Return a programme with seven members and a draft that would lift some of them."""
    code = publish(CLUB)
    for n in range(MEMBERS):
        who = person(f"会员{n}")
        with unit_of_work(SYSTEM, at=NOW):
            tiering.record_scores(code, [tiering.NewScore(who, f"k{n}", NOW, amount=4 * n)], by=SYSTEM, at=NOW)
    with unit_of_work(SYSTEM, at=NOW):
        tiering.save_draft(text=CLUB.replace("10", "8"), by=SYSTEM, at=NOW)
    return code


def _begun(code: str) -> int:
    with unit_of_work(SYSTEM, at=NOW):
        return tiering.begin_simulation(code, by=SYSTEM, at=NOW)


@pytest.mark.django_db
def test_pieces_say_what_one_transaction_says(club: str, small_pieces: None) -> None:
    beats: list[int] = []
    run_id = _begun(club)
    found = simulate_programme.go_on(
        run_id, by=SYSTEM, now=lambda: NOW, beat=lambda: beats.append(SimulationRun.objects.get(pk=run_id).seen)
    )
    with unit_of_work(SYSTEM, at=NOW):
        whole = tiering.simulate(club, by=SYSTEM, at=NOW)
    assert (found, found and found.members, beats) == (whole, MEMBERS, [0, 2, 4, 6])
    assert SimulationRun.objects.values_list("kept", "seen").get(pk=run_id) == ({}, MEMBERS)


@pytest.mark.django_db
@pytest.mark.parametrize("columns", [True, False], ids=["columns", "one_by_one"])
def test_a_stopped_trial_goes_on_behind_the_last_piece(
    club: str, small_pieces: None, columns: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not columns:
        monkeypatch.setattr("minghua.domain.tiering.measures.find_spec", lambda name: None)
        monkeypatch.setattr(tallying, "BATCH", 2)
        monkeypatch.setattr(tallying, "BATCHES", 1)
    run_id, beats = _begun(club), []

    def beat() -> None:
        beats.append(1)
        if len(beats) == 3:
            raise WorkerStopping

    with pytest.raises(WorkerStopping):
        simulate_programme.go_on(run_id, by=SYSTEM, now=lambda: NOW, beat=beat)
    assert (SimulationRun.objects.get(pk=run_id).seen, SimulationRun.objects.get().ended_at) == (4, None)
    found = simulate_programme.go_on(run_id, by=SYSTEM, now=lambda: NOW, beat=lambda: None)
    with unit_of_work(SYSTEM, at=NOW):
        assert found == tiering.simulate(club, by=SYSTEM, at=NOW)
    assert simulate_programme.go_on(run_id, by=SYSTEM, now=lambda: NOW, beat=lambda: None) is None


@pytest.mark.django_db
def test_a_piece_of_a_trial_that_another_worker_took_on_is_not_kept(club: str, small_pieces: None) -> None:
    run_id = _begun(club)
    mine, theirs = tiering.try_some(run_id, by=SYSTEM), tiering.try_some(run_id, by=SYSTEM)
    for piece in (theirs, mine):
        assert piece is not None
        with unit_of_work(SYSTEM, at=NOW):
            tiering.keep_tried(piece, by=SYSTEM, at=NOW)
    assert SimulationRun.objects.get(pk=run_id).seen == 2


@pytest.mark.django_db
def test_a_trial_of_rules_that_were_rewritten_since_ends_with_nothing(club: str, small_pieces: None) -> None:
    run_id, tried = _begun(club), Simulation.objects.count()
    with unit_of_work(SYSTEM, at=NOW):
        tiering.save_draft(text=CLUB.replace("10", "9"), by=SYSTEM, at=NOW)
    assert simulate_programme.go_on(run_id, by=SYSTEM, now=lambda: NOW, beat=lambda: None) is None
    assert Simulation.objects.count() == tried
    assert _left(run_id) == ({}, NOW, None)


@pytest.mark.django_db
def test_a_new_trial_ends_the_one_of_rules_that_were_rewritten_and_keeps_nothing_of_it(
    club: str, small_pieces: None
) -> None:
    run_id, same = _begun(club), _begun(club)
    _try_a_piece(run_id)
    with unit_of_work(SYSTEM, at=NOW):
        tiering.save_draft(text=CLUB.replace("10", "9"), by=SYSTEM, at=NOW)
    assert _left(run_id)[1] is None
    later = _begun(club)
    assert [_left(each) for each in (run_id, same)] == [({}, NOW, None)] * 2
    assert _left(later)[1] is None
    assert _begun(club) != later
    assert _left(later)[1] is None


@pytest.mark.django_db
def test_customers_named_by_old_trials_go_and_the_counts_stay(club: str, small_pieces: None) -> None:
    run_id, fresh = _begun(club), _begun(club)
    for each in (run_id, fresh):
        _try_a_piece(each)
    with unit_of_work(SYSTEM, at=NOW):
        tiering.simulate(club, by=SYSTEM, at=NOW)
        tiering.simulate(club, by=SYSTEM, at=NOW)
    old, new = Simulation.objects.order_by("-pk")[:2]
    named = old.result | {"falls": [[1, "high", "low", 12]]}
    Simulation.objects.filter(pk__in=(old.pk, new.pk)).update(result=named)
    long_ago = NOW - timedelta(days=91)
    Simulation.objects.filter(pk=old.pk).update(made_at=long_ago)
    SimulationRun.objects.filter(pk=run_id).update(asked_at=long_ago)
    due = {"tiering.Simulation": 1, "tiering.SimulationRun": 1}
    assert {model: n for model, n in purging.due(at=NOW).items() if model in due} == due
    purge({}, at=NOW, beat=lambda: None)
    assert [Simulation.objects.get(pk=each.pk).result for each in (old, new)] == [named | {"falls": []}, named]
    assert (_left(run_id), _left(fresh)[1]) == (({}, NOW, None), None)
    assert _left(fresh)[0] != {}
    assert [model for model in purging.due(at=NOW) if model in due] == []


def _left(run_id: int) -> tuple[dict[str, object], datetime | None, datetime | None]:
    return SimulationRun.objects.values_list("kept", "ended_at", "cancelled_at").get(pk=run_id)


def _try_a_piece(run_id: int) -> None:
    piece = tiering.try_some(run_id, by=SYSTEM)
    assert piece is not None
    with unit_of_work(SYSTEM, at=NOW):
        tiering.keep_tried(piece, by=SYSTEM, at=NOW)


@pytest.mark.django_db
def test_the_page_shows_how_far_a_trial_is_and_calls_it_off(club: str, small_pieces: None) -> None:
    page = signed_in("boss")
    where = f"/tiers/{club}/simulation"
    assert page.post(where, {}).status_code == 302
    run = SimulationRun.objects.get()
    Worker(
        "w", register.handlers(), clock.now, stopping=lambda: SimulationRun.objects.get(pk=run.pk).seen > 3
    ).work_once()
    live = page.get(f"{where}/live").content.decode()
    assert ("4 / 7 位会员" in live, 'value="4"' in live) == (True, True)
    tried = Simulation.objects.count()
    assert page.post(f"{where}/cancellation").status_code == 302
    shown = page.get(where).content.decode()
    assert ("上次试算被取消了" in shown, "取消试算" in shown) == (True, False)
    again = page.post(f"{where}/cancellation")
    assert (again.status_code, "没有正在进行的试算" in again.content.decode()) == (409, True)
    assert Worker("w", register.handlers(), clock.now).work_once()
    assert Simulation.objects.count() == tried
    assert page.post(where, {}).status_code == 302
    assert Worker("w", register.handlers(), clock.now).work_once()
    assert Simulation.objects.count() == tried + 1


@pytest.mark.django_db(transaction=True)
def test_another_write_does_not_wait_for_a_trial(small_pieces: None) -> None:
    with emptied_afterwards():
        found_company()
        took = _written_meanwhile(_begun(_club()))
        assert (len(took), max(took) < 1) == (4, True)
        assert reads.simulation(SYSTEM, "club") is not None


def _written_meanwhile(run_id: int) -> list[float]:
    """Try everybody, write something else while each piece is being computed, and return how long that took."""
    took: list[float] = []

    def write() -> None:
        began = monotonic()
        with unit_of_work(SYSTEM, at=NOW):
            person("别的写入")
        took.append(monotonic() - began)
        connection.close()

    while True:
        with one_look():
            piece = tiering.try_some(run_id, by=SYSTEM)
            other = threading.Thread(target=write)
            other.start()
            other.join(timeout=20)
        assert piece is not None
        with unit_of_work(SYSTEM, at=NOW):
            if tiering.keep_tried(piece, by=SYSTEM, at=NOW) is not None:
                return took
