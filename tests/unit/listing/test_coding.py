"""Filters, orders and views as JSON and as addresses."""

import json
from datetime import UTC, date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from minghua.foundation.listing import coding
from minghua.foundation.listing.operators import ARITY, DAY_COUNTS, OPERATORS
from minghua.foundation.listing.types import (
    BadFilter,
    Condition,
    Field,
    Group,
    Sort,
    Spec,
    UnknownField,
    UnknownOperator,
    all_of,
    any_of,
)
from minghua.foundation.listing.windows import window
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

FIELDS = (
    Field("name", Text("名称", "Name"), "text", "name", sortable=True),
    Field("status", Text("状态", "Status"), "choice", "status", sortable=True),
    Field("net", Text("净额", "Net"), "money", "net_minor", sortable=True),
    Field("orders", Text("订单数", "Orders"), "number", "order_count", sortable=True),
    Field("weight", Text("重量", "Weight"), "number", "weight_milli", scale=3),
    Field("born", Text("生日", "Birthday"), "date", "birthday", sortable=True),
    Field("seen", Text("最近联系", "Last contact"), "datetime", "last_contact_at"),
    Field("closed", Text("已封存", "Closed"), "bool", "closed"),
    Field("owner", Text("负责人", "Owner"), "person", "owner_id"),
)


def query(text: str) -> Spec:
    return coding.spec_from_query(QueryDict(text), FIELDS)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("status=lost", Condition("status", "is", ("lost",))),
        ("status.in=a&status.in=b", Condition("status", "in", ("a", "b"))),
        ("status=a&status=b", Condition("status", "in", ("a", "b"))),
        ("name.contains=王", Condition("name", "contains", ("王",))),
        ("net.gte=128.50", Condition("net", "gte", (12850,))),
        ("net.gte=1,280", Condition("net", "gte", (128000,))),
        ("weight.lt=2.5", Condition("weight", "lt", (2500,))),
        ("orders.between=2..5", Condition("orders", "between", (2, 5))),
        ("orders.between=2&orders.between=5", Condition("orders", "between", (2, 5))),
        ("born.in_last_days=30", Condition("born", "in_last_days", (30,))),
        ("born.this_month=1", Condition("born", "this_month", ())),
        ("born.gt=2026-01-31", Condition("born", "gt", (date(2026, 1, 31),))),
        ("name.empty=", Condition("name", "empty", ())),
        ("closed=true", Condition("closed", "is", (True,))),
        ("owner=me", Condition("owner", "is", ("me",))),
        ("owner=17", Condition("owner", "is", (17,))),
    ],
)
def test_an_address_is_read_as_one_condition(text, condition):
    assert query(text).filter == all_of(condition)


def test_what_is_not_ours_or_empty_is_left_alone():
    assert query("_q=x&cursor=y&limit=5&view=3&page=1&name.contains=&sort=") == Spec()


def test_order_columns_and_board_are_read():
    spec = query("sort=-net,name&columns=name,net&board=status")
    assert spec == Spec(Group(), (Sort("net", True), Sort("name")), ("name", "net"), "status")


def test_nested_filters_come_as_json():
    given_ = {"any": [["status", "is", "lost"], {"all": [["net", "gte", 1], ["orders", "lt", 3]]}]}
    spec = query("owner=me&filter=" + json.dumps(given_))
    nested = any_of(
        Condition("status", "is", ("lost",)),
        all_of(Condition("net", "gte", (1,)), Condition("orders", "lt", (3,))),
    )
    assert spec.filter == all_of(Condition("owner", "is", ("me",)), nested)
    assert coding.filter_to_json(nested) == given_


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("password.is=x", UnknownField),
        ("owner__password.contains=x", UnknownField),
        ("sort=owner", UnknownField),
        ("sort=-nothing", UnknownField),
        ("columns=nothing", UnknownField),
        ("board=nothing", UnknownField),
        ("name.regex=(a%2B)%2B$", UnknownOperator),
        ("closed.gt=true", UnknownOperator),
        ("net.gte=many", BadFilter),
        ("net.gte=1.005", BadFilter),
        ("net.gte=NaN", BadFilter),
        ("net.gte=1e400", BadFilter),
        ("orders=99999999999999999999", BadFilter),
        ("born.gt=2026-02-30", BadFilter),
        ("born.gt=9999-12-31", BadFilter),
        ("born.in_last_days=0", BadFilter),
        ("born.in_last_days=1000000", BadFilter),
        ("seen.gt=2026-01-01T00:00:00", BadFilter),
        ("orders.between=1", BadFilter),
        ("owner=me2", BadFilter),
        ("name=%00", BadFilter),
        ("name=" + "x" * 201, BadFilter),
        ("filter={", BadFilter),
        ("filter=[]", None),
        ('filter={"all":{}}', BadFilter),
        ('filter={"not":[]}', BadFilter),
        ('filter={"all":[["name"]]}', BadFilter),
        ('filter={"all":[["name","is",{}]]}', BadFilter),
        ('filter={"all":[[1,2]]}', BadFilter),
        ("filter=" + '{"all":[' * 6 + "]}" * 6, BadFilter),
        ("filter=" + '{"all":[' * 3000 + "]}" * 3000, BadFilter),
        ("filter=" + '{"all":[' + ",".join(['["name","is","x"]'] * 41) + "]}", BadFilter),
        ("sort=name,net,orders,born", BadFilter),
        ("sort=name,-name", BadFilter),
    ],
)
def test_what_is_not_allowed_is_refused_by_name(text, refusal):
    if refusal is None:
        assert query(text) == Spec()
        return
    with pytest.raises(Refusal) as caught:
        query(text)
    assert (type(caught.value), caught.value.status) == (refusal, 422)
    for language in ("zh-hans", "en"):
        assert caught.value.message(language)
        assert caught.value.advice(language)


