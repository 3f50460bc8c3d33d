"""A number that is shown masked cannot be found out by searching for its parts."""

from typing import Any

import pytest

from minghua.foundation.search import queries as search


@pytest.mark.parametrize(
    ("text", "found"),
    [("13812345678", 1), ("5678", 1), ("王伟", 1), ("1381234567", 0), ("45678", 0), ("1234", 0), ("138", 0)],
)
def test_who_sees_numbers_masked_needs_the_whole_or_its_tail(firm: Any, make: Any, text: str, found: int) -> None:
    make("王伟", mobile="13812345678")
    assert len(search.find(firm.clerk, text, kinds=("customer",))) == found
    assert len(search.find(firm.manager, text, kinds=("customer",))) == 1


def test_the_list_holds_to_it_too(firm: Any, make: Any) -> None:
    from minghua.domain.customers.models import Customer

    make("王伟", mobile="13812345678")
    asked = {
        text: Customer.objects.filter(search.contains_query(firm.clerk, text, kind="customer")).count()
        for text in ("5678", "45678", "13812345678")
    }
    assert asked == {"5678": 1, "45678": 0, "13812345678": 1}
