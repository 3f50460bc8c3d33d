"""Jobs: asked for in one's own transaction, done once, tried again, and given up in the open."""

from datetime import timedelta

import pytest
from django.db import transaction

from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.jobs import queries as job_reads
from minghua.foundation.jobs.models import CronSlot, Job
from minghua.foundation.jobs.runtime import Worker, serve_cron
from minghua.foundation.jobs.types import CronEntry, Handler, JobNotDead, JobState, LeaseLost, WorkerStopping
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vocabulary.models import VocabularyTerm
from minghua.kernel.errors import Forbidden, NotFound
from tests.conftest import AT

MINUTE = timedelta(minutes=1)


class Clock:
    """A clock that the test turns."""

    def __init__(self):
        self.now = AT

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def leave_a_mark(payload, *, at, beat):
    """An effect that can be counted: one row per time it happened and stayed."""
    VocabularyTerm.objects.create(vocabulary="marks", code=payload["mark"], zh="", en="", position=0)


def marks():
    return list(VocabularyTerm.objects.filter(vocabulary="marks").values_list("code", flat=True))


def fail(payload, *, at, beat):
    leave_a_mark(payload, at=at, beat=beat)
    raise RuntimeError("the printer is out of paper")


def worker(clock, run=leave_a_mark, *, stopping=lambda: False, **options):
    return Worker("w1", {"mark": Handler(run, **options)}, clock, chance=lambda: 0.0, stopping=stopping)


def enqueue(mark="m", **options):
    return jobs.enqueue("mark", {"mark": mark}, at=AT, **options)


@pytest.mark.django_db
def test_work_asked_for_in_a_transaction_that_fails_was_never_asked_for(clock):
    with transaction.atomic():
        enqueue()
        transaction.set_rollback(True)
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_a_job_is_done_once_and_says_so(clock):
    key = enqueue()
    assert [worker(clock).work_once(), worker(clock).work_once()] == [True, False]
    done = Job.objects.get(pk=key)
    assert (marks(), done.state, done.attempts, done.finished_at) == (["m"], JobState.DONE, 1, AT)


@pytest.mark.django_db
def test_the_same_key_is_the_same_job():
    assert enqueue(key="k") == enqueue(key="k")
    assert enqueue() != enqueue()
    assert Job.objects.count() == 3


@pytest.mark.django_db
def test_a_job_waits_for_its_time(clock):
    enqueue(run_after=AT + MINUTE)
    assert not worker(clock).work_once()
    clock.now += MINUTE
    assert worker(clock).work_once()


@pytest.mark.django_db
def test_a_failed_attempt_leaves_no_effect_and_comes_again_later(clock):
    key = enqueue()
    assert worker(clock, fail).work_once()
    failed = Job.objects.get(pk=key)
    assert (marks(), failed.state, failed.due_at) == ([], JobState.QUEUED, AT + timedelta(seconds=10))
    assert failed.last_error.endswith("the printer is out of paper")
    assert failed.last_error.startswith("builtins.RuntimeError\n")


@pytest.mark.django_db
def test_a_flaky_job_succeeds_at_its_third_run(clock):
    runs = []

    def flaky(payload, *, at, beat):
        runs.append(at)
        if len(runs) < 3:
            raise RuntimeError("not yet")
        leave_a_mark(payload, at=at, beat=beat)

    key = enqueue()
    for _ in range(100):
        worker(clock, flaky).work_once()
        clock.now += timedelta(seconds=5)
    job = Job.objects.get(pk=key)
    assert (job.state, job.attempts, job.last_error, marks()) == (JobState.DONE, 3, "", ["m"])
    assert [run - AT for run in runs] == [timedelta(), timedelta(seconds=10), timedelta(seconds=30)]


@pytest.mark.django_db
def test_a_job_that_never_succeeds_ends_among_the_dead_and_can_be_put_back(company, clock):
    key = enqueue()
    for _ in range(3):
        worker(clock, fail, max_attempts=3).work_once()
        clock.now += timedelta(hours=1)
    boss = company.actor("boss")
    card = job_reads.job(boss, key)
    assert (card.state, card.attempts, job_reads.counts(boss)[JobState.DEAD]) == (JobState.DEAD, 3, 1)
    with unit_of_work(boss, at=AT):
        jobs.requeue(key, by=boss, at=clock.now)
    assert worker(clock).work_once()
    assert (job_reads.job(boss, key).state, marks()) == (JobState.DONE, ["m"])


@pytest.mark.django_db
def test_a_dead_job_can_be_given_up_once(company, clock):
    key = enqueue()
    worker(clock, fail, max_attempts=1).work_once()
    boss = company.actor("boss")
    with unit_of_work(boss, at=AT):
        jobs.give_up(key, by=boss, at=AT)
        with pytest.raises(JobNotDead):
            jobs.give_up(key, by=boss, at=AT)
        with pytest.raises(NotFound):
            jobs.requeue(key + 1, by=boss, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["east1", "manager"])
def test_only_those_in_charge_put_jobs_back(company, clock, username):
    key = enqueue()
    worker(clock, fail, max_attempts=1).work_once()
    somebody = company.actor(username)
    with pytest.raises(Forbidden), unit_of_work(somebody, at=AT):
        jobs.requeue(key, by=somebody, at=AT)
    assert Job.objects.get(pk=key).state == JobState.DEAD


