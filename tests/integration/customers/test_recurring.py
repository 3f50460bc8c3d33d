"""Values that recur in a batch: cleaned once, refused each time, and nobody shares what can be changed."""

from datetime import datetime
from typing import Any

import pytest

from minghua.domain.customers.models import CustomerTag
from minghua.domain.customers.operations import tagging, terms
from minghua.domain.customers.operations.recurring import Cleaner
from minghua.domain.customers.rules import values
from minghua.foundation.storage import rows as straight
from minghua.kernel.errors import Invalid


@pytest.fixture
def cleaner(firm: Any, at: datetime) -> Cleaner:
    return Cleaner(terms.lookup(firm.manager), at=at)


def test_a_value_that_recurs_is_cleaned_once(cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    clean = values.clean

    def counted(path: str, raw: str, **more: Any) -> Any:
        asked.append(raw)
        return clean(path, raw, **more)

    monkeypatch.setattr(values, "clean", counted)
    told = [cleaner.clean("city", raw, kind="person") for raw in (" 上海 ", "上海", " 上海 ", "")]
    assert told == ["上海", "上海", "上海", ""]
    assert asked == [" 上海 ", "上海", ""]


def test_what_is_refused_is_refused_each_time(cleaner: Cleaner) -> None:
    for _ in range(2):
        with pytest.raises(Invalid) as refused:
            cleaner.clean("email", "nobody", kind="person")
        assert refused.value.field == "email"


def test_a_field_of_another_kind_is_not_taken_for_known(cleaner: Cleaner) -> None:
    assert cleaner.clean("archive.uscc", "91350100M000100Y43", kind="organization") == "91350100M000100Y43"
    with pytest.raises(Invalid):
        cleaner.clean("archive.uscc", "91350100M000100Y43", kind="person")


def test_rows_that_stand_already_are_passed_over(firm: Any, make: Any, work: Any, at: datetime) -> None:
    one, two = make("王伟"), make("李娜")
    with work(firm.manager):
        tag_id = tagging.save_tag("会员日", by=firm.manager, at=at)
        for ids in ([one], [one, two], []):
            tied = [(pk, tag_id, firm.manager.user_id, straight.moment(at)) for pk in ids]
            straight.insert_unknown(CustomerTag, ("customer_id", "tag_id", "by_id", "at"), tied)
    assert sorted(CustomerTag.objects.values_list("customer_id", "at")) == [(one, at), (two, at)]
