"""The pyramid in words and shapes: names of methods, bases and quadrants, the drawing, and the table of who moved."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from minghua.domain.value import queries as reads
from minghua.domain.value.types import Method, Run
from minghua.interfaces.web import display
from minghua.kernel.words import Text

METHODS = {
    Method.SHARE: Text("按客户人数的比例", "By share of the number of customers"),
    Method.AMOUNT: Text("按金额的累计比例（ABC）", "By cumulated share of the amount (ABC)"),
    Method.VALUE: Text("按每层的起点金额", "By the smallest amount of each layer"),
}
QUADRANTS = {
    reads.Quadrant.KEEP: (
        Text("保持", "Keep"),
        Text("销售高、贡献高：重点保持", "Much sales, much contribution: keep"),
    ),
    reads.Quadrant.MEND: (
        Text("改善", "Mend"),
        Text("销售高、贡献低：重新定价或降低成本", "Much sales, little contribution: re-price or cut cost"),
    ),
    reads.Quadrant.GROW: (
        Text("发展", "Grow"),
        Text("销售低、贡献高：扩大销售", "Little sales, much contribution: grow"),
    ),
    reads.Quadrant.SIMPLIFY: (
        Text("简化", "Simplify"),
        Text("销售低、贡献低：标准化服务，提价或设起订量", "Little of both: standardise, raise price or minimum order"),
    ),
}
WIDTH, HEIGHT = 240, 48


def percent(e6: int | None) -> str:
    """Return a share in millionths as per cent, "—" where it does not apply."""
    return "—" if e6 is None else f"{e6 / 10_000:.2f}%"


def part_of(part: int, whole: int) -> str:
    """Return the share of a whole as per cent; "—" when there is no positive whole (R00.2)."""
    return f"{float(Fraction(part * 100, whole)):.2f}%" if whole > 0 else "—"


def bands(layers: int) -> list[str]:
    """Return the corners of each band of the drawn pyramid, top first."""
    middle = WIDTH / 2
    edges = [middle * index / layers for index in range(layers + 1)]
    return [
        f"{middle - top:.1f},{HEIGHT * at} {middle + top:.1f},{HEIGHT * at} "
        f"{middle + low:.1f},{HEIGHT * (at + 1)} {middle - low:.1f},{HEIGHT * (at + 1)}"
        for at, (top, low) in enumerate(pairwise(edges))
    ]


def matrix(run: Run, moves: Mapping[tuple[int | None, int | None], int]) -> list[dict[str, Any]]:
    """Return a row per layer before (and for those who were outside): how many stand where now."""
    sides = [*range(len(run.layers)), None]
    return [
        {"name": layer_name(run, old), "old": old, "cells": [(new, moves.get((old, new), 0)) for new in sides]}
        for old in sides
    ]


def layer_name(run: Run, index: int | None) -> str:
    """Return the name of a layer; outside for None."""
    outside = Text("不在其中", "Outside")
    known = index is not None and index < len(run.layers)
    return display.say(run.layers[index].name if known and index is not None else outside)


def basis(code: str) -> str:
    """Return the name of the measure a pyramid is built on."""
    known = reads.bases()
    return display.say(known[code]) if code in known else code
