"""People, organisations and households come in with their archives; the same file twice changes nothing."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from minghua.domain.customers.models import Customer, CustomerTag
from minghua.domain.customers.types.archive import ARCHIVE_FIELDS
from minghua.foundation.files.operations import place_of
from minghua.foundation.imports import queries as import_reads
from minghua.foundation.imports import targets
from minghua.foundation.imports.models import ImportRun
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.interfaces.worker import imports as worker
from minghua.interfaces.worker.privacy import purge
from tests.company import Company
from tests.conftest import AT
from tests.imports_driving import codes, imported, lines_told, undone, uploaded

LIST = """编号,客户类型,姓名,手机,性别,生日,地址,负责人,标签,创建时间,家庭人口,行业
P1,个人,王芳,１３８ ００１３ ８０００,女,1988/3/5,大理路 1 号,赵敏,老客户;送货上门,2024-02-03 09:00,,
O1,组织,东街粮油店,,,,东街 2 号,,,,,粮油批发
H1,家庭,李家,+86-13900139000,,,西街 3 号,,,,4,
"""


@pytest.fixture
def boss(company: Company) -> Actor:
    return company.actor("boss")


def bring(text: str, by: Actor, **options: object):
    return imported(text.encode("gb18030"), by, target="customers", **options)


def named(name: str) -> Customer:
    return Customer.objects.get(name=name)


def test_people_organisations_and_households_come_in(boss: Actor, company: Company) -> None:
    card = bring(LIST, boss)
    assert dict(card.counts) == {"customers.created": 3, "lines.customer": 3}
    wang, shop, home = named("王芳"), named("东街粮油店"), named("李家")
    assert (wang.kind, shop.kind, home.kind) == ("person", "organization", "household")
    assert (wang.mobile, home.mobile) == ("+8613800138000", "+8613900139000")
    assert (wang.gender, wang.birthday.isoformat(), wang.owner_id) == (
        "female",
        "1988-03-05",
        company.user_ids["east1"],
    )
    assert wang.created_at == datetime(2024, 2, 3, 9, 0, tzinfo=UTC)
    assert (home.archive["family_size"], shop.archive["trade"]) == (4, "粮油批发")
    assert sorted(CustomerTag.objects.values_list("tag__name", flat=True)) == ["老客户", "送货上门"]


def test_the_same_list_twice_changes_nothing_and_a_change_is_one_update(boss: Actor) -> None:
    bring(LIST, boss)
    before = list(Customer.objects.order_by("pk").values())
    assert dict(bring(LIST, boss).counts) == {"customers.unchanged": 3, "lines.unchanged": 3}
    assert list(Customer.objects.order_by("pk").values()) == before
    card = bring(LIST.replace("大理路 1 号", "大理路 8 号"), boss)
    assert dict(card.counts) == {
        "customers.updated": 1,
        "customers.unchanged": 2,
        "lines.customer": 1,
        "lines.unchanged": 2,
    }
    assert named("王芳").address == "大理路 8 号"
    undone(card.id, boss)
    assert named("王芳").address == "大理路 1 号"


def test_a_list_without_ids_is_known_by_name_and_phone(boss: Actor) -> None:
    text = "姓名,手机,地址\n王伟,13800138001,甲街\n王伟,13800138002,乙街\n张三,,丙街\n"
    assert bring(text, boss).counts["customers.created"] == 3
    assert bring(text, boss).counts["customers.unchanged"] == 3


def test_undo_takes_the_customers_away(boss: Actor) -> None:
    card = bring(LIST, boss)
    assert undone(card.id, boss).state == "undone"
    assert Customer.objects.count() == 0


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("P1,个人,王芳,12345,\n", {"impossible_phone": 1}),
        ("P1,个人,王芳,010-62345678,\n", {"refused": 1}),
        ("P1,机器人,王芳,,\n", {"unknown_choice": 1}),
        ("P1,个人,,13800138000,\n", {"required": 1}),
        ("P1,个人,王芳,,\nP1,个人,王方,,\n", {"duplicate_key": 1}),
        ("O1,组织,甲,,O2\nO2,组织,乙,,O3\nO3,组织,丙,,O1\n", {"parent_cycle": 3}),
        ("O1,组织,甲,,O1\n", {"parent_cycle": 1}),
        ("O1,组织,甲,,没有这家\n", {"parent_missing": 1}),
        ("P1,个人,王芳,,O9\n", {"parent_not_organization": 1}),
    ],
)
def test_what_is_wrong_is_told_and_kept_out(boss: Actor, rows: str, told: dict[str, int]) -> None:
    card = bring("编号,客户类型,姓名,手机,上级\n" + rows, boss)
    found = codes(boss, card.id)
    assert {code: found.get(code, 0) for code in told} == told
    assert lines_told(card.counts) == card.rows_total
    assert card.counts["customers.failed"] == sum(told.values())
    assert len(list(import_reads.failed_rows(boss, card.id))) == 1 + card.counts["lines.failed"]


def test_children_find_parents_that_stand_below_them_in_the_file(boss: Actor) -> None:
    bring("编号,客户类型,姓名,上级\nO3,组织,孙店,O2\nO2,组织,子公司,O1\nO1,组织,总公司,\n", boss)
    assert named("孙店").parent.name == "子公司"
    assert named("子公司").parent.name == "总公司"


def test_every_archive_field_comes_in(boss: Actor) -> None:
    fields = {field.code: field for field in targets.target("customers").fields()}
    for kind in ("person", "organization", "household"):
        codes_of_kind = [c for c, f in ARCHIVE_FIELDS.items() if kind in f.kinds and not f.column]
        row = {"kind": kind, "name": f"样本{kind}", "external_id": kind}
        row |= {f"archive.{code}": _sample(code, fields[f"archive.{code}"]) for code in codes_of_kind}
        mapping = {name: name for name in row}
        imported(json.dumps(row, ensure_ascii=False).encode(), boss, target="customers", mapping=mapping)
        assert set(named(f"样本{kind}").archive) == set(codes_of_kind)


def _sample(code: str, field: object) -> str:
    if code == "id_number":
        return "11010519491231002X"
    if code == "uscc":
        return "91350100M000100Y43"
    kind = str(field.kind)  # type: ignore[attr-defined]
    if kind == "choice":
        return next(iter(field.choices))  # type: ignore[attr-defined]
    return {"date": "2001-02-03", "identifier": "3"}.get(kind, "甲")


def test_sensitive_fields_are_never_mapped_by_guess(boss: Actor) -> None:
    run_id = uploaded("姓名,身份证号,信仰\n王芳,1,2\n".encode(), boss, target="customers")
    assert dict(import_reads.run(boss, run_id).mapping) == {"姓名": "name"}


def test_customers_out_of_reach_are_neither_changed_nor_made_again(boss: Actor, company: Company) -> None:
    bring(LIST, boss)
    before = list(Customer.objects.order_by("pk").values())
    lead = company.actor("lead")
    card = bring("编号,客户类型,姓名,地址\nO1,组织,东街粮油店,别处\n", lead)
    assert card.counts["customers.failed"] == 1
    assert list(Customer.objects.order_by("pk").values()) == before


def test_two_rows_that_meet_one_customer_are_both_accounted_for(boss: Actor) -> None:
    bring("姓名,手机,邮箱,城市\n王伟,13800138001,wang@example.cn,\n", boss)
    card = bring("姓名,手机,邮箱,城市\n王伟,13800138001,,甲市\n王伟,,wang@example.cn,乙市\n", boss)
    assert dict(card.counts) == {
        "customers.updated": 1,
        "lines.customer": 1,
        "customers.failed": 1,
        "lines.failed": 1,
    }
    assert named("王伟").city == "甲市"


def test_undo_gives_the_hands_back_even_to_one_who_has_left(boss: Actor, company: Company) -> None:
    bring("编号,客户类型,姓名,负责人\nP1,个人,王伟,赵敏\n", boss)
    first = named("王伟")
    card = bring("编号,客户类型,姓名,负责人\nP1,个人,王伟,孙悦\n", boss)
    assert named("王伟").owner_id == company.user_ids["west1"]
    User.objects.filter(pk=company.user_ids["east1"]).update(is_active=False)
    assert undone(card.id, boss).state == "undone"
    back = named("王伟")
    assert (back.owner_id, back.team_id, back.pool_id) == (first.owner_id, first.team_id, None)


def test_a_run_whose_asker_has_left_stops_with_its_reason(boss: Actor, company: Company) -> None:
    card = bring(LIST, boss)
    ImportRun.objects.filter(pk=card.id).update(state="running")
    User.objects.filter(pk=boss.user_id).update(is_active=False)
    worker.advance({"run_id": card.id, "user_id": boss.user_id}, at=AT, beat=lambda: None)
    run = ImportRun.objects.get(pk=card.id)
    assert (run.state, run.failure) == ("failed", worker.NOBODY)


def test_files_of_finished_imports_are_forgotten(boss: Actor, django_capture_on_commit_callbacks) -> None:
    run = ImportRun.objects.get(pk=bring(LIST, boss).id)
    kept = place_of(run.file_id)
    assert kept.exists()
    with django_capture_on_commit_callbacks(execute=True):
        purge({}, at=run.finished_at + timedelta(days=31), beat=lambda: None)
    assert (kept.exists(), ImportRun.objects.get(pk=run.pk).samples) == (False, [])


def test_a_dry_run_tells_who_may_not_name_an_owner(boss: Actor, company: Company) -> None:
    lead = replace(company.actor("lead"), permissions=company.actor("lead").permissions - {"customers.assign"})
    card = bring("姓名,手机,负责人\n王伟,13800138001,赵敏\n张三,13800138002,\n", lead)
    assert card.forecast["customers.failed"] == card.counts["customers.failed"] == 1
    assert card.forecast["customers.created"] == card.counts["customers.created"] == 1
