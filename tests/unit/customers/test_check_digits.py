"""R06.7: check digits of ID cards and social credit codes."""

import pytest

from minghua.domain.customers.rules import check_digits


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("11010519491231002X", True),
        ("11010519491231002x", True),
        ("110105194912310021", False),
        ("1101051949123100", False),
        ("１１010519491231002X", False),
    ],
)
def test_id_number(value: str, right: bool) -> None:
    assert check_digits.is_id_number(value) is right


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("91350100M000100Y43", True),
        ("91350100M000100Y44", False),
        ("91350100M000100Y4", False),
        ("91350100I000100Y43", False),
    ],
)
def test_social_credit_code(value: str, right: bool) -> None:
    assert check_digits.is_uscc(value) is right
