"""Two different requests never share a fingerprint, however their bytes are cut."""

from hypothesis import given
from hypothesis import strategies as st

from minghua.foundation.idempotency.types import fingerprint

parts = st.lists(st.binary(max_size=8), max_size=4)


@given(parts, parts)
def test_fingerprints_are_equal_exactly_when_the_parts_are(left: list[bytes], right: list[bytes]) -> None:
    same = fingerprint("POST", "/a", *left) == fingerprint("POST", "/a", *right)
    assert same == (left == right)


def test_method_and_path_count() -> None:
    assert len({fingerprint(m, p) for m in ("POST", "PUT") for p in ("/a", "/b")}) == 4
