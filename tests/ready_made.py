"""Databases with every migration applied, made once for one state of the migrations and then copied: a test run begins in seconds.

What they are made from is part of their name, so that a changed migration makes another one. A migration of its own is still run
on each copy: it finds nothing to do.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from tools.postgres import binaries

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "var" / "check"
MADE_FROM = ("src/minghua/*/*/migrations/*.py", "src/minghua/foundation/search/engines/*.py", "requirements.lock")


def lay_out(url: str) -> bool:
    """Fill the empty database at this address from the kept copy; False when there is none yet."""
    kept = _kept(url)
    if not kept.exists():
        return False
    if _is_postgres(url):
        _call("psql", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", str(kept), "-d", url)
    else:
        _file_of(url).write_bytes(kept.read_bytes())
    return True


def keep(url: str) -> None:
    """Keep a copy of the freshly migrated database at this address."""
    kept = _kept(url)
    fresh = kept.with_suffix(f".{os.getpid()}")
    if _is_postgres(url):
        _call("pg_dump", "--no-owner", "-f", str(fresh), "-d", url)
    else:
        with sqlite3.connect(_file_of(url)) as connection:
            connection.execute("VACUUM INTO ?", (str(fresh),))
        connection.close()
    fresh.replace(kept)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Who finds no copy makes it; whoever else needs one waits for that."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "ready.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrated(url: str, migrate: tuple[str, ...], env: dict[str, str]) -> None:
    """Bring the empty database at this address to the newest state, by a copy where there is one; raise what `migrate` raises."""
    with one_at_a_time():
        was_there = lay_out(url)
        subprocess.run(migrate, env=env, cwd=ROOT, check=True)
        if not was_there:
            keep(url)


@cache
def state() -> str:
    """A name for what the migrations and what they call say now."""
    files = sorted(file for pattern in MADE_FROM for file in ROOT.glob(pattern))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _kept(url: str) -> Path:
    return KEPT / f"ready-{state()}.{'sql' if _is_postgres(url) else 'sqlite3'}"


def _is_postgres(url: str) -> bool:
    return urlsplit(url).scheme.startswith("postgres")


def _file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _call(program: str, *arguments: str) -> None:
    done = subprocess.run([str(binaries() / program), *arguments], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{program} failed:\n{done.stderr}")