@pytest.mark.django_db
def test_a_silent_workers_job_is_taken_again_and_its_late_answer_does_not_count(clock):
    key = enqueue()
    handlers = {"mark": Handler(leave_a_mark, lease_seconds=60)}
    stale = jobs.take(handlers, worker="gone", at=AT)
    assert jobs.take(handlers, worker="early", at=AT + timedelta(seconds=59)) is None
    fresh = jobs.take(handlers, worker="next", at=AT + MINUTE)
    assert (fresh.job_id, fresh.fence, fresh.attempt) == (key, stale.fence + 1, 2)
    for late in (
        lambda: jobs.complete(stale, at=AT + MINUTE),
        lambda: jobs.renew(stale, until=AT + 9 * MINUTE),
        lambda: jobs.retry(stale, due_at=AT, error=""),
        lambda: jobs.bury(stale, at=AT, error=""),
        lambda: jobs.release(stale, at=AT),
    ):
        with pytest.raises(LeaseLost):
            late()
    jobs.complete(fresh, at=AT + MINUTE)
    assert Job.objects.get(pk=key).state == JobState.DONE


@pytest.mark.django_db
def test_effects_of_a_worker_that_lost_its_lease_are_undone(clock):
    key = enqueue()

    def overtaken(payload, *, at, beat):
        leave_a_mark(payload, at=at, beat=beat)
        Job.objects.filter(pk=key).update(fence=99)  # another worker took it meanwhile

    worker(clock, overtaken).work_once()
    assert marks() == []


@pytest.mark.django_db
def test_a_beat_keeps_the_lease(clock):
    key = enqueue()
    seen = []

    def long_work(payload, *, at, beat):
        for _ in range(5):
            clock.now += timedelta(seconds=40)
            beat()
            seen.append(jobs.take({"mark": Handler(leave_a_mark)}, worker="other", at=clock.now))

    worker(clock, long_work, in_pieces=True).work_once()
    assert (seen, Job.objects.get(pk=key).state) == ([None] * 5, JobState.DONE)


@pytest.mark.django_db
def test_a_worker_that_shall_stop_hands_its_job_back_untried(clock):
    key = enqueue()

    def in_pieces(payload, *, at, beat):
        leave_a_mark(payload, at=at, beat=beat)
        with pytest.raises(WorkerStopping):
            beat()
        raise WorkerStopping

    worker(clock, in_pieces, in_pieces=True, stopping=lambda: True).work_once()
    job = Job.objects.get(pk=key)
    assert (job.state, job.attempts, job.due_at) == (JobState.QUEUED, 0, AT)


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_every_time_ends_among_the_dead():
    key = enqueue()
    handlers = {"mark": Handler(leave_a_mark, max_attempts=2)}
    at = AT
    for _ in range(2):
        assert jobs.take(handlers, worker="w", at=at) is not None
        at += MINUTE
    assert jobs.take(handlers, worker="w", at=at) is None
    assert (Job.objects.get(pk=key).state, Job.objects.get(pk=key).attempts) == (JobState.DEAD, 2)


@pytest.mark.django_db
def test_a_job_nobody_here_can_do_is_left_for_others(clock):
    jobs.enqueue("unknown", {}, at=AT)
    assert not worker(clock).work_once()


@pytest.mark.django_db
def test_a_cron_slot_is_served_once_and_a_missed_one_is_caught_up():
    from zoneinfo import ZoneInfo

    entries = (CronEntry("mark", "0 10 * * *"),)  # 10:00 in Shanghai is AT
    tz = ZoneInfo("Asia/Shanghai")
    served = [serve_cron(entries, at=AT + step, tz=tz) for step in (-MINUTE, timedelta(), MINUTE, 30 * MINUTE)]
    assert served == [1, 1, 0, 0]  # yesterday's slot first, then today's
    assert [job.payload["slot"] for job in Job.objects.order_by("id")] == [
        "2026-06-14T10:00:00+08:00",
        "2026-06-15T10:00:00+08:00",
    ]


@pytest.mark.django_db
def test_history_is_purged_and_the_dead_stay(clock):
    enqueue("old")
    worker(clock).work_once()
    enqueue("bad")
    worker(clock, fail, max_attempts=1).work_once()
    CronSlot.objects.create(name="x", slot=AT, served_at=AT)
    assert jobs.purge(done_before=AT) == 0
    assert jobs.purge(done_before=AT + timedelta(days=31)) == 1
    assert [job.state for job in Job.objects.all()] == [JobState.DEAD]
    assert CronSlot.objects.count() == 0


@pytest.mark.django_db
def test_pages_of_jobs_join_to_the_whole_list(company):
    keys = [enqueue(str(number)) for number in range(7)]
    boss = company.actor("boss")
    shown, cursor = [], None
    while True:
        page = job_reads.listing(boss, state=JobState.QUEUED, cursor=cursor, limit=3)
        shown += [card.id for card in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert shown == keys[::-1]


@pytest.mark.django_db
def test_putting_a_job_back_is_on_record(company, clock):
    key = enqueue()
    worker(clock, fail, max_attempts=1).work_once()
    boss = company.actor("boss")
    with unit_of_work(boss, at=AT):
        jobs.requeue(key, by=boss, at=AT)
    verbs = [event.verb for event in audit_reads.events(boss, subject_type="jobs.Job", subject_id=str(key)).items]
    assert verbs == ["job.requeued"]
