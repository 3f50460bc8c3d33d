"""A short text can name a number of a thousand million places: every reader of numbers refuses it, at once."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from minghua.domain.customers.rules import values
from minghua.domain.customers.types.fields import ArchiveField
from minghua.domain.tiering.rules import card_reading, reading
from minghua.domain.tiering.types import ProgrammeInvalid
from minghua.foundation.imports import cells
from minghua.foundation.listing import values as listed
from minghua.foundation.listing.types import BadFilter, Field
from minghua.foundation.parameters import operations as parameters
from minghua.kernel import money
from minghua.kernel.errors import Invalid
from minghua.kernel.words import Text

ENDLESS = ("1e999999999", "1e-999999999", "-1E+99999999", "0e99999999", "NaN", "Infinity", "9" * 5_000)
AMOUNT = Field("net_minor", Text("净额", "Net"), "money", "net_minor")


@pytest.mark.parametrize("text", ENDLESS)
@pytest.mark.parametrize(
    ("read", "refusal"),
    [
        (money.parse_decimal, money.NotAnAmount),
        (lambda text: listed.parse_value(AMOUNT, text), BadFilter),
        (lambda text: cells.scaled(text, 100), cells.Unreadable),
        (parameters._decimal, Invalid),
        (lambda text: card_reading.ratio(text, "judgements"), card_reading.Unreadable),
        (lambda text: card_reading._number(text, "low"), card_reading.Unreadable),
    ],
    ids=["amount", "filter", "import", "parameter", "ratio", "scorecard"],
)
def test_an_endless_number_is_refused_by_every_reader(
    text: str, read: Callable[[str], Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        read(text)


@pytest.mark.parametrize("text", ENDLESS)
def test_an_archive_keeps_no_endless_number(text: str) -> None:
    field = ArchiveField("rooms", Text("间数", "Rooms"), "more", "more", frozenset({"household"}), type="number")
    with pytest.raises(Invalid):
        values.clean(
            "archive.rooms", text, kind="household", on=date(2026, 6, 15), terms=lambda _: {}, fields={"rooms": field}
        )


@pytest.mark.parametrize(("text", "value"), [("3", Fraction(3)), ("1/3", Fraction(1, 3)), ("0.5", Fraction(1, 2))])
def test_ratios_are_read_as_people_write_them(text: str, value: Fraction) -> None:
    assert card_reading.ratio(text, "judgements") == value


def test_a_text_whose_aliases_stand_for_ever_more_is_refused() -> None:
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(ProgrammeInvalid) as refused:
        reading.read("\n".join(lines))
    assert [problem.code for problem in refused.value.problems] == ["too_long"]
