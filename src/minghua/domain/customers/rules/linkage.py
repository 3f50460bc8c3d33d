"""How likely two records are one customer: each trait's weight added up, the Fellegi–Sunter way (R06.8, second half)."""

from collections.abc import Mapping
from math import ceil, log2, prod
from typing import Any, Final

from minghua.domain.customers.rules.comparing import traits_of_kind
from minghua.domain.customers.types.linkage import DIFFERENT, SAME, UNKNOWN, Evidence, Model, Pattern, Reason

VERSION: Final = 1
NEVER: Final = 100_000
"""Odds no evidence reaches; an ID card number does (it is written as this)."""
NAMES_LIKE: Final = 500
"""How many customers' worth of trust the common share of a name has against the count in this shop."""
_RARE: Final = ("name",)


def weigh(kind: str, pattern: Pattern, *, model: Model, held: Mapping[str, int]) -> Evidence:
    """Return what speaks for and against two records of a kind being one customer.

    A trait's weight is log2 of (how often doubles come out so / how often strangers do); what is not known to both weighs
    nothing. `held` says how many customers have the value both share: a rare name tells more, a number of many hands less.
    Where kin compare so as well (one number, one door, another name), that is taken off.
    """
    said = {trait: level for trait, level in zip(traits_of_kind(kind), pattern, strict=True) if level != UNKNOWN}
    by_chance = {trait: _by_chance(trait, level, model, held.get(trait, 0)) for trait, level in said.items()}
    reasons = tuple(
        Reason(trait, level, _millibits(level, model.doubles[trait][level] / by_chance[trait]), held.get(trait, 0))
        for trait, level in said.items()
    )
    kin = prod(model.kin[trait][level] / by_chance[trait] for trait, level in said.items())
    taken_off = -round(1000 * log2(1 + model.kin_prior / (1 - model.kin_prior) * kin))
    return Evidence(round(1000 * log2(model.prior / (1 - model.prior))), reasons, taken_off)


def _by_chance(trait: str, level: str, model: Model, held: int) -> float:
    """How often a stranger compares so; of two holders of a value both may be the pair itself, one person or two."""
    usual = model.strangers[trait][level]
    if level != SAME or not held:
        return usual
    if trait in _RARE:
        return (max(held - 1, 1) + NAMES_LIKE * usual) / (model.customers + NAMES_LIKE)
    return max(usual, (held - 2) / model.customers)


def _millibits(level: str, ratio: float) -> int:
    """To agree never speaks against, to differ never for."""
    millibits = round(1000 * log2(ratio))
    if level == SAME:
        return max(0, millibits)
    return min(0, millibits) if level == DIFFERENT else millibits


def is_likely(evidence: Evidence, *, percent: int) -> bool:
    """Return whether the chance reaches the line from which a person should look although R06.8's score does not."""
    return evidence.chance * 100 >= percent


def line(*, percent: int) -> int:
    """Return the odds, in thousandths of a power of two, from which a chance reaches so many percent."""
    if not 0 < percent < 100:
        return NEVER if percent else -NEVER
    return ceil(1000 * log2(percent / (100 - percent)))


def softened(verdict: str, evidence: Evidence) -> str:
    """Return R06.8's verdict, but a look instead of a merge where the odds are against: a common name and one day of birth are not a person."""
    return "review" if verdict == "suggest" and evidence.millibits < 0 else verdict


def restored(kept: Mapping[str, Any]) -> Model:
    """Return a model as it was kept."""
    return Model(**kept)
