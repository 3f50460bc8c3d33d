"""Lists against plain Python: every filter keeps the rows an evaluator would, every walk of pages is the sorted whole."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minghua.domain.customers.models import Customer, CustomerTag, Tag
from minghua.foundation.listing import compiling, paging
from minghua.foundation.listing.operators import ARITY, DAY_COUNTS, OPERATORS
from minghua.foundation.listing.types import Condition, Field, Group, Sort, Through, UnknownField
from minghua.foundation.listing.windows import window
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.kernel.paging import BadCursor, encode_cursor
from minghua.kernel.words import Text
from tests.conftest import AT, ON

TZ = ZoneInfo("Asia/Shanghai")
ANY = Text("", "")
FIELDS = (
    Field("name", ANY, "text", "name", sortable=True),
    Field("status", ANY, "choice", "status", sortable=True),
    Field("net", ANY, "money", "net_minor", sortable=True),
    Field("ordered", ANY, "date", "last_order_on", sortable=True),
    Field("contacted", ANY, "datetime", "last_contact_at", sortable=True),
    Field("owner", ANY, "person", "owner_id", sortable=True),
    Field("owner_name", ANY, "text", "owner__name", sortable=True),
    Field("team", ANY, "team", "team_id"),
    Field("tags", ANY, "tag", through=Through("customers.CustomerTag", "customer_id", "tag_id")),
)
NAMES = ("", "王伟", "王", "a_b", "A%b", "50%", "o'neil", 'x"; --', "\\", "Zoe")
DAYS = (None, ON, ON - timedelta(days=1), ON - timedelta(days=30), ON + timedelta(days=3), date(2025, 12, 31))
MOMENTS = (
    None,
    *(datetime.combine(day, time(0), TZ) + timedelta(hours=hours) for day in DAYS[1:] for hours in (0, 23)),
)
MONEY = (-100, 0, 1, 250, 10**12)


@pytest.fixture
def rows(company):
    """A table in which every value meets every other, ties and gaps included."""
    users = [*User.objects.order_by("pk")[:3], None]
    made = [
        Customer(
            number=f"L{number:03}", kind="person", name=NAMES[number % 10], status=("", "lost", "won")[number % 3],
            net_minor=MONEY[number % 5], last_order_on=DAYS[number % 6], last_contact_at=MOMENTS[number % 11],
            owner=users[number % 4], team_id=users[number % 4] and users[number % 4].team_id,
            created_at=AT, updated_at=AT,
        )
        for number in range(90)
    ]  # fmt: skip
    Customer.objects.bulk_create(made)
    tags = [Tag.objects.create(name=str(number)) for number in range(3)]
    CustomerTag.objects.bulk_create(
        CustomerTag(customer=row, tag=tag, at=AT)
        for index, row in enumerate(made)
        for place, tag in enumerate(tags)
        if index % (place + 2) == 0
    )
    return list(Customer.objects.select_related("owner").order_by("pk"))


def values_of(field: Field, draw, company):
    return {
        "text": st.sampled_from(NAMES[1:]) | st.sampled_from(("王", "%", "_", "'", "B", "\\")),
        "choice": st.sampled_from(("lost", "won", "'; DROP TABLE customers_customer; --")),
        "money": st.sampled_from(MONEY),
        "date": st.sampled_from(DAYS[1:]),
        "datetime": st.sampled_from(DAYS[1:]) | st.sampled_from(MOMENTS[1:]),
        "person": st.sampled_from(("me", *sorted(company.user_ids.values())[:4])),
        "team": st.sampled_from(("mine", company.head_office, company.east_shop)),
        "tag": st.sampled_from(tuple(Tag.objects.order_by("pk").values_list("pk", flat=True))),
    }[field.type]


def a_condition(draw, company) -> Condition:
    field = draw(st.sampled_from(FIELDS))
    op = draw(st.sampled_from(OPERATORS[field.type]))
    if op in DAY_COUNTS:
        return Condition(field.code, op, (draw(st.sampled_from((1, 2, 31, 200))),))
    arity = ARITY[op]
    size = draw(st.integers(1, 3)) if arity == -1 else arity
    values = [draw(values_of(field, draw, company)) for _ in range(size)]
    if op == "between" and field.type == "datetime":
        values = sorted(draw(st.sampled_from(DAYS[1:])) for _ in range(2))
    return Condition(field.code, op, tuple(values))


def a_group(draw, company, depth=0) -> Group:
    kind = draw(st.sampled_from(("all", "any")))
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        deeper = depth < 2 and draw(st.integers(0, 3)) == 0
        parts.append(a_group(draw, company, depth + 1) if deeper else a_condition(draw, company))
    return Group(kind, tuple(parts))


def holds(part: Condition | Group, row: Customer, viewer: Actor, tags: dict[int, set[int]]) -> bool:
    """The evaluator: what a filter means, without SQL."""
    if isinstance(part, Group):
        results = [holds(each, row, viewer, tags) for each in part.parts]
        return all(results) if part.kind == "all" else any(results)
    field = next(each for each in FIELDS if each.code == part.field)
    mine = {"me": viewer.user_id, "mine": viewer.team_id}
    values = [mine.get(value, value) if isinstance(value, str) else value for value in part.values]
    opposite = {"is_not": "is", "not_in": "in", "not_contains": "contains", "not_empty": "empty"}
    if part.op in opposite:
        return not holds(Condition(part.field, opposite[part.op], part.values), row, viewer, tags)
    if field.type == "tag":
        held = tags.get(row.pk, set())
        return not held if part.op == "empty" else bool(held & set(values))
    held = row
    for name in field.path.split("__"):
        held = None if held is None else getattr(held, name)
    return compare(field, part.op, held, values)


def compare(field: Field, op: str, held, values) -> bool:
    if op == "empty":
        return held is None or held == ""
    if op == "not_in_last_days":
        return not compare(field, "in_last_days", held, values)
    if held is None:
        return False
    if field.type in {"date", "datetime"} and not (values and isinstance(values[0], datetime)):
        return compare_days(op, held.astimezone(TZ).date() if isinstance(held, datetime) else held, values)
    if op in {"contains", "starts_with"}:
        low, wanted = held.lower(), values[0].lower()
        return wanted in low if op == "contains" else low.startswith(wanted)
    return compare_plain(op, held, values)


def compare_days(op: str, day: date, values) -> bool:
    if op in {"is", "gt", "gte", "lt", "lte", "between"}:
        return compare_plain(op, day, values)
    return day in window(op, values[0] if values else 0, on=ON)


def compare_plain(op: str, held, values) -> bool:
    first, last = values[0], values[-1]
    return {
        "is": held == first, "in": held in values, "gt": held > first, "gte": held >= first, "lt": held < first,
        "lte": held <= first, "between": first <= held <= last,
    }[op] if op not in {"is", "in"} else (held == first if op == "is" else held in values)  # fmt: skip


RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@RELAXED
@given(data=st.data())
def test_the_database_keeps_the_rows_that_the_evaluator_keeps(company, rows, data):
    viewer = Actor(user_id=company.user_ids["manager"], name="", team_id=company.head_office)
    group = a_group(data.draw, company)
    tags: dict[int, set[int]] = {}
    for customer_id, tag_id in CustomerTag.objects.values_list("customer_id", "tag_id"):
        tags.setdefault(customer_id, set()).add(tag_id)
    kept = compiling.narrow(Customer.objects.all(), group, FIELDS, on=ON, viewer=viewer)
    assert sorted(kept.values_list("pk", flat=True)) == [row.pk for row in rows if holds(group, row, viewer, tags)]


SORTABLE = tuple(field.code for field in FIELDS if field.sortable)


def walk(queryset, sorts, limit):
    """Follow the next cursors from the start."""
    pages, cursor = [], None
    while True:
        page = paging.page(queryset, sorts, FIELDS, cursor=cursor, limit=limit)
        pages.append([row.pk for row in page.items])
        cursor = page.next_cursor
        if cursor is None:
            return pages, page


def walk_back(queryset, sorts, limit, page):
    """Follow the previous cursors from a page."""
    pages = [[row.pk for row in page.items]]
    while page.previous_cursor:
        page = paging.page(queryset, sorts, FIELDS, cursor=page.previous_cursor, limit=limit)
        pages.insert(0, [row.pk for row in page.items])
    return pages


def in_order(sorts) -> list[int]:
    """The whole list in order, by a stable sort in Python on what the database calls smaller."""
    ranks = {}
    for sort in sorts:
        path = next(field.path for field in FIELDS if field.code == sort.field)
        ordered = Customer.objects.order_by(path).values_list(path, flat=True).distinct()
        ranks[sort.field] = {value: rank for rank, value in enumerate(ordered)}, path
    descending = bool(sorts and sorts[0].descending)
    keys = list(Customer.objects.order_by("-pk" if descending else "pk").values_list("pk", flat=True))
    for sort in reversed(sorts):
        rank, path = ranks[sort.field]
        held = dict(Customer.objects.values_list("pk", path))
        sign = -1 if sort.descending else 1
        keys.sort(key=lambda key, rank=rank, held=held, sign=sign: (held[key] is None, sign * rank[held[key]]))
    return keys


@RELAXED
@given(
    sorts=st.lists(st.builds(Sort, st.sampled_from(SORTABLE), st.booleans()), max_size=3, unique_by=lambda s: s.field),
    limit=st.sampled_from((1, 7, 30, 89, 90, 91)),
)
def test_pages_joined_are_the_whole_list_in_order_and_back(company, rows, sorts, limit):
    everyone = Customer.objects.all()
    pages, last = walk(everyone, sorts, limit)
    expected = in_order(sorts)
    assert [key for page in pages for key in page] == expected
    back = walk_back(everyone, sorts, limit, last)
    assert [key for page in back for key in page] == expected


@RELAXED
@given(
    sorts=st.lists(st.builds(Sort, st.sampled_from(SORTABLE), st.booleans()), max_size=2, unique_by=lambda s: s.field),
    place=st.integers(0, 89),
)
def test_neighbours_stand_beside_each_other_in_the_list(company, rows, sorts, place):
    keys = in_order(sorts)
    before = keys[place - 1] if place else None
    after = keys[place + 1] if place < 89 else None
    assert paging.neighbours(Customer.objects.all(), sorts, FIELDS, keys[place]) == (before, after)


def test_a_row_outside_the_list_has_no_neighbours(company, rows):
    assert paging.neighbours(Customer.objects.none(), (), FIELDS, rows[0].pk) == (None, None)


def test_one_page_needs_one_statement_and_two_where_the_values_end(company, rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        paging.page(Customer.objects.all(), [Sort("net")], FIELDS, limit=10)
    with django_assert_num_queries(1):
        paging.page(Customer.objects.all(), [Sort("ordered", True)], FIELDS, limit=10)
    with django_assert_num_queries(2):
        paging.page(Customer.objects.all(), [Sort("ordered", True)], FIELDS, limit=90)


@pytest.mark.parametrize(
    "cursor",
    [
        "", "rubbish", "é", "e30", encode_cursor(()), encode_cursor(("n", "net", 1)), encode_cursor(("n", "-net", 1, 1)),
        encode_cursor(("x", "net", 1, 1)), encode_cursor(("n", "net", "1", 1)), encode_cursor(("n", "net", None, 1)),
        encode_cursor(("n", "net", 1, None)), encode_cursor(("n", "net", 2**70, 1)), encode_cursor(("n", "net", True, 1)),
        encode_cursor(("n", "net", 1.5, 1)), encode_cursor(("n", "net", [1], 1)),
    ],
)  # fmt: skip
def test_a_made_up_cursor_is_refused(company, cursor):
    if not cursor:
        assert paging.page(Customer.objects.all(), [Sort("net")], FIELDS, cursor=cursor).items == ()
        return
    with pytest.raises(BadCursor):
        paging.page(Customer.objects.all(), [Sort("net")], FIELDS, cursor=cursor)


@pytest.mark.parametrize(
    "value", [AT.replace(tzinfo=None), date(2026, 1, 1), "2026", 5, "a\x00"]
)  # a naive datetime is what a forger would send
def test_a_cursor_with_another_type_is_refused(company, value):
    with pytest.raises(BadCursor):
        paging.page(
            Customer.objects.all(), [Sort("contacted")], FIELDS, cursor=encode_cursor(("n", "contacted", value, 1))
        )


def test_an_empty_text_in_a_cursor_is_a_text_like_any_other(company, rows):
    page = paging.page(Customer.objects.all(), [Sort("name")], FIELDS, limit=3)
    assert [row.name for row in page.items] == ["", "", ""]
    assert (
        paging.page(Customer.objects.all(), [Sort("name")], FIELDS, cursor=page.next_cursor, limit=3).items[0].name
        == ""
    )


def test_sorting_needs_a_sortable_field(company):
    with pytest.raises(UnknownField):
        paging.page(Customer.objects.all(), [Sort("team")], FIELDS)


@pytest.mark.parametrize(("cap", "shown"), [(89, "89+"), (90, "90"), (91, "90")])
def test_counting_stops_at_the_cap(company, rows, cap, shown):
    assert str(paging.capped_count(Customer.objects.order_by("name"), cap=cap)) == shown


def test_an_empty_filter_keeps_everything(company, rows):
    kept = compiling.narrow(Customer.objects.all(), Group(), FIELDS, on=ON, viewer=SYSTEM)
    assert kept.count() == 90
    assert AT.tzinfo is UTC
