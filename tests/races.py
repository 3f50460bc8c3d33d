"""Acts that start together in threads of their own, each with its own connection: what each came to."""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime

from django.db import connection

from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Refusal

DONE = "done"
Ran = Callable[[], object]


def at_once(*acts: Ran, at: datetime | None = None) -> list[str]:
    """Return for each act "done" or the code of its refusal, "?" for a fault; with `at` each has a unit of work of its own."""
    return [told if isinstance(told, str) else DONE for told in _together(acts, at)]


def answers_at_once(*acts: Ran, at: datetime | None = None) -> list[object]:
    """Return for each act what it returned, or the code of its refusal, "?" for a fault."""
    return [told[0] if isinstance(told, tuple) else told for told in _together(acts, at)]


def _together(acts: tuple[Ran, ...], at: datetime | None) -> list[tuple[object] | str]:
    barrier = threading.Barrier(len(acts))
    told: list[tuple[object] | str] = ["?"] * len(acts)

    def run(index: int, act: Ran) -> None:
        barrier.wait(timeout=30)
        try:
            with nullcontext() if at is None else unit_of_work(SYSTEM, at=at):
                told[index] = (act(),)
        except Refusal as refusal:
            told[index] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return told
