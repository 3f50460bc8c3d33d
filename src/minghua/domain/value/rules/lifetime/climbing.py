"""Climbing a likelihood of a few positive parameters: Nelder and Mead's simplex over their logarithms, and the curvature at the top."""

import math
from collections.abc import Callable, Sequence
from typing import Final

from minghua.domain.value.types.lifetime import Estimate, Fit

Likelihood = Callable[[Sequence[float]], float]
Point = list[float]
WIDE: Final = 12.0  # parameters between e⁻¹² and e¹²
NORMAL_95: Final = 1.959963984540054
_STEP: Final = 1e-3


def fitted(likelihood: Likelihood, names: Sequence[str], start: Sequence[float], *, customers: int) -> Fit:
    """Return the parameters at which the log-likelihood is highest, each with its interval of 95 per cent."""

    def depth(point: Sequence[float]) -> float:
        if any(abs(value) > WIDE for value in point):
            return math.inf
        return -likelihood([math.exp(value) for value in point])

    best, settled = [math.log(value) for value in start], False
    for _ in range(8):  # a simplex may fold up early: it is opened again where it stopped
        before = depth(best)
        best = lowest(depth, best)
        settled = before - depth(best) < 1e-7
        if settled:
            break
    spread = _spread(depth, best)
    return Fit(tuple(map(_estimate, names, best, spread)), -depth(best), customers, settled)


def _estimate(name: str, point: float, spread: float | None) -> Estimate:
    if spread is None:
        return Estimate(name, math.exp(point), None, None)
    low, high = (math.exp(point + sign * NORMAL_95 * spread) for sign in (-1, 1))
    return Estimate(name, math.exp(point), low, high)


def lowest(depth: Callable[[Sequence[float]], float], start: Point, *, most: int = 2_000) -> Point:
    """Return where the function is lowest near the start (Nelder and Mead 1965)."""
    corners = [start, *([*start[:at], start[at] + 0.3, *start[at + 1 :]] for at in range(len(start)))]
    simplex = sorted((depth(corner), corner) for corner in corners)
    for _ in range(most):
        if simplex[-1][0] - simplex[0][0] < 1e-10:
            break
        simplex = sorted(_moved(depth, simplex))
    return simplex[0][1]


def _moved(depth: Callable[[Sequence[float]], float], simplex: list[tuple[float, Point]]) -> list[tuple[float, Point]]:
    worst, rest = simplex[-1], simplex[:-1]
    middle = [sum(values) / len(rest) for values in zip(*(point for _, point in rest), strict=True)]

    def along(way: float) -> tuple[float, Point]:
        point = [m + way * (m - w) for m, w in zip(middle, worst[1], strict=True)]
        return depth(point), point

    over = along(1.0)
    if over[0] < simplex[0][0]:
        return [*rest, min(over, along(2.0))]
    if over[0] < rest[-1][0]:
        return [*rest, over]
    inward = along(0.5 if over[0] < worst[0] else -0.5)
    if inward[0] < min(over[0], worst[0]):
        return [*rest, inward]
    best = simplex[0][1]
    shrunk = [[b + 0.5 * (p - b) for b, p in zip(best, point, strict=True)] for _, point in simplex[1:]]
    return [simplex[0], *((depth(point), point) for point in shrunk)]


def _spread(depth: Callable[[Sequence[float]], float], top: Point) -> list[float | None]:
    """Return the standard error of each logarithm, from the curvature at the top."""
    size = len(top)

    def at(i: int, j: int, a: int, b: int) -> float:
        point = list(top)
        point[i] += a * _STEP
        point[j] += b * _STEP
        return depth(point)

    curvature = [
        [(at(i, j, 1, 1) - at(i, j, 1, -1) - at(i, j, -1, 1) + at(i, j, -1, -1)) / (4 * _STEP**2) for j in range(size)]
        for i in range(size)
    ]
    inverse = _inverse(curvature)
    if inverse is None:
        return [None] * size
    return [math.sqrt(inverse[i][i]) if inverse[i][i] > 0 else None for i in range(size)]


def _inverse(matrix: list[list[float]]) -> list[list[float]] | None:
    """Return the inverse by Gauss and Jordan; None when there is none."""
    size = len(matrix)
    rows = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    for at in range(size):
        pivot = max(range(at, size), key=lambda i: abs(rows[i][at]))
        if not abs(rows[pivot][at]) > 1e-12 or not math.isfinite(rows[pivot][at]):
            return None
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(size):
            if other != at:
                factor = rows[other][at]
                rows[other] = [value - factor * own for value, own in zip(rows[other], rows[at], strict=True)]
    return [row[size:] for row in rows]
