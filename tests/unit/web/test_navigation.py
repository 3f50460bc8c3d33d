"""Of all the places in the menu one is the current one."""

import pytest

from minghua.interfaces.web import navigation


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/customers", "/customers"),
        ("/customers/7/archive", "/customers"),
        ("/customers/pairs", "/customers/pairs"),
        ("/customers/merges", "/customers/pairs"),
        ("/returns/7", "/orders"),
        ("/jars/new", "/route"),
        ("/customersfoo", ""),
        ("/nowhere", ""),
    ],
)
def test_the_longest_address_is_the_current_place(path: str, here: str) -> None:
    places = [place for group in navigation.GROUPS for place in group.places]
    assert navigation.current(path, places) == here
