"""Fields that an administrator makes: each type accepted, refused with its reason, kept, filtered, sorted, sent out and back."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer, CustomField
from minghua.domain.customers.types import NewCustomer
from minghua.domain.customers.types.shaping import NewField, Option
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.jobs.models import Job
from minghua.foundation.listing import coding
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.search import queries as search
from minghua.kernel.errors import Conflict, Forbidden, Invalid, Refusal
from tests.integration.customers.own import OPTIONS, Define, listed, put

ON = date(2026, 6, 15)


def test_a_list_walks_the_index_of_a_field(define: Define, firm: Any, make: Any) -> None:
    code = define(type="integer")
    make()
    fields = customer_reads.fields_for(SYSTEM)
    spec = coding.spec_from_query(QueryDict(f"sort=archive_{code}"), fields)
    with CaptureQueriesContext(connection) as asked:
        customer_reads.listing(SYSTEM, spec, on=ON, limit=1)
    walk = next(query["sql"] for query in asked if "sort_0" in query["sql"])
    row = CustomField.objects.get(code=code)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {walk}")
        else:
            cursor.execute("SET enable_seqscan = off")
            cursor.execute("SET enable_sort = off")
            cursor.execute(f"EXPLAIN {walk}")
        plan = " ".join(str(cell) for line in cursor.fetchall() for cell in line)
    assert f"cf_{row.pk}_sort" in plan


def test_one_row_and_three_rows_cost_the_same(define: Define, firm: Any, make: Any, work: Any, at: datetime) -> None:
    codes = [
        define("介绍人", type="customer"),
        define("顾问", type="person"),
        define("口味", type="choice", options=OPTIONS),
    ]
    friend = make("介绍人")

    def dressed(name: str) -> None:
        customer_id = make(name)
        for code, value in zip(codes, (str(friend), "陈磊", "香米"), strict=True):
            put(customer_id, code, value, by=firm.zhao, at=at, work=work)

    def statements() -> int:
        with work(firm.zhao), CaptureQueriesContext(connection) as asked:
            listed(firm.zhao, "")
        return len(asked)

    dressed("甲")
    one = statements()
    dressed("乙")
    dressed("丙")
    assert statements() == one


def test_a_person_and_a_customer_are_named_as_people_name_them(
    define: Define, firm: Any, make: Any, work: Any, at: datetime
) -> None:
    adviser, friend = define("顾问", type="person"), define("介绍人", type="customer")
    customer_id, other = make("李雷"), make("韩梅")
    foreign = make("外人", by=firm.outsider)
    number = Customer.objects.get(pk=other).number
    assert put(customer_id, adviser, "陈磊", by=firm.zhao, at=at, work=work) == firm.chen.user_id
    assert put(customer_id, friend, number, by=firm.zhao, at=at, work=work) == other
    with pytest.raises(Invalid):
        put(customer_id, adviser, "没有此人", by=firm.zhao, at=at, work=work)
    with pytest.raises(Invalid):
        put(customer_id, friend, str(foreign), by=firm.zhao, at=at, work=work)
    assert customer_reads.customer_name(firm.zhao, other) == "韩梅"


def test_codes_are_made_of_names_and_never_meet_built_in_ones(define: Define) -> None:
    assert define("爱吃的米", en="Favourite rice") == "x_favourite_rice"
    assert define("手机壳", en="") == "x_shoujike"
    assert define("手机", en="Favourite rice", kinds=("organization",)) == "x_favourite_rice_2"
    with pytest.raises(customers.FieldTaken):
        define("爱吃的米")
    with pytest.raises(customers.FieldTaken):
        define("手机")  # the built-in field of that name


def test_a_required_field_is_asked_of_new_customers_only(define: Define, firm: Any, make: Any, on: date) -> None:
    before = make("老客户")
    code = define(required=True)
    with pytest.raises(Invalid) as refused:
        make("新客户")
    assert (refused.value.field, refused.value.message("zh-hans")) == (f"archive.{code}", "请填写爱吃的米。")
    after = make("新客户", archive={code: "香米"})
    assert code in customer_reads.archive(firm.zhao, before, on=on).required.missing
    assert code not in customer_reads.archive(firm.zhao, after, on=on).required.missing
    assert make("一家", kind="household") > after  # another kind is not asked


def test_what_nobody_said_is_the_default(define: Define, make: Any) -> None:
    code = define(type="choice", options=OPTIONS, default="香米", required=True)
    customer_id, other = make("李雷"), make("韩梅", archive={code: "糯米"})
    kept = [Customer.objects.get(pk=pk).archive[code] for pk in (customer_id, other)]
    assert kept == ["fragrant", "nuomi"]


def test_a_unique_value_belongs_to_one_customer(define: Define, firm: Any, make: Any, work: Any, at: datetime) -> None:
    code = define("会员卡号", unique=True)
    first, second = make("甲", archive={code: "A1"}), make("乙")
    with pytest.raises(customers.ValueTaken):
        make("丙", archive={code: "A1"})
    with pytest.raises(customers.ValueTaken):
        put(second, code, "A1", by=firm.zhao, at=at, work=work)
    assert put(first, code, "A1", by=firm.zhao, at=at, work=work) == "A1"
    news = [NewCustomer(kind="person", name=name, archive={code: value}) for name, value in (("丁", "A1"), ("戊", "A2"), ("己", "A2"))]  # fmt: skip
    with work(firm.zhao):
        outcomes = customers.create_many(news, by=firm.zhao, at=at)
    assert [one.what for one in outcomes] == ["refused", "created", "refused"]


def test_repeated_values_stand_against_uniqueness(
    define: Define, firm: Any, make: Any, work: Any, at: datetime
) -> None:
    code = define("会员卡号")
    for name in ("甲", "乙"):
        make(name, archive={code: "A1"})
    with pytest.raises(customers.ValuesRepeat) as refused, work(firm.manager):
        customers.change_field(code, {"unique": True}, base_version=None, by=firm.manager, at=at)
    assert refused.value.params == {"number": 1, "example": "A1"}


def test_history_and_audit_keep_what_it_was(define: Define, firm: Any, make: Any, work: Any, at: datetime) -> None:
    code, customer_id = define(type="decimal", places=1), make("李雷")
    put(customer_id, code, "1.5", by=firm.zhao, at=at, work=work)
    put(customer_id, code, "2", by=firm.zhao, at=at, work=work)
    kept = customer_reads.changes(firm.zhao, customer_id, field=f"archive.{code}").items
    assert [(change.old, change.new) for change in kept] == [(15, 20), ("", 15)]
    assert AuditEvent.objects.filter(verb="field.defined", subject_id=code).count() == 1


def test_an_archived_field_hides_and_comes_back_with_its_values(
    define: Define, firm: Any, make: Any, work: Any, at: datetime
) -> None:
    code = define(type="integer")
    customer_id = make("李雷", archive={code: "3"})
    with work(firm.manager):
        customers.archive_field(code, by=firm.manager, at=at)
        customers.archive_field(code, by=firm.manager, at=at)
    assert f"archive_{code}" not in [field.code for field in customer_reads.fields_for(firm.zhao)]
    assert code not in customer_reads.customer(firm.zhao, customer_id).values["archive"]
    with pytest.raises(Invalid):
        put(customer_id, code, "4", by=firm.zhao, at=at, work=work)
    with work(firm.manager):
        customers.restore_field(code, by=firm.manager, at=at)
    customers.build_sort_index(code, at=at)
    assert customer_reads.customer(firm.zhao, customer_id).values["archive"][code] == 3
    assert listed(firm.zhao, f"archive_{code}.gt=2&sort=archive_{code}") == ["李雷"]


def test_whoever_changes_second_is_told(define: Define, firm: Any, work: Any, at: datetime) -> None:
    code = define()
    with work(firm.manager):
        assert customers.change_field(code, {"zh": "主食"}, base_version=1, by=firm.manager, at=at) == 2
    with pytest.raises(Conflict), work(firm.manager):
        customers.change_field(code, {"zh": "米"}, base_version=1, by=firm.manager, at=at)
    assert customer_reads.label_of(f"archive.{code}").zh == "主食"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"zh": ""}, "zh"),
        ({"type": "formula"}, "type"),
        ({"kinds": ()}, "kinds"),
        ({"block": "other"}, "block"),
        ({"type": "bool", "unique": True}, "unique"),
        ({"type": "choice"}, "options"),
        ({"type": "choice", "options": (Option("甲"), Option("甲"))}, "options"),
        ({"type": "text", "places": 2}, "places"),
        ({"type": "text", "minimum": "1"}, "minimum"),
        ({"type": "integer", "minimum": "5", "maximum": "4"}, "maximum"),
        ({"type": "integer", "default": "x"}, "default"),
        ({"type": "integer", "searchable": True}, "searchable"),
        ({"type": "text", "pattern": ".*"}, "pattern"),
        ({"type": "text", "longest": 9_999}, "longest"),
        ({"sensitive": True}, "basis"),
        ({"sensitive": True, "basis": "separate", "unique": True}, "sensitive"),
        ({"purpose": "just so"}, "purpose"),
        ({"code": "mobile"}, "code"),
        ({"code": "x_); drop"}, "code"),
    ],
)
def test_a_definition_that_cannot_be_is_refused_by_name(facts: Any, field: str, define: Define) -> None:
    with pytest.raises(Refusal) as refused:
        define(**({"zh": "爱吃的米"} | facts))
    assert refused.value.field == field
    assert CustomField.objects.count() == 0


def test_only_whoever_may_edit_parameters_shapes_the_archive(firm: Any, at: datetime) -> None:
    new = NewField(zh="米", type="text", kinds=("person",))
    for act in (
        lambda: customers.define_field(new, by=firm.zhao, at=at),
        lambda: customers.change_field("x_a", {}, base_version=None, by=firm.zhao, at=at),
        lambda: customers.archive_field("x_a", by=firm.zhao, at=at),
        lambda: customers.restore_field("x_a", by=firm.zhao, at=at),
        lambda: customer_reads.field_sheets(firm.zhao),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_findable_field_finds(define: Define, firm: Any, make: Any, work: Any, at: datetime) -> None:
    code = define("车牌", searchable=True)
    customer_id = make("李雷")
    put(customer_id, code, "湘A12345", by=firm.zhao, at=at, work=work)
    assert [hit.ref_id for hit in search.find(firm.zhao, "湘A12345", limit=5)] == [customer_id]


def test_marking_a_field_findable_later_asks_for_the_search_to_follow(
    define: Define, firm: Any, make: Any, work: Any, at: datetime
) -> None:
    code = define("车牌")
    customer_id = make("李雷", archive={code: "湘A12345"})
    with work(firm.manager):
        customers.change_field(code, {"searchable": True}, base_version=None, by=firm.manager, at=at)
        assert customers.reindex_field(code, after_id=0) is None
    assert Job.objects.filter(name="customers.reindex").count() == 1
    assert [hit.ref_id for hit in search.find(firm.zhao, "湘A12345", limit=5)] == [customer_id]


def test_a_rebuilt_table_gets_its_indexes_back(define: Define, firm: Any, at: datetime) -> None:
    code = define("会员卡号", unique=True)
    row = CustomField.objects.get(code=code)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX cf_{row.pk}_sort")
        cursor.execute(f"DROP INDEX cf_{row.pk}_unique")
    Job.objects.all().delete()
    assert customers.ensure_indexes(at=at) == 2
    with connection.cursor() as cursor:
        names = connection.introspection.get_constraints(cursor, "customers_customer")
    assert f"cf_{row.pk}_unique" in names
    assert Job.objects.filter(name="customers.index_field").count() == 1


def test_whether_a_field_is_sensitive_is_settled_when_it_is_made(
    define: Define, firm: Any, work: Any, at: datetime
) -> None:
    code = define("过敏", sensitive=True, basis="separate")
    assert not CustomField.objects.get(code=code).sortable
    with pytest.raises(Refusal) as refused, work(firm.manager):
        customers.change_field(
            code, {"sensitive": False, "basis": "contract"}, base_version=None, by=firm.manager, at=at
        )
    assert refused.value.code == "sensitivity_fixed"