VALUES = {
    "text": st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20),
    "choice": st.sampled_from(["lost", "won", "a&b=c"]),
    "number": st.integers(-(10**9), 10**9),
    "money": st.integers(-(10**9), 10**9),
    "date": st.dates(date(1900, 1, 1), date(2199, 1, 1)),
    "datetime": st.dates(date(1900, 1, 1), date(2199, 1, 1))
    | st.datetimes(timezones=st.just(UTC)).filter(
        lambda at: 1900 < at.year < 2199 and at.utcoffset().seconds % 60 == 0
    ),
    "bool": st.booleans(),
    "person": st.integers(1, 10**9) | st.just("me"),
}


@st.composite
def conditions(draw):
    field = draw(st.sampled_from(FIELDS))
    op = draw(st.sampled_from(OPERATORS[field.type]))
    if op in DAY_COUNTS:
        return Condition(field.code, op, (draw(st.integers(1, 36500)),))
    arity = ARITY[op]
    size = draw(st.integers(1, 4)) if arity == -1 else arity
    return Condition(field.code, op, tuple(draw(VALUES[field.type]) for _ in range(size)))


groups = st.recursive(
    st.builds(Group, st.sampled_from(["all", "any"]), st.lists(conditions(), min_size=1, max_size=3).map(tuple)),
    lambda inner: st.builds(
        Group, st.sampled_from(["all", "any"]), st.lists(inner | conditions(), min_size=1, max_size=3).map(tuple)
    ),
    max_leaves=4,
).filter(lambda group: sum(1 for _ in group.conditions()) <= 40)


def _depth(group):
    return 1 + max((_depth(part) for part in group.parts if isinstance(part, Group)), default=0)


shallow = groups.filter(lambda group: _depth(group) <= coding.DEEPEST)


@given(shallow)
def test_a_filter_survives_its_json(group):
    assert coding.filter_from_json(json.loads(json.dumps(coding.filter_to_json(group))), FIELDS) == group


@given(shallow)
def test_a_view_survives_its_json(group):
    spec = Spec(group, (Sort("net", True), Sort("name")), ("name",), "status")
    assert coding.spec_from_json(coding.spec_to_json(spec), FIELDS) == spec


@given(st.lists(conditions(), max_size=4, unique_by=lambda each: (each.field, each.op)))
def test_a_flat_view_survives_its_address(parts):
    spec = Spec(Group("all", tuple(parts)), (Sort("net", True),), ("name", "net"), "status")
    read = query(coding.spec_to_query(spec, FIELDS))
    assert set(read.filter.parts) == set(parts)
    assert (read.sorts, read.columns, read.board) == (spec.sorts, spec.columns, spec.board)


@given(shallow)
def test_a_nested_view_survives_its_address_in_meaning(group):
    read = query(coding.spec_to_query(Spec(group), FIELDS)).filter
    assert set(read.conditions()) == set(group.conditions())


def test_an_old_view_keeps_what_is_still_known():
    data = {
        "filter": {"all": [["gone", "is", "x"]]},
        "sort": ["-net", "gone"],
        "columns": ["name", "gone"],
        "board": "gone",
    }
    assert coding.remembered_spec(data, FIELDS) == Spec(Group(), (Sort("net", True),), ("name",), "")
    assert coding.remembered_spec("rubbish", FIELDS) == Spec()
    assert coding.remembered_spec({"sort": ["status", "owner"], "board": "status"}, FIELDS) == Spec(board="status")
    assert coding.remembered_spec({"sort": 7, "columns": None}, FIELDS) == Spec()


def test_a_chip_takes_one_condition_away():
    spec = query("status=lost&net.gte=5&sort=name")
    assert coding.removed(spec, Condition("status", "is", ("lost",))) == query("net.gte=5&sort=name")


@pytest.mark.parametrize(
    ("op", "days", "start", "end"),
    [
        ("today", 0, "2026-06-15", "2026-06-16"),
        ("yesterday", 0, "2026-06-14", "2026-06-15"),
        ("tomorrow", 0, "2026-06-16", "2026-06-17"),
        ("this_week", 0, "2026-06-15", "2026-06-22"),
        ("this_month", 0, "2026-06-01", "2026-07-01"),
        ("last_month", 0, "2026-05-01", "2026-06-01"),
        ("next_month", 0, "2026-07-01", "2026-08-01"),
        ("this_year", 0, "2026-01-01", "2027-01-01"),
        ("in_last_days", 7, "2026-06-09", "2026-06-16"),
        ("in_next_days", 7, "2026-06-15", "2026-06-22"),
    ],
)
def test_windows_count_from_the_given_day(op, days, start, end):
    period = window(op, days, on=date(2026, 6, 15))  # a Monday
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
