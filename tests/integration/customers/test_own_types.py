"""Each type of a self-made field: accepted, refused with its reason, filtered, sorted, written out and back."""

from datetime import date, datetime
from typing import Any

import pytest
from django.http import QueryDict

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer
from minghua.foundation.listing import coding
from minghua.kernel.errors import Refusal
from tests.integration.customers.own import OPTIONS, Define, listed, put

ON = date(2026, 6, 15)

# type, facts of the field, typed → stored, refused
TYPES: tuple[tuple[str, dict[str, Any], dict[Any, Any], tuple[Any, ...]], ...] = (
    ("text", {"longest": 6}, {" 长粒香 ": "长粒香", "": None}, ("一二三四五六七", "a\u202eb")),
    ("text", {"pattern": "postcode"}, {"410000": "410000"}, ("4100", "abc")),
    ("long_text", {}, {"一\n二": "一\n二"}, ("长" * 4_001,)),
    ("integer", {"minimum": "1", "maximum": "9"}, {"3": 3, "９": 9, 4: 4}, ("0", "10", "2.5", "三", "NaN", "1e999")),
    ("decimal", {"places": 2}, {"1.5": 150, "-0.25": -25, "1,000": 100_000}, ("1.005", "inf", "x")),
    ("money", {}, {"12.50": 1_250, "¥8": 800}, ("0.005", "八元")),
    ("date", {}, {"2026年1月5日": "2026-01-05", "20260105": "2026-01-05"}, ("2026-13-01", "昨天")),
    (
        "datetime",
        {},
        {"2026-01-05T08:00": "2026-01-05T00:00:00Z", "2026-01-05 08:00:00+08:00": "2026-01-05T00:00:00Z"},
        ("8点", "2026-01-05T25:00", "0001-01-01T00:00"),
    ),
    ("bool", {}, {"是": True, "no": False, True: True, "true": True}, ("也许", "2")),
    ("choice", {"options": OPTIONS}, {"香米": "fragrant", "brown rice": "brown_rice"}, ("面",)),
    (
        "choices",
        {"options": OPTIONS},
        {"糯米、香米": ["fragrant", "nuomi"], ("fragrant",): ["fragrant"], "；": None},
        ("香米、面",),
    ),
    ("mobile", {}, {"138 0013 8000": "+8613800138000"}, ("12345",)),
    ("email", {}, {"Li@Example.com": "li@example.com"}, ("li@", "a b@c.cn")),
    (
        "link",
        {},
        {"minghua.cn/a": "https://minghua.cn/a"},
        ("javascript:alert(1)", "http://", "https://u@h.cn", "x y.cn"),
    ),
)
IDS = [f"{index}-{row[0]}" for index, row in enumerate(TYPES)]


@pytest.mark.parametrize(("kind", "facts", "good", "bad"), TYPES, ids=IDS)
def test_each_type_takes_what_it_understands_and_refuses_the_rest(
    kind: str, facts: Any, good: Any, bad: Any, define: Define, firm: Any, make: Any, work: Any, at: datetime
) -> None:
    code, customer_id = define(type=kind, **facts), make("李雷")
    for typed, stored in good.items():
        assert put(customer_id, code, typed, by=firm.zhao, at=at, work=work) == stored
    put(customer_id, code, "", by=firm.zhao, at=at, work=work)
    for typed in bad:
        with pytest.raises(Refusal) as refused:
            put(customer_id, code, typed, by=firm.zhao, at=at, work=work)
        assert refused.value.field == f"archive.{code}"
        assert "爱吃的米" in refused.value.message("zh-hans") or kind == "mobile"
    assert Customer.objects.get(pk=customer_id).archive == {}


@pytest.mark.parametrize(("kind", "facts", "good", "bad"), TYPES, ids=IDS)
def test_what_is_written_out_comes_back_the_same(
    kind: str, facts: Any, good: Any, bad: Any, define: Define, firm: Any, make: Any, work: Any, at: datetime
) -> None:
    code, customer_id = define(type=kind, **facts), make("李雷")
    for typed in good:
        stored = put(customer_id, code, typed, by=firm.zhao, at=at, work=work)
        out = customer_reads.written(customer_reads.archive_fields()[code], stored)
        assert put(customer_id, code, out, by=firm.zhao, at=at, work=work) == stored


