"""Rows that look like customers we have: listed, left out or brought home; the dry run says the same."""

from typing import Any

import pytest

from minghua.domain.customers.models import Customer
from tests.imports_driving import checked, codes, imported
from tests.integration.customers.conftest import firm, fresh_words, make, work

__all__ = ["firm", "fresh_words", "make", "work"]
FILE = "姓名,手机,邮箱\n王偉,13800138000,w@x.cn\n李娜,13900139000,\n".encode()


@pytest.mark.parametrize(
    ("alike", "created", "updated", "skipped", "code"),
    [("list", 2, 0, 0, "looks_alike"), ("skip", 1, 0, 1, "skipped_alike"), ("update", 1, 1, 0, "")],
)
def test_a_look_alike_is_told_left_out_or_brought_home(
    firm: Any, make: Any, alike: str, created: int, updated: int, skipped: int, code: str
) -> None:
    one = make("王 伟", by=firm.manager, mobile="13800138000")
    told = checked(FILE, firm.manager, target="customers", alike=alike).forecast
    card = imported(FILE, firm.manager, target="customers", alike=alike)
    for counts in (told, card.counts):
        verbs = ("created", "updated", "skipped", "alike")
        assert [counts.get(f"customers.{verb}", 0) for verb in verbs] == [created, updated, skipped, 1]
    assert codes(firm.manager, card.id, stage="run" if code else "check") == ({code: 1} if code else {})
    assert Customer.objects.count() == 1 + created
    assert Customer.objects.get(pk=one).email == ("w@x.cn" if alike == "update" else "")
