"""A disk that loses power: what was synced stays, of each write that was not any sectors, all or none may have arrived."""

import random
from collections.abc import Iterable

from tests.torture.power_recorder import Event

SECTOR = 512


class Disk:
    """Files as they surely are (`durable`), and what was asked since their last sync."""

    def __init__(self, durable: dict[str, bytes]) -> None:
        self.durable = {name: bytearray(content) for name, content in durable.items()}
        self.pending: list[Event] = []

    def hear(self, event: Event) -> None:
        """Take one request of the database."""
        if event.kind == "sync":
            for each in self.pending:
                if each.name == event.name:
                    _do(self.durable, each)
            self.pending = [each for each in self.pending if each.name != event.name]
        elif event.kind != "ack":
            self.pending.append(event)

    def cut(self, chance: random.Random) -> dict[str, bytearray]:
        """Return the files as they may be when the power goes now."""
        files = {name: bytearray(content) for name, content in self.durable.items()}
        for each in self._arrived(chance):
            _do(files, each)
        return files

    def _arrived(self, chance: random.Random) -> Iterable[Event]:
        way = chance.choice(("none", "all", "first", "any", "torn", "torn"))
        if way == "none":
            return ()
        if way == "all":
            return self.pending
        if way == "first":
            return self.pending[: chance.randint(0, len(self.pending))]
        some = [each for each in self.pending if chance.random() < 0.6]
        return some if way == "any" else [part for each in some for part in _torn(each, chance)]


def _torn(event: Event, chance: random.Random) -> list[Event]:
    """Return the sectors of a write that arrived."""
    if event.kind != "write":
        return [event]
    first = event.place - event.place % SECTOR
    edges = [event.place, *range(first + SECTOR, event.place + len(event.content), SECTOR)]
    ends = [*edges[1:], event.place + len(event.content)]
    return [
        event._replace(place=start, content=event.content[start - event.place : end - event.place])
        for start, end in zip(edges, ends, strict=True)
        if chance.random() < 0.6
    ]


def _do(files: dict[str, bytearray], event: Event) -> None:
    file = files.setdefault(event.name, bytearray())
    size = event.place + len(event.content) if event.kind == "write" else event.place
    if len(file) < size:
        file.extend(bytes(size - len(file)))
    if event.kind == "truncate":
        del file[size:]
    else:
        file[event.place : size] = event.content
