"""Which level a score earns: the highest whose threshold is reached and whose gates are open (R14.1, R14.4, R14.5)."""

from collections.abc import Container

from minghua.domain.tiering.types.spec import ProgrammeSpec


def judge(spec: ProgrammeSpec, *, score: int, parts: int, closed: Container[str]) -> int:
    """Return the rank of the level that `score ÷ parts` earns while the gates in `closed` are closed."""
    for rank in range(len(spec.levels) - 1, 0, -1):
        level = spec.levels[rank]
        if score < (level.threshold or 0) * parts:
            continue
        if not any(gate in closed for gate in level.gates):
            return rank
    return 0


def holds(spec: ProgrammeSpec, rank: int, *, closed: Container[str]) -> bool:
    """Return whether the gates of a level are open."""
    return not any(gate in closed for gate in spec.levels[rank].gates)
