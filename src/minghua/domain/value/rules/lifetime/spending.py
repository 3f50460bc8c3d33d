"""What a repeat buying day is worth: the gamma-gamma model of spend (Fader, Hardie and Lee 2005)."""

import math
from collections.abc import Sequence
from typing import Final

from minghua.domain.value.rules.lifetime.climbing import fitted
from minghua.domain.value.types.lifetime import Fit, Spent

NAMES: Final = ("p", "q", "gamma")


def fit(people: Sequence[Spent]) -> Fit:
    """Return p, q and γ with the log-likelihood, over whoever came back and paid something."""
    inside = [one for one in people if one.repeats > 0 and one.mean > 0]

    def likelihood(values: Sequence[float]) -> float:
        p, q, gamma = values
        fixed = q * math.log(gamma) - math.lgamma(q)
        return sum(one.customers * (fixed + _one(one, p, q, gamma)) for one in inside)

    return fitted(likelihood, NAMES, (1.0, 1.0, 1.0), customers=sum(one.customers for one in inside))


def _one(one: Spent, p: float, q: float, gamma: float) -> float:
    x, mean = one.repeats, one.mean
    lgamma, log = math.lgamma, math.log
    return (
        lgamma(p * x + q)
        - lgamma(p * x)
        + (p * x - 1) * log(mean)
        + p * x * log(x)
        - (p * x + q) * log(gamma + x * mean)
    )


def mean_spend(one: Spent, values: Sequence[float]) -> float | None:
    """Return what a buying day of this customer is expected to be worth: its own mean, drawn towards everybody's.

    None where the model has no mean (R00.2).
    """
    p, q, gamma = values
    if p * one.repeats + q <= 1:
        return None
    return p * (gamma + one.repeats * one.mean) / (p * one.repeats + q - 1)
