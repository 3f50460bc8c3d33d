"""Members of households come in with a file, go out with an export, and come back unchanged."""

import csv
import io

import pytest

from minghua.domain.customers.models import Customer, HouseholdMember
from minghua.foundation.people.types import Actor
from minghua.journeys import export_customers
from tests.company import Company
from tests.imports_driving import codes, imported, undone

LIST = """编号,类型,姓名,手机,家庭成员
H1,家庭,李家,13900139000,"李强(配偶,1980-01-02)；李小雨(子女,女)；外婆"
H2,家庭,王家,13900139001,
"""


@pytest.fixture
def boss(company: Company) -> Actor:
    return company.actor("boss")


def bring(text: str, by: Actor, **options: object):
    return imported(text.encode(), by, target="customers", **options)


def members() -> list[tuple[str, str, str, str, str]]:
    rows = HouseholdMember.objects.order_by("pk").select_related("household")
    return [(row.household.name, row.name, row.relation, row.gender, str(row.birthday or "")) for row in rows]


def test_members_come_in_once_and_somebody_new_is_an_update(boss: Actor) -> None:
    assert bring(LIST, boss).counts["customers.created"] == 2
    assert members() == [
        ("李家", "李强", "spouse", "", "1980-01-02"),
        ("李家", "李小雨", "child", "female", ""),
        ("李家", "外婆", "", "", ""),
    ]
    assert bring(LIST, boss).counts["customers.unchanged"] == 2
    card = bring(LIST.replace("外婆", "外婆；李大宝(子女)"), boss)
    assert (card.counts["customers.updated"], card.counts["customers.unchanged"], len(members())) == (1, 1, 4)
    undone(card.id, boss)
    assert len(members()) == 3


def test_undo_takes_the_households_and_their_members_away(boss: Actor) -> None:
    card = bring(LIST, boss)
    undone(card.id, boss)
    assert (Customer.objects.count(), HouseholdMember.objects.count()) == (0, 0)


def test_an_export_comes_back_unchanged(boss: Actor) -> None:
    bring(LIST, boss)
    rows = list(export_customers.rows(boss))
    told = [row[rows[0].index("家庭成员")] for row in rows[1:]]
    assert told == ["李强(配偶,1980-01-02)；李小雨(子女,女)；外婆", ""]
    assert rows[1][rows[0].index("客户形态")] == "家庭"
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    before = members()
    assert bring(file.getvalue(), boss).counts["customers.unchanged"] == 2
    assert members() == before


def test_what_cannot_be_read_or_is_no_household_is_told(boss: Actor) -> None:
    wrong = "编号,类型,姓名,家庭成员\nH3,家庭,赵家,赵一(邻居)\nP4,个人,孙二,孙三\n"
    card = bring(wrong, boss)
    assert (card.counts["customers.failed"], HouseholdMember.objects.count()) == (2, 0)
    assert {"bad_members", "not_a_household"} <= set(codes(boss, card.id, stage="run")) | set(codes(boss, card.id))
