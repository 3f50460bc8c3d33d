"""Writes of the vault: seal, destroy a key, change the master key. Nothing here asks for a permission: callers did."""

import os
from collections.abc import Iterable, Sequence
from datetime import datetime

from minghua.foundation.vault import master, sealing
from minghua.foundation.vault.models import Key
from minghua.foundation.vault.types import Clear, KeyDestroyed

PER_QUERY = 500
PER_BATCH = 2_000


def seal(customer_id: int, place: str, text: str, *, at: datetime) -> str:
    """Return the text sealed for that customer and place; raises KeyDestroyed after an erasure."""
    return seal_many([Clear(customer_id, place, text)], at=at)[0]


def seal_many(items: Sequence[Clear], *, at: datetime) -> list[str]:
    """Return the sealed texts in order: missing keys are made, all keys are read in a few queries."""
    found = keys_for((item.customer_id for item in items), at=at)
    sealed = []
    for item in items:
        key = found.get(item.customer_id)
        if key is None:
            raise KeyDestroyed(item.customer_id)
        sealed.append(sealing.seal_with(key, customer_id=item.customer_id, place=item.place, text=item.text))
    return sealed


def keys_for(customer_ids: Iterable[int], *, at: datetime) -> dict[int, bytes]:
    """Return customer id → key, making those that are missing; the erased are left out."""
    wanted = list(dict.fromkeys(customer_ids))
    opener = master.Unwrapper()
    found: dict[int, bytes] = {}
    for start in range(0, len(wanted), PER_QUERY):
        some = wanted[start : start + PER_QUERY]
        rows = _rows(some)
        if missing := [each for each in some if each not in rows]:
            _make(missing, opener, at=at)
            rows = _rows(some)
        found |= {each: opener.open(row, place=_place(each)) for each, row in rows.items() if row}
    return found


def destroy(customer_ids: Sequence[int], *, mark: str = "", at: datetime) -> int:
    """Destroy the keys of these customers for good (made or not) and return how many were newly destroyed.

    What was sealed with them, in this database or in any backup, can be read by nobody from now on. `mark` is kept.
    """
    gone = Key.objects.filter(customer_id__in=customer_ids, destroyed_at=None).update(wrapped="", destroyed_at=at)
    fresh = [Key(customer_id=each, wrapped="", created_at=at, destroyed_at=at) for each in customer_ids]
    Key.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=PER_BATCH)
    if mark:
        Key.objects.filter(customer_id__in=customer_ids).update(mark=mark)
    return gone


def rotate() -> int:
    """Wrap every key by a new master key, inside the caller's transaction, and return how many.

    The file keeps the old master key until `forget_old_master`, called after the commit: stopped half-way, this is
    simply run again. With MINGHUA_MASTER_KEY the new key is put before the old one there ("new,old") beforehand.
    """
    if _in_file():
        master.turn_file()
    return _rewrap(master.Unwrapper())


def forget_old_master() -> None:
    """Keep only the newest master key of the file; called once every key is wrapped by it."""
    if _in_file():
        master.keep_newest()


def _in_file() -> bool:
    return not os.environ.get("MINGHUA_MASTER_KEY")


def _rewrap(opener: master.Unwrapper) -> int:
    done, last = 0, -1
    while rows := list(Key.objects.filter(pk__gt=last, destroyed_at=None).order_by("pk")[:PER_BATCH]):
        last = rows[-1].pk
        old = [row for row in rows if not opener.is_current(row.wrapped)]
        for row in old:
            place = _place(row.customer_id)
            row.wrapped = opener.wrap(opener.open(row.wrapped, place=place), place=place)
            row.version += 1
        Key.objects.bulk_update(old, ["wrapped", "version"], batch_size=300)
        done += len(old)
    return done


def _rows(customer_ids: Sequence[int]) -> dict[int, str]:
    return dict(Key.objects.filter(customer_id__in=customer_ids).values_list("customer_id", "wrapped"))


def _make(customer_ids: Sequence[int], opener: master.Unwrapper, *, at: datetime) -> None:
    """Make keys that are missing; of two makers the first one's row counts for both."""
    rows = [
        Key(customer_id=each, wrapped=opener.wrap(os.urandom(master.KEY_BYTES), place=_place(each)), created_at=at)
        for each in customer_ids
    ]
    Key.objects.bulk_create(rows, ignore_conflicts=True, batch_size=PER_BATCH)


def _place(customer_id: int) -> str:
    return f"vault:{customer_id}"
