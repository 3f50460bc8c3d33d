"""A14.7 with a thousand members, moved through the public operations and counted between two days."""

from fractions import Fraction
from itertools import product

import pytest

from minghua.domain.customers.models import Customer
from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.operations import NewScore
from minghua.domain.tiering.types import Kind
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.integration.tiering.living import LONG_AGO, at, publish

pytestmark = pytest.mark.django_db
SCORES = {"a": 200, "b": 100, "c": 0}
MATRIX = {"a": (40, 8, 2), "b": (12, 150, 38), "c": (1, 29, 720)}
CLUB = """\
code: club
measure: {kind: growth}
at_expiry: regrade
validity: {days: 30}
levels: [{code: c, validity: none}, {code: b, from: 100}, {code: a, from: 200}]
"""


def test_a14_7_rates_are_moves_over_all(company):
    publish(CLUB)
    moves = [
        move for row, counts in MATRIX.items() for to, n in zip("abc", counts, strict=True) for move in [(row, to)] * n
    ]
    ids = _customers(len(moves))
    told = list(zip(ids, moves, strict=True))
    _tell(
        "2024-01-01",
        [NewScore(pk, f"o{pk}", at("2024-01-01"), SCORES[was], Kind.OPENING, was) for pk, (was, _) in told],
    )
    _tell(
        "2024-01-10",
        [NewScore(pk, f"m{pk}", at("2024-01-10"), SCORES[to] - SCORES[was]) for pk, (was, to) in told if to != was],
    )
    with unit_of_work(SYSTEM, at=at("2024-01-31T00:30")):
        while tiering.regrade_due(limit=500, by=SYSTEM, at=at("2024-01-31T00:30")):
            pass
    found = tiering_reads.movement(SYSTEM, "club", before=at("2024-01-05"), after=at("2024-02-05"))
    assert (found.total, found.up, found.down) == (1_000, Fraction(42, 1_000), Fraction(48, 1_000))
    assert {(was, to): found.counts.get((was, to), 0) for was, to in product("abc", "abc")} == {
        (was, to): n for was, counts in MATRIX.items() for to, n in zip("abc", counts, strict=True)
    }


def _customers(count: int) -> list[int]:
    rows = [
        Customer(number=f"M{n}", kind="person", name=f"客{n}", created_at=LONG_AGO, updated_at=LONG_AGO)
        for n in range(count)
    ]
    return [row.pk for row in Customer.objects.bulk_create(rows)]


def _tell(when: str, lines: list[NewScore]) -> None:
    with unit_of_work(SYSTEM, at=at(when)):
        tiering.record_scores("club", lines, by=SYSTEM, at=at(when))
