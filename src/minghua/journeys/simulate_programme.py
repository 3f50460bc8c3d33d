"""A level programme is tried on everybody: a piece is computed from one look, then kept in a short transaction.

Others write meanwhile. Whoever begins again after a stop goes on behind the last piece that was kept.
"""

from collections.abc import Callable
from datetime import datetime

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering.types import Simulated
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.reading import one_look
from minghua.foundation.storage.unit_of_work import unit_of_work


def go_on(run_id: int, *, by: Actor, now: Callable[[], datetime], beat: Callable[[], None]) -> Simulated | None:
    """Try everybody who is left and return the outcome; None when it was called off or overtaken."""
    while True:
        with one_look():
            piece = tiering.try_some(run_id, by=by)
        if piece is None:
            at = now()
            with unit_of_work(by, at=at):
                tiering.end_overtaken(run_id, by=by, at=at)
            return None
        beat()
        at = now()
        with unit_of_work(by, at=at):
            found = tiering.keep_tried(piece, by=by, at=at)
        if found is not None:
            return found
