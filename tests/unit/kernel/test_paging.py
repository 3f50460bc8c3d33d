"""Cursors: opaque, and refused when they are not ours."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.kernel.paging import BadCursor, decode_cursor, encode_cursor

VALUES = st.one_of(
    st.none(), st.integers(-(2**53), 2**53), st.text(max_size=20), st.dates(), st.datetimes(timezones=st.just(UTC))
)


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_a_cursor_gives_back_what_it_was_made_of(values):
    assert decode_cursor(encode_cursor(tuple(values)), *[object] * len(values)) == tuple(values)


WRONG = [("x",), (None,), (1.5,), (2**63,), (-(2**63) - 1,), ([1],), (date(2025, 1, 1),)]


@pytest.mark.parametrize(
    "cursor", ["", "x", "!!!", encode_cursor((1, 2)), "eyJ4IjoxfQ", "WzEsXQ", *map(encode_cursor, WRONG)]
)
def test_a_foreign_cursor_is_refused(cursor):
    with pytest.raises(BadCursor):
        decode_cursor(cursor, int)


def test_days_and_instants_stay_apart():
    values = (date(2025, 1, 1), datetime(2025, 1, 1, tzinfo=UTC))
    assert decode_cursor(encode_cursor(values), date, datetime) == values


def test_an_instant_without_its_offset_is_no_key():
    with pytest.raises(BadCursor):
        decode_cursor(encode_cursor((datetime(2025, 1, 1),)), datetime)  # noqa: DTZ001
