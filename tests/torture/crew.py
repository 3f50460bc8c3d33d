"""Clients that stay: threads that begin together round after round, each with a database connection of its own that it keeps."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from minghua.kernel.errors import Refusal

DONE, FAULT = "done", "?"
Ran = Callable[[], object]


class Crew:
    """So many clients; `at_once` gives each an act and tells what each came to."""

    def __init__(self, count: int) -> None:
        self._barrier = threading.Barrier(count)
        self._work = [queue.SimpleQueue[Ran | None]() for _ in range(count)]
        self._told = queue.SimpleQueue[str]()
        self._threads = [threading.Thread(target=self._live, args=(work,), daemon=True) for work in self._work]
        self.faults: list[str] = []
        for thread in self._threads:
            thread.start()

    def at_once(self, acts: list[Ran]) -> list[str]:
        """Return for each act "done" or the code of its refusal, "?" for a fault, in the order in which they ended."""
        for work, act in zip(self._work, acts, strict=True):
            work.put(act)
        return [self._told.get(timeout=120) for _ in acts]

    def leave(self) -> None:
        """Let everybody close the connection and go."""
        for work in self._work:
            work.put(None)
        for thread in self._threads:
            thread.join(timeout=30)

    def _live(self, work: "queue.SimpleQueue[Ran | None]") -> None:
        while (act := work.get()) is not None:
            self._barrier.wait(timeout=60)
            self._told.put(self._come_to(act))
        connection.close()

    def _come_to(self, act: Ran) -> str:
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        except Exception as fault:
            self.faults.append(f"{type(fault).__name__}: {fault}")
            return FAULT
        return DONE


@contextmanager
def crew(count: int) -> Iterator[Crew]:
    """So many clients for the length of the block."""
    clients = Crew(count)
    try:
        yield clients
    finally:
        clients.leave()
