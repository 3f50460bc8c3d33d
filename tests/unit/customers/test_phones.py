"""A06.1: telephone numbers in one spelling."""

import pytest

from minghua.domain.customers.rules import phones


@pytest.mark.parametrize(
    "value", ["１３８ ００１３ ８０００", "+86-13800138000", "13800138000", " 138-0013-8000 ", "0086 138 0013 8000"]
)
def test_a06_1_one_mobile_one_spelling(value: str) -> None:
    assert phones.mobile(value) == "+8613800138000"


@pytest.mark.parametrize("value", ["12345", "1380013800", "138001380000", "手机没有", "+86 138", "19999"])
def test_impossible_numbers_are_refused(value: str) -> None:
    with pytest.raises(phones.ImpossiblePhone) as refused:
        phones.mobile(value)
    assert refused.value.field == "mobile"
    assert refused.value.message("zh-hans") == f"「{value}」不是可能存在的电话号码。"


def test_a_landline_is_not_a_mobile() -> None:
    with pytest.raises(phones.NotAMobile):
        phones.mobile("010-62345678")


@pytest.mark.parametrize(
    ("value", "e164"), [("010-62345678", "+861062345678"), ("+44 20 7946 0958", "+442079460958"), ("", "")]
)
def test_landlines_and_foreign_numbers_are_kept(value: str, e164: str) -> None:
    assert phones.normalise(value, field="phone") == e164


@pytest.mark.parametrize(
    ("e164", "text"),
    [("+8613800138000", "13800138000"), ("+861062345678", "01062345678"), ("+442079460958", "+442079460958"), ("", "")],
)
def test_shown_as_people_write_it(e164: str, text: str) -> None:
    assert phones.shown(e164) == text
