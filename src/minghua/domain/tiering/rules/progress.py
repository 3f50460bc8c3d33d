"""How far it is to the next level and how much is missing to stay (R14.9)."""

from minghua.domain.tiering.types.shown import Progress
from minghua.domain.tiering.types.spec import ProgrammeSpec
from minghua.domain.tiering.types.story import Standing


def progress(spec: ProgrammeSpec, standing: Standing) -> Progress:
    """Return what is missing to the next level and, where the period ends, to stay; of an average the sum of its days."""
    rank = spec.rank(standing.level) or 0
    score, parts = standing.score, standing.parts
    above = spec.levels[rank + 1] if rank + 1 < len(spec.levels) else None
    own = (spec.levels[rank].threshold or 0) * parts
    if above is None:
        return Progress(None, None, None, None, stay_needs(spec, standing.level, standing), 100)
    goal = (above.threshold or 0) * parts
    way = max(goal - own, 1)
    percent = max(0, min(100, (score - own) * 100 // way))
    missing = max(goal - score, 0)
    return Progress(
        above.code, above.name, missing, above.threshold, stay_needs(spec, standing.level, standing), percent
    )


def stay_needs(spec: ProgrammeSpec, level: str, standing: Standing) -> int | None:
    """Return how much is missing at the end of the period to keep the level; None when it has no end or is by hand."""
    if standing.granted or (standing.valid_until is None and not standing.watch):
        return None
    return lacking(spec, level, score=standing.score_at_expiry, parts=standing.parts)


def lacking(spec: ProgrammeSpec, level: str, *, score: int, parts: int) -> int:
    """Return how much `score` lacks of a level's threshold; 0 when it suffices or the level is gone."""
    rank = spec.rank(level)
    if rank is None:
        return 0
    return max((spec.levels[rank].threshold or 0) * parts - score, 0)
