"""Rows on their way out: no more than were asked for, none once the receiver may not, the mark at the end."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from minghua.foundation.exports.types import BATCH, Rows, Stopped


def watched(rows: Rows, *, most: int, stands: Callable[[], bool], last: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield header, rows and mark; raises Stopped before the next batch when nobody may receive it."""
    yield next(rows)
    left = most
    while batch := list(islice(rows, min(BATCH, left))):
        if not stands():
            raise Stopped
        yield from batch
        left -= len(batch)
        if left <= 0:
            break
    yield last


def until_stopped(rows: Iterator[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Yield the rows of a stream to a browser; one that is stopped simply ends, without its mark."""
    try:
        yield from rows
    except Stopped:
        return
