"""The power goes at any moment: SQLite's files as they may be then open, are whole, and hold whatever was acknowledged (R1).

The controls are a database that syncs less (NORMAL) or not at all (OFF): the same cuts must catch them.
"""

import os
import pickle
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.power_disk import Disk
from tests.torture.power_recorder import Event
from tests.torture.test_worker_kill import ROOT, database
from tools.postgres import has_room

LONG = os.environ.get("MINGHUA_TORTURE") == "long"
CUTS = int(os.environ.get("MINGHUA_CUTS", "10000" if LONG else "100"))
ACTS = 400 if LONG else 60
DATABASE = "jobs.sqlite3"
MEMORY = Path("/dev/shm")
pytestmark = pytest.mark.slow
# Each account is the sum of its facts, and its ledger has as many lines as it says: nothing was done by halves.
HALVES = """
SELECT a.customer_id FROM loyalty_pointsaccount a
WHERE a.available <> (SELECT COALESCE(SUM(CASE f.act WHEN 'earn' THEN f.amount ELSE -f.amount END), 0)
                      FROM loyalty_pointsfact f WHERE f.customer_id = a.customer_id)
   OR a.seq <> (SELECT COUNT(*) FROM loyalty_pointsentry e WHERE e.account_id = a.id)
"""


@pytest.fixture(scope="module")
def shop() -> Iterator[tuple[dict[str, str], Path, list[str]]]:
    """A shop's environment, its folder and the ids of its members."""
    with tempfile.TemporaryDirectory(dir=MEMORY if has_room(MEMORY) else None) as name:
        folder = Path(name)
        with database("sqlite", folder) as env:
            told = subprocess.run(subject("found"), env=env, cwd=ROOT, check=True, capture_output=True, text=True)
            shutil.copy(folder / DATABASE, folder / "first")
            yield env, folder, told.stdout.split()


def subject(*words: str) -> list[str]:
    """The command line of the other side."""
    return [sys.executable, "-m", "tests.torture.power_subject", *words]


def recorded(shop: tuple[dict[str, str], Path, list[str]], synchronous: str, acts: int) -> list[Event]:
    """Return everything a shop at work asked of its files, with what it acknowledged."""
    env, folder, members = shop
    for old in folder.glob(f"{DATABASE}*"):
        old.unlink()
    shutil.copy(folder / "first", folder / DATABASE)
    subprocess.run(
        subject("work", str(folder / "record"), str(acts), synchronous, *members), env=env, cwd=ROOT, check=True
    )
    return [Event(*each) for each in pickle.loads((folder / "record").read_bytes())]


def verdict(files: dict[str, bytearray], told: set[str], folder: Path) -> str:
    """Return what is wrong after a cut: "" when the database opens, is whole and holds what was acknowledged."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    opened = sqlite3.connect(folder / DATABASE)
    try:
        if opened.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            return "not whole"
        keys = {key for (key,) in opened.execute("SELECT key FROM loyalty_pointsfact")}
        if not told <= keys:
            return "lost"
        return "by halves" if opened.execute(HALVES).fetchall() else ""
    except sqlite3.DatabaseError:
        return "does not open"
    finally:
        opened.close()


def cut_often(shop: tuple[dict[str, str], Path, list[str]], events: list[Event], cuts: int) -> Counter[str]:
    """Return how many cuts, anywhere in the record, ended how."""
    folder = shop[1]
    chance = random.Random(24)
    disk, told, found = Disk({DATABASE: (folder / "first").read_bytes()}), set[str](), Counter[str]()
    places = Counter(chance.randrange(len(events)) for _ in range(cuts))
    for place, event in enumerate(events):
        disk.hear(event)
        if event.kind == "ack":
            told.add(event.name)
        found.update(verdict(disk.cut(chance), told, folder / "cut") for _ in range(places[place]))
    return found


def test_no_cut_loses_what_was_acknowledged(shop: tuple[dict[str, str], Path, list[str]]) -> None:
    events = recorded(shop, "as it is", ACTS)
    kinds = Counter((event.kind, event.name.removeprefix(DATABASE)) for event in events)
    assert kinds["sync", "-wal"] >= ACTS
    assert kinds["sync", ""] > 0, "some cuts must fall into the carrying over of the log"
    assert cut_often(shop, events, CUTS) == {"": CUTS}
    print(f"{CUTS} cuts in {ACTS} acts, {len(events)} requests, {kinds['sync', '']} carryings over: nothing lost")


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_a_database_that_syncs_less_is_caught(shop: tuple[dict[str, str], Path, list[str]], synchronous: str) -> None:
    found = cut_often(shop, recorded(shop, synchronous, 60), 60)
    assert found.total() - found[""] > 0, "the control must fail, or the cuts prove nothing"
