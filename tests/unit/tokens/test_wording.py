"""The text of a token can be split, is unguessable, and only its hash would be kept."""

import pytest

from minghua.foundation.tokens import wording


def test_what_is_joined_can_be_split() -> None:
    prefix, secret = wording.draw()
    assert wording.split(wording.join(prefix, secret)) == (prefix, secret)


def test_a_secret_holds_256_bits_and_never_repeats() -> None:
    drawn = {wording.draw() for _ in range(1_000)}
    assert len(drawn) == 1_000
    assert {len(secret) for _, secret in drawn} == {43}


def test_only_the_same_secret_matches_what_is_stored() -> None:
    _, secret = wording.draw()
    assert wording.same(secret, wording.digest(secret))
    assert not wording.same(secret + "x", wording.digest(secret))


@pytest.mark.parametrize(
    "text", ["", "mh", "mh_a_b", "MH_000000000000_" + "a" * 43, "mh_000000000000_" + "a" * 42 + "明"]
)
def test_other_texts_are_no_tokens(text: str) -> None:
    assert wording.split(text) is None
