"""Who stands above whom in a file: parents come first, and nobody stands above himself (R01.3)."""

from collections.abc import Iterable, Mapping


def depths(parent_of: Mapping[int, int]) -> tuple[dict[int, int], frozenset[int]]:
    """Return how deep each row stands below rows of the same file, and the rows on a circle or below one."""
    found: dict[int, int] = {}
    lost: set[int] = set()
    for row in parent_of:
        _walk(row, parent_of, found, lost)
    return found, frozenset(lost)


def _walk(row: int, parent_of: Mapping[int, int], found: dict[int, int], lost: set[int]) -> None:
    path: list[int] = []
    seen: set[int] = set()
    while row in parent_of and row not in found and row not in lost and row not in seen:
        path.append(row)
        seen.add(row)
        row = parent_of[row]
    if row in lost or row in seen:
        lost.update(path)
        return
    depth = found.get(row, 0)
    for below in reversed(path):
        depth += 1
        found[below] = depth


def circles(rows: Iterable[int], parent_of: Mapping[int, int]) -> frozenset[int]:
    """Return those of the rows that stand on a circle themselves."""
    return frozenset(row for row in rows if _returns(row, parent_of))


def _returns(start: int, parent_of: Mapping[int, int]) -> bool:
    row, steps = parent_of.get(start), 0
    while row is not None and row != start and steps <= len(parent_of):
        row, steps = parent_of.get(row), steps + 1
    return row == start
