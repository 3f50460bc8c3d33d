"""Four schedulers wake at the same slot: it is served once."""

import threading
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from minghua.foundation.jobs.models import CronSlot, Job
from minghua.foundation.jobs.runtime import serve_cron
from minghua.foundation.jobs.types import CronEntry
from tests.conftest import AT

ENTRIES = (CronEntry("a", "*/5 * * * *"), CronEntry("b", "0 * * * *"))


@pytest.mark.django_db(transaction=True)
def test_four_schedulers_serve_each_slot_once():
    served, start = list[int](), threading.Barrier(4)

    def schedule() -> None:
        try:
            for round_ in range(6):
                start.wait()
                served.append(serve_cron(ENTRIES, at=AT + timedelta(minutes=5 * round_), tz=ZoneInfo("UTC")))
        finally:
            connection.close()

    threads = [threading.Thread(target=schedule) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(served), CronSlot.objects.count(), Job.objects.count()) == (7, 7, 7)
