"""How many acts of one kind are put on record in an hour: a flood is counted, not stored (ASVS 16.3, trust T16)."""

import threading
from collections import Counter
from datetime import datetime

HOUR = 3_600
MOST_KEYS = 5_000
OTHERS = "others"


class Bound:
    """Admits so many acts per key, and so many of all keys together, in each hour of one process.

    The allowance per key keeps one noisy caller from hiding another; the total keeps many from filling the disk.
    """

    def __init__(self, *, per_key: int, total: int) -> None:
        self.per_key = per_key
        self.total = total
        self._lock = threading.Lock()
        self._hour = -1
        self._admitted: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()

    def admit(self, key: str, *, at: datetime) -> int | None:
        """Return how many acts of this key were left out since the last one admitted; None leaves out this one too."""
        with self._lock:
            self._begin(int(at.timestamp()) // HOUR)
            key = key if key in self._admitted or len(self._admitted) < MOST_KEYS else OTHERS
            if self._admitted[key] >= self.per_key or self._admitted.total() >= self.total:
                self._left_out[key] += 1
                return None
            self._admitted[key] += 1
            return self._left_out.pop(key, 0)

    def forget(self) -> None:
        """Begin anew, as after a restart."""
        with self._lock:
            self._hour = -1
            self._admitted.clear()
            self._left_out.clear()

    def _begin(self, hour: int) -> None:
        if hour != self._hour:
            self._hour = hour
            self._admitted.clear()
            if len(self._left_out) > MOST_KEYS:
                self._left_out.clear()
