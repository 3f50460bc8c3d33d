"""The list: scope, filters, pages, and a constant number of statements."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.queries import lists
from minghua.foundation.listing import coding
from minghua.foundation.listing.types import Spec, UnknownField
from minghua.foundation.people.types import Actor

ON = date(2026, 6, 15)


def listed(viewer: Actor, query: str = "", text: str = "") -> list[str]:
    spec = coding.spec_from_query(QueryDict(query), customer_reads.fields_for(viewer))
    return [row.name for row in customer_reads.listing(viewer, spec, on=ON, text=text).items]


def statements(viewer: Actor) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        rows = customer_reads.listing(viewer, Spec(), on=ON).items
        assert all(row.values["name"] for row in rows)
    return len(captured)


def test_one_row_and_three_rows_cost_the_same(firm: Any, make: Any, work: Any, at: datetime) -> None:
    def dressed(name: str) -> None:
        customer_id = make(name)
        with work(firm.zhao):
            customers.tag(customer_id, name=f"标签{name}", by=firm.zhao, at=at)

    dressed("甲")
    one = statements(firm.zhao)
    dressed("乙")
    dressed("丙")
    assert statements(firm.zhao) == one == 6  # shares, own, pooled; customers, tags, and the stamp of the shape


def test_everyone_sees_only_what_their_role_reaches(firm: Any, make: Any) -> None:
    make("赵的")
    make("陈的", by=firm.chen)
    make("孙的", by=firm.outsider)
    make("公海的", by=firm.manager, pool_id=firm.pool)
    reach = {name: set(listed(getattr(firm, name))) for name in ("zhao", "chen", "lead", "outsider", "manager")}
    assert reach == {
        "zhao": {"赵的", "公海的"},
        "chen": {"陈的", "公海的"},
        "lead": {"赵的", "陈的", "公海的"},
        "outsider": {"孙的", "公海的"},
        "manager": {"赵的", "陈的", "孙的", "公海的"},
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("city=上海", ["乙", "甲"]),
        ("name.contains=甲", ["甲"]),
        ("archive_hobbies.contains=鱼", ["甲"]),
        ("archive_family_size.gte=4", ["乙"]),
        ("archive_degree=master", ["甲"]),
        ("archive_degree.is_not=master", ["丙", "乙"]),
        ("archive_degree.not_in=master&archive_degree.not_in=doctor", ["丙", "乙"]),
        ("archive_hobbies.not_contains=鱼", ["丙", "乙"]),
        ("archive_hobbies.not_empty", ["甲"]),
        ("tags.empty", ["丙", "乙"]),
        ("kind=household", ["丙"]),
        ("owner=me&sort=name", ["丙", "乙", "甲"]),
        ("open=false", []),
    ],
)
def test_every_field_filters(firm: Any, make: Any, work: Any, at: datetime, query: str, names: list[str]) -> None:
    first = make("甲", city="上海", archive={"hobbies": "钓鱼", "degree": "master"})
    make("乙", city="上海", archive={"family_size": 5})
    make("丙", kind="household", city="杭州")
    with work(firm.zhao):
        customers.tag(first, name="老客户", by=firm.zhao, at=at)
    assert listed(firm.zhao, query) == names


def test_pages_follow_each_other_without_gaps(firm: Any, make: Any) -> None:
    for name in "甲乙丙丁戊":
        make(name)
    spec, seen, cursor = Spec(), [], None
    while True:
        page = customer_reads.listing(firm.zhao, spec, on=ON, cursor=cursor, limit=2)
        seen += [row.name for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ["戊", "丁", "丙", "乙", "甲"]
    ids = {row.name: row.id for row in customer_reads.listing(firm.zhao, spec, on=ON).items}
    assert customer_reads.neighbours(firm.zhao, spec, ids["丙"], on=ON) == (ids["丁"], ids["乙"])
    assert str(customer_reads.count(firm.zhao, spec, on=ON)) == "5"


def test_the_search_box_finds_by_initials_and_folded_forms(firm: Any, make: Any) -> None:
    make("王伟")
    make("李娜")
    assert listed(firm.zhao, text="ww") == ["王伟"]
    assert listed(firm.zhao, text="王偉") == ["王伟"]


def test_masked_fields_cannot_be_filtered(firm: Any, make: Any) -> None:
    with pytest.raises(UnknownField):
        listed(firm.clerk, "mobile.contains=0013")


@pytest.mark.django_db
def test_field_codes_are_unique_and_speak_both_languages() -> None:
    codes = [field.code for field in lists.all_fields()]
    assert len(codes) == len(set(codes))
    assert all(field.label.zh and field.label.en for field in lists.all_fields())
