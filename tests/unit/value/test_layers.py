"""Layers of the pyramid (R13.1, R13.2) and of the amount ABC (R10.2): the tables of docs/rules/value.md."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.value.rules import layers as rule
from minghua.domain.value.types import PRESETS, Definition, Method
from minghua.kernel.words import Text

FOUR = PRESETS["pyramid"][1]
ABC = PRESETS["amount_75_20_5"][1]
BASES = ("net_contribution", "net_sales")


def counts(definition: Definition, values: list[int]) -> list[int]:
    found = Counter(one.layer for one in rule.place(enumerate(values, 1), definition))
    return [found[index] for index in range(len(definition.layers))]


@pytest.mark.parametrize(
    ("customers", "expected"),
    [
        (1000, [10, 190, 300, 500]),
        (250, [3, 47, 75, 125]),
        (7, [1, 1, 2, 3]),
        (2, [1, 0, 0, 1]),
        (1, [1, 0, 0, 0]),
        (0, [0, 0, 0, 0]),
    ],
)
def test_a13_1_sizes(customers: int, expected: list[int]) -> None:
    assert counts(FOUR, list(range(customers, 0, -1))) == expected


def test_a_loss_never_stands_above_the_last_layer() -> None:
    assert [one.layer for one in rule.place([(1, -5), (2, -7)], FOUR)] == [3, 3]


def test_equals_are_ordered_by_id_and_with_ties_up_stand_together() -> None:
    values = [(9, 5), (4, 5), (7, 5), (1, 1)]
    half = replace(PRESETS["count_20_30_50"][1])
    assert [(one.customer_id, one.layer) for one in rule.place(values, half)] == [(4, 0), (7, 1), (9, 2), (1, 2)]
    up = replace(half, ties_up=True)
    assert [(one.customer_id, one.layer) for one in rule.place(values, up)] == [(4, 0), (7, 0), (9, 0), (1, 2)]


def test_a10_1_by_amount_who_crosses_a_line_belongs_to_the_better_layer() -> None:
    placed = rule.place(enumerate([500, 250, 120, 60, 40, 20, 10], 1), ABC)
    assert ["ABC"[one.layer] for one in placed] == ["A", "A", "B", "B", "B", "C", "C"]


def test_by_amount_losses_take_nothing_from_the_whole_and_stand_last() -> None:
    assert [one.layer for one in rule.place([(1, 100), (2, 0), (3, -900)], ABC)] == [0, 2, 2]


def test_by_smallest_value() -> None:
    cuts = (1_000, 100, 0)
    by_value = replace(
        ABC,
        method=Method.VALUE,
        layers=tuple(replace(layer, cut=cut) for layer, cut in zip(ABC.layers, cuts, strict=True)),
    )
    assert [one.layer for one in rule.place([(1, 1_000), (2, 999), (3, 100), (4, 99)], by_value)] == [0, 1, 1, 2]


@given(st.lists(st.integers(-1_000, 1_000), max_size=60), st.sampled_from(list(PRESETS)), st.booleans())
def test_layers_divide_the_population_and_never_rise(values: list[int], preset: str, ties_up: bool) -> None:
    definition = replace(PRESETS[preset][1], ties_up=ties_up)
    placed = rule.place(enumerate(values), definition)
    assert sorted(one.customer_id for one in placed) == list(range(len(values)))
    assert [one.rank for one in placed] == list(range(1, len(values) + 1))
    assert all(above.layer <= below.layer for above, below in pairwise(placed))


def _cut(*cuts: int, definition: Definition = FOUR) -> Definition:
    return replace(
        definition,
        layers=tuple(replace(layer, cut=cut) for layer, cut in zip(definition.layers, cuts, strict=True)),
    )


@pytest.mark.parametrize(
    ("definition", "field"),
    [
        (_cut(-100, 2_100, 3_000, 5_000), "cuts"),
        (_cut(100, 1_900, 3_000, 4_999), "cuts"),
        (replace(_cut(10, 20, 5, 0), method=Method.VALUE), "cuts"),
        (replace(FOUR, layers=FOUR.layers[:1]), "layers"),
        (replace(FOUR, layers=(replace(FOUR.layers[0], name=Text(" ", "")), *FOUR.layers[1:])), "layers"),
        (replace(FOUR, layers=(FOUR.layers[1], *FOUR.layers[1:])), "layers"),
        (replace(FOUR, basis="moon"), "basis"),
        (replace(FOUR, months=0), "months"),
        (replace(FOUR, currency="yuan"), "currency"),
    ],
)
def test_what_is_no_pyramid_says_where(definition: Definition, field: str) -> None:
    assert field in [fault.field for fault in rule.faults(definition, bases=BASES)]


@pytest.mark.parametrize("code", PRESETS)
def test_presets_are_pyramids(code: str) -> None:
    assert rule.faults(PRESETS[code][1], bases=BASES) == []
