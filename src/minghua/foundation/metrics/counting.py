"""Counters and histograms of this process, safe between threads."""

from bisect import bisect_left
from collections.abc import Iterator
from threading import Lock
from typing import Final

Labels = tuple[tuple[str, str], ...]
SECONDS: Final = (0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0)
_lock = Lock()


class Counter:
    """A number that only grows, per set of labels."""

    kind = "counter"

    def __init__(self, name: str, about: str) -> None:
        self.name, self.about = name, about
        self._values: dict[Labels, float] = {}
        METRICS.append(self)

    def add(self, amount: float = 1, **labels: str) -> None:
        """Count so much more."""
        key = tuple(sorted(labels.items()))
        with _lock:
            self._values[key] = self._values.get(key, 0) + amount

    def samples(self) -> Iterator[tuple[str, Labels, float]]:
        """Yield (suffix, labels, value)."""
        with _lock:
            values = list(self._values.items())
        for labels, value in values:
            yield "", labels, value


class Histogram:
    """How long things took, in buckets of seconds, per set of labels."""

    kind = "histogram"

    def __init__(self, name: str, about: str, bounds: tuple[float, ...] = SECONDS) -> None:
        self.name, self.about, self.bounds = name, about, bounds
        self._buckets: dict[Labels, list[int]] = {}
        self._sums: dict[Labels, float] = {}
        METRICS.append(self)

    def observe(self, seconds: float, **labels: str) -> None:
        """Note one duration."""
        key = tuple(sorted(labels.items()))
        with _lock:
            buckets = self._buckets.setdefault(key, [0] * (len(self.bounds) + 1))
            buckets[bisect_left(self.bounds, seconds)] += 1
            self._sums[key] = self._sums.get(key, 0.0) + seconds

    def samples(self) -> Iterator[tuple[str, Labels, float]]:
        """Yield (suffix, labels, value), the buckets cumulated."""
        with _lock:
            found = [(labels, list(buckets), self._sums[labels]) for labels, buckets in self._buckets.items()]
        for labels, buckets, total in found:
            seen = 0
            for bound, number in zip((*map(str, self.bounds), "+Inf"), buckets, strict=True):
                seen += number
                yield "_bucket", (*labels, ("le", bound)), seen
            yield "_sum", labels, total
            yield "_count", labels, seen


METRICS: list[Counter | Histogram] = []
REQUESTS = Counter("minghua_requests_total", "Requests answered, by route template, method and status.")
DURATION = Histogram("minghua_request_seconds", "Seconds until the answer, by route template.")
DATABASE = Counter("minghua_database_seconds_total", "Seconds spent waiting for the database, by route template.")
STATEMENTS = Counter("minghua_database_statements_total", "Statements sent to the database, by route template.")
SIGN_IN_FAILURES = Counter("minghua_sign_in_failures_total", "Sign-ins that failed.")
