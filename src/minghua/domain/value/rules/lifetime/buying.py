"""How often customers come while they stay, and whether they still do: BG/NBD (Fader, Hardie and Lee 2005)."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from minghua.domain.value.rules.lifetime.climbing import fitted
from minghua.domain.value.types.lifetime import Bought, Fit

NAMES: Final = ("r", "alpha", "a", "b")
_SMALL: Final = 1e-13
_NUDGE: Final = 1e-6
_MOST_TERMS: Final = 100_000
_VANISHING: Final = -600.0


def fit(people: Sequence[Bought]) -> Fit:
    """Return r, α (of the rate, in weeks), a and b (of leaving) with the log-likelihood (R02.5)."""
    by_repeats: dict[int, list[Bought]] = {}
    for one in people:
        by_repeats.setdefault(one.repeats, []).append(one)

    def likelihood(values: Sequence[float]) -> float:
        return sum(_alike(repeats, alike, values) for repeats, alike in by_repeats.items())

    return fitted(likelihood, NAMES, (1.0, 1.0, 1.0, 1.0), customers=sum(one.customers for one in people))


def _alike(x: int, alike: Iterable[Bought], values: Sequence[float]) -> float:
    """Return the log-likelihood of customers with as many repeats: what they share is reckoned once."""
    r, alpha, a, b = values
    gamma, log = math.lgamma, math.log
    shared = gamma(r + x) - gamma(r) + r * log(alpha) + gamma(a + b) + gamma(b + x) - gamma(b) - gamma(a + b + x)
    left = log(a) - log(b + x - 1) if x else 0.0
    total, power = 0.0, r + x
    for one in alike:
        stays = -power * log(alpha + one.observed)
        if x:
            ratio = power * log((alpha + one.observed) / (alpha + one.last)) + left
            stays += math.log1p(math.exp(ratio)) if ratio < 30 else ratio
        total += one.customers * (shared + stays)
    return total


def alive(one: Bought, values: Sequence[float]) -> float:
    """Return the chance that this customer still comes; 1 for who came once (leaving is told by coming back)."""
    return 1.0 / (1.0 + _left_odds(one, values))


def expected(one: Bought, values: Sequence[float], *, weeks: float) -> float:
    """Return how many buying days are expected of this customer within so many weeks."""
    r, alpha, a, b = values
    x, whole = one.repeats, alpha + one.observed
    z = weeks / (whole + weeks)
    a += _NUDGE if abs(a - 1.0) < _NUDGE else 0.0  # the limit is finite, its two factors are not
    share = 1.0 - _gone(r + x, b + x, a + b + x - 1, z)
    return (a + b + x - 1) / (a - 1) * share / (1.0 + _left_odds(one, values))


def _left_odds(one: Bought, values: Sequence[float]) -> float:
    r, alpha, a, b = values
    if not one.repeats:
        return 0.0
    return a / (b + one.repeats - 1) * ((alpha + one.observed) / (alpha + one.last)) ** (r + one.repeats)


def _gone(a: float, b: float, c: float, z: float) -> float:
    """Return (1 − z)ᵃ · F(a, b; c; z) for 0 ≤ z < 1; by Euler's transformation where the first factor would vanish."""
    weight = a * math.log1p(-z)
    if weight > _VANISHING:
        return _series(math.exp(weight), a, b, c, z)
    return _series((1.0 - z) ** (c - b), c - a, c - b, c, z)


def _series(term: float, a: float, b: float, c: float, z: float) -> float:
    """Return a first term times Gauss's series."""
    total = term
    for n in range(_MOST_TERMS):
        term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        total += term
        if abs(term) < _SMALL * abs(total):
            break
    return total
