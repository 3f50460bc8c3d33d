"""Making a snapshot: unchanged blocks are linked, changed ones read again, the last changes in one look.

A kill at any point leaves what was published before: the folder gets its name when it is whole, the row that names it
commits with the removal of the changes it holds, and whatever else lies about is swept by the next refresh.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db.models import F

from minghua.foundation.audit import operations as audit
from minghua.foundation.engine import folders, reading, register
from minghua.foundation.engine.models import Change, Snapshot
from minghua.foundation.engine.types import CalledOff, State
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.storage.reading import one_look
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.ids import hex_id

SUBJECT: Final = "engine.Snapshot"
Block = tuple[str, int]


@dataclass
class Refresher:
    """One making of a snapshot: the clock, the sign of life, and what is known so far."""

    clock: Callable[[], datetime]
    beat: Callable[[], None] = lambda: None
    contents: dict[str, dict[str, int]] = field(default_factory=dict)
    read: set[int] = field(default_factory=set)

    def refresh(self, *, by: Actor) -> int:
        """Make and publish a snapshot and return its id; raises BeingRefreshed, CalledOff."""
        require(by, "engine.refresh")
        with folders.one_writer():
            row, before = self._begun()
            try:
                folder = folders.begin(row.token)
                self._most(row, before, folder)
                self._publish(row, self._last(folder), by=by)
            except BaseException:
                self._ended(row, State.BROKEN)
                raise
            folders.sweep(but=row.token)
        return row.pk

    def _begun(self) -> tuple[Snapshot, Snapshot | None]:
        """Note that we are at it; what an earlier one left unfinished is broken, and its folder goes."""
        with unit_of_work(SYSTEM, at=self.clock()):
            Snapshot.objects.filter(state=State.MAKING).update(state=State.BROKEN, finished_at=self.clock())
            row = Snapshot.objects.create(token=hex_id(), started_at=self.clock(), shape=register.shape())
        before = Snapshot.objects.filter(state=State.READY).order_by("-pk").first()
        usable = before is not None and before.shape == row.shape and folders.of(before.token).is_dir()
        folders.sweep(but=before.token if before else None)
        return row, before if usable else None

    def _most(self, row: Snapshot, before: Snapshot | None, folder: Path) -> None:
        """Link what did not change and read the rest, others writing meanwhile."""
        changed = self._changed()
        self.contents = {fact.code: {} for fact in register.facts()}
        if before is None:
            todo = {(fact.code, block) for fact in register.facts() for block in reading.blocks(fact)}
        else:
            todo = changed
            self._link(before, changed, folder)
        Snapshot.objects.filter(pk=row.pk).update(pieces=len(todo))
        for block in sorted(todo):
            self._write(block, folder)
            self._step(row)

    def _last(self, folder: Path) -> datetime:
        """Read what changed since, all in one look, and return the moment it shows."""
        with one_look():
            cut_at = self.clock()
            for block in sorted(self._changed()):
                self._write(block, folder)
        return cut_at

    def _publish(self, row: Snapshot, cut_at: datetime, *, by: Actor) -> None:
        """Give the folder its name, and commit the row that names it together with the end of the changes it holds."""
        folders.publish(row.token)
        with unit_of_work(by, at=self.clock()):
            told = {"state": State.READY, "cut_at": cut_at, "finished_at": self.clock(), "contents": self.contents}
            if not Snapshot.objects.filter(pk=row.pk, state=State.MAKING).update(**told):
                raise CalledOff()
            _forget(self.read)
            rows = sum(sum(blocks.values()) for blocks in self.contents.values())
            audit.record("engine.refreshed", SUBJECT, row.pk, {"rows": rows}, by=by, at=self.clock())

    def _changed(self) -> set[Block]:
        """Return the blocks with changes that were not read yet, and remember the changes."""
        known = {fact.code for fact in register.facts()}
        found = set()
        for pk, fact, row_id in Change.objects.values_list("pk", "fact", "row_id").iterator(chunk_size=10_000):
            if pk not in self.read:
                self.read.add(pk)
                found.add((fact, row_id // reading.BLOCK))
        return {block for block in found if block[0] in known}

    def _link(self, before: Snapshot, changed: set[Block], folder: Path) -> None:
        for fact, blocks in before.contents.items():
            for block, rows in blocks.items():
                if (fact, int(block)) not in changed:
                    name = folders.file_name(fact, int(block))
                    os.link(folders.of(before.token) / name, folder / name)
                    self.contents[fact][block] = rows

    def _write(self, block: Block, folder: Path) -> None:
        fact = next(one for one in register.facts() if one.code == block[0])
        rows = reading.write(fact, block[1], folder)
        self.contents[fact.code].pop(str(block[1]), None)
        if rows:
            self.contents[fact.code][str(block[1])] = rows

    def _step(self, row: Snapshot) -> None:
        """Tell how far it is; raises CalledOff when somebody stopped it."""
        self.beat()
        if not Snapshot.objects.filter(pk=row.pk, state=State.MAKING).update(done=F("done") + 1):
            raise CalledOff()

    def _ended(self, row: Snapshot, state: State) -> None:
        with unit_of_work(SYSTEM, at=self.clock()):
            Snapshot.objects.filter(pk=row.pk, state=State.MAKING).update(state=state, finished_at=self.clock())


def _forget(read: Iterable[int]) -> None:
    """Delete the changes that were read, and no other, as runs of consecutive ids."""
    ordered = sorted(read)
    start = 0
    for at in range(1, len(ordered) + 1):
        if at == len(ordered) or ordered[at] != ordered[at - 1] + 1:
            Change.objects.filter(pk__gte=ordered[start], pk__lte=ordered[at - 1]).delete()
            start = at
