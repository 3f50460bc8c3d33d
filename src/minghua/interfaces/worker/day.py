"""The first job of the day, in pieces: each batch is its own transaction, and a killed worker goes on where it matters."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import close_day
from minghua.kernel.words import Text


def begin_day(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Run the day's steps in their order; repeating them changes nothing."""
    _in_batches(close_day.refresh_due_standings, at=at, beat=beat)
    _until_done(close_day.recycle_neglected, at=at, beat=beat)
    _until_done(close_day.credit_new_programmes, at=at, beat=beat)
    _until_done(close_day.credit_new_points, at=at, beat=beat)
    _in_batches(close_day.pay_referrals, at=at, beat=beat)
    _in_batches(close_day.settle_points, at=at, beat=beat)
    _until_done(close_day.expire_coupons, at=at, beat=beat)
    _in_batches(close_day.read_measures, at=at, beat=beat)
    _in_batches(close_day.regrade_members, at=at, beat=beat)
    _until_done(close_day.give_benefits, at=at, beat=beat)
    _in_batches(close_day.grade_businesses, at=at, beat=beat)
    _in_batches(close_day.open_grade_reviews, at=at, beat=beat)
    _in_batches(close_day.plan_jars, at=at, beat=beat)
    _in_batches(close_day.read_rhythms, at=at, beat=beat)


def _until_done(run: Callable[..., int], *, at: datetime, beat: Callable[[], None]) -> None:
    more = True
    while more:
        beat()
        with unit_of_work(SYSTEM, at=at):
            more = run(by=SYSTEM, at=at) > 0


def _in_batches(run: Callable[..., close_day.Step], *, at: datetime, beat: Callable[[], None]) -> None:
    step = close_day.Step(0, more=True)
    while step.more:
        beat()
        with unit_of_work(SYSTEM, at=at):
            step = run(after_id=step.after_id, by=SYSTEM, at=at)


JOBS = {"day.begin": Handler(begin_day, Text("每日开工", "Begin the day"), in_pieces=True)}
CRON = (CronEntry("day.begin", "10 0 * * *"),)