FILTERS: tuple[tuple[str, dict[str, Any], tuple[str, str], str, list[str]], ...] = (
    ("text", {}, ("长粒香", "糯"), "=长粒香", ["甲"]),
    ("text", {}, ("长粒香", "糯"), ".contains=粒", ["甲"]),
    ("text", {}, ("长粒香", "糯"), ".is_not=糯", ["丙", "甲"]),
    ("text", {}, ("长粒香", "糯"), ".empty=1", ["丙"]),
    ("integer", {}, ("9", "10"), ".gt=9", ["乙"]),
    ("decimal", {"places": 2}, ("1.5", "10.25"), ".between=1..2", ["甲"]),
    ("money", {}, ("12.5", "8"), ".gte=12.50", ["甲"]),
    ("date", {}, ("2026-06-14", "2026-01-01"), ".in_last_days=7", ["甲"]),
    ("date", {}, ("2026-06-14", "2026-01-01"), ".lt=2026-02-01", ["乙"]),
    ("datetime", {}, ("2026-06-15T00:30", "2026-06-14T23:30"), "=2026-06-15", ["甲"]),
    ("bool", {}, ("是", "否"), "=true", ["甲"]),
    ("bool", {}, ("是", "否"), "=false", ["乙"]),
    ("choice", {"options": OPTIONS}, ("香米", "糯米"), ".in=fragrant", ["甲"]),
    ("choices", {"options": OPTIONS}, ("香米、糯米", "糙米"), ".contains=nuomi", ["甲"]),
    ("choices", {"options": OPTIONS}, ("香米、糯米", "糙米"), ".not_contains=nuomi", ["丙", "乙"]),
    ("mobile", {}, ("13800138000", "13900139000"), ".contains=138001", ["甲"]),
    ("link", {}, ("a.cn", "b.cn"), ".contains=a.cn", ["甲"]),
)


@pytest.mark.parametrize(("kind", "facts", "values", "query", "names"), FILTERS)
def test_lists_filter_by_each_type(
    kind: str,
    facts: Any,
    values: Any,
    query: str,
    names: list[str],
    define: Define,
    firm: Any,
    make: Any,
    work: Any,
    at: datetime,
) -> None:
    code = define(type=kind, **facts)
    for name, value in zip(("甲", "乙", "丙"), (*values, ""), strict=True):
        put(make(name), code, value, by=firm.zhao, at=at, work=work)
    assert sorted(listed(firm.zhao, f"archive_{code}{query}")) == sorted(names)


@pytest.mark.parametrize(
    ("kind", "facts", "values"),
    [
        ("text", {}, ("a", "b")),
        ("integer", {}, ("9", "10")),
        ("decimal", {"places": 1}, ("9.5", "10")),
        ("money", {}, ("9.99", "100")),
        ("date", {}, ("2025-12-31", "2026-01-01")),
        ("datetime", {}, ("2026-01-01T00:00", "2026-01-01T00:01")),
        ("bool", {}, ("否", "是")),
        ("choice", {"options": OPTIONS}, ("糙米", "香米")),
    ],
)
def test_lists_sort_by_each_type_and_page_through(
    kind: str, facts: Any, values: Any, define: Define, firm: Any, make: Any, work: Any, at: datetime
) -> None:
    code = define(type=kind, **facts)
    for name, value in zip(("小", "大", "空"), (*values, ""), strict=True):
        put(make(name), code, value, by=firm.zhao, at=at, work=work)
    assert listed(firm.zhao, f"sort=archive_{code}") == ["小", "大", "空"]
    assert listed(firm.zhao, f"sort=-archive_{code}") == ["大", "小", "空"]
    spec = coding.spec_from_query(QueryDict(f"sort=archive_{code}"), customer_reads.fields_for(firm.zhao))
    seen, cursor = [], None
    while True:
        page = customer_reads.listing(firm.zhao, spec, on=ON, cursor=cursor, limit=1)
        seen += [row.name for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ["小", "大", "空"]
