"""Weights from pairwise judgements: the analytic hierarchy process with its consistency ratio (R15.3)."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final

from minghua.domain.tiering.types.grading import WHOLE, Judgement, Weighing

RANDOM_INDEX: Final = (0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.54, 1.56, 1.58, 1.59)  # Saaty
LIMIT: Final = 0.1
MOST: Final = len(RANDOM_INDEX) - 1
_TURNS: Final = 10_000
_NEAR: Final = 1e-14

Matrix = list[list[float]]


def weigh(codes: Sequence[str], judgements: Iterable[Judgement]) -> Weighing:
    """Return the principal eigenvector of the judgements as weights, and CR = ((λ − n) / (n − 1)) / RI(n).

    A pair nobody judged counts as equal. The weights are millionths and make a whole exactly.
    """
    given = {(each.one, each.other): each.ratio for each in judgements}
    matrix = [[float(_ratio(given, one, other)) for other in codes] for one in codes]
    vector = _principal(matrix)
    eigenvalue = _eigenvalue(matrix, vector)
    ratio = _consistency(len(codes), eigenvalue)
    worst, implied = _worst(codes, given, vector)
    consistent = ratio < LIMIT
    return Weighing(_whole(codes, vector), eigenvalue, ratio, consistent, worst, implied)


def _ratio(given: dict[tuple[str, str], Fraction], one: str, other: str) -> Fraction:
    if (one, other) in given:
        return given[one, other]
    return 1 / given[other, one] if (other, one) in given else Fraction(1)


def _principal(matrix: Matrix) -> list[float]:
    """The eigenvector of the largest eigenvalue by power iteration; a positive matrix always has one (Perron)."""
    vector = [1 / len(matrix)] * len(matrix)
    for _ in range(_TURNS):
        turned = [sum(cell * weight for cell, weight in zip(row, vector, strict=True)) for row in matrix]
        total = sum(turned)
        turned = [value / total for value in turned]
        moved = max(abs(after - before) for after, before in zip(turned, vector, strict=True))
        vector = turned
        if moved < _NEAR:
            break
    return vector


def _eigenvalue(matrix: Matrix, vector: list[float]) -> float:
    turned = (sum(cell * weight for cell, weight in zip(row, vector, strict=True)) for row in matrix)
    return sum(value / weight for value, weight in zip(turned, vector, strict=True)) / len(vector)


def _consistency(size: int, eigenvalue: float) -> float:
    if size < 3:
        return 0.0
    return max(0.0, (eigenvalue - size) / (size - 1) / RANDOM_INDEX[size])


def _worst(
    codes: Sequence[str], given: dict[tuple[str, str], Fraction], vector: list[float]
) -> tuple[Judgement | None, float]:
    """The pair whose judgement is farthest from what all the others say together, and what they say."""
    weight = dict(zip(codes, vector, strict=True))
    pairs = [
        (Judgement(one, other, _ratio(given, one, other)), weight[one] / weight[other])
        for one, other in combinations(codes, 2)
    ]
    return max(pairs, key=lambda pair: _distance(float(pair[0].ratio), pair[1]), default=(None, 1.0))


def _distance(said: float, implied: float) -> float:
    return max(said / implied, implied / said)


def _whole(codes: Sequence[str], vector: list[float]) -> dict[str, int]:
    """Millionths that make a whole: what rounding down leaves goes to the largest remainders, first code first."""
    exact = [value * WHOLE for value in vector]
    floors = [int(value) for value in exact]
    order = sorted(range(len(codes)), key=lambda place: (floors[place] - exact[place], place))
    for place in order[: WHOLE - sum(floors)]:
        floors[place] += 1
    return dict(zip(codes, floors, strict=True))
