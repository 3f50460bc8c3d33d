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
    assert decode_cursor(encode_cursor(tuple(values)), len(values)) == tuple(values)


@pytest.mark.parametrize("cursor", ["", "x", "!!!", encode_cursor((1, 2)), "eyJ4IjoxfQ", "WzEsXQ"])
def test_a_foreign_cursor_is_refused(cursor):
    with pytest.raises(BadCursor):
        decode_cursor(cursor, 1)


def test_days_and_instants_stay_apart():
    values = (date(2025, 1, 1), datetime(2025, 1, 1, tzinfo=UTC))
    assert decode_cursor(encode_cursor(values), 2) == values
