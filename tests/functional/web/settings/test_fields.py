"""Fields of one's own, as an administrator makes them on the pages and as others then use them."""

from typing import Any

import pytest
from django.test import Client

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer, CustomField
from tests.company import Company
from tests.functional.web.settings.door import everything, signed_in

pytestmark = pytest.mark.django_db
NAMED = {
    "zh": "爱吃的米", "en": "Favourite rice", "kinds": ["person", "household"], "block": "characteristics",
    "purpose": "care", "basis": "contract", "retention": "archive", "sortable": "1",
}  # fmt: skip


def made(client: Client, **more: Any) -> Any:
    return client.post("/settings/fields/new", NAMED | {"type": "choice", "options": "香米 | Fragrant\n糙米"} | more)


def test_an_administrator_makes_a_field_and_a_salesperson_uses_it(company: Company, at: Any) -> None:
    boss, sales = signed_in("boss"), signed_in("east1")
    answer = made(boss, required="1")
    assert (answer.status_code, answer["Location"]) == (302, "/settings/fields/x_favourite_rice")
    customers.build_sort_index("x_favourite_rice", at=at)
    form = sales.get("/customers/new?kind=person").content.decode()
    assert "爱吃的米" in form
    assert "糙米" in form
    refused = sales.post("/customers/new", {"kind": "person", "name": "李雷"})
    assert refused.status_code == 422
    assert "请填写爱吃的米" in refused.content.decode()
    kept = sales.post("/customers/new", {"kind": "person", "name": "李雷", "x_favourite_rice": "fragrant"})
    assert kept.status_code == 302
    customer = Customer.objects.get(name="李雷")
    assert customer.archive == {"x_favourite_rice": "fragrant"}
    saved = sales.post(f"/customers/{customer.pk}/fields/archive.x_favourite_rice", {"value": "caomi"})
    assert saved.status_code == 200
    assert "糙米" in saved.content.decode()
    assert "糙米" in sales.get(f"/customers/{customer.pk}/archive").content.decode()
    listed = sales.get("/customers?archive_x_favourite_rice=caomi&columns=name,archive_x_favourite_rice")
    assert "李雷" in listed.content.decode()
    assert "糙米" in listed.content.decode()
    board = sales.get("/customers?board=archive_x_favourite_rice")
    assert board.status_code == 200
    assert "糙米" in board.content.decode()
    moved = sales.post("/customers/board/archive_x_favourite_rice", {"id": customer.pk, "to": "fragrant"})
    assert moved.status_code == 200
    assert "爱吃的米" in sales.get(f"/customers/{customer.pk}/changes").content.decode()


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("decimal", "1.50", "1.50"),
        ("money", "12.5", "¥12.50"),
        ("bool", "true", "是"),
        ("datetime", "2026-01-05T08:00", "2026-01-05 08:00"),
        ("choices", ["caomi", "fragrant"], "香米、糙米"),
        ("person", "赵敏", "赵敏"),
        ("link", "minghua.cn", "https://minghua.cn"),
    ],
)
def test_each_type_is_filled_in_where_it_stands_and_in_its_cell(
    kind: str, value: Any, shown: str, company: Company, at: Any
) -> None:
    options = "香米 | Fragrant\n糙米" if kind in {"choice", "choices"} else ""
    places = {"places": "2"} if kind == "decimal" else {}
    assert made(signed_in("boss"), type=kind, options=options, **places).status_code == 302
    sales = signed_in("east1")
    sales.post("/customers/new", {"kind": "person", "name": "李雷"})
    pk = Customer.objects.get().pk
    for where in (
        f"/customers/{pk}/fields/archive.x_favourite_rice",
        f"/customers/{pk}/cells/archive_x_favourite_rice",
    ):
        saved = sales.post(where, {"value": value})
        assert (saved.status_code, shown in saved.content.decode()) == (200, True)
        opened = sales.get(where + "?edit=1")
        assert opened.status_code == 200
        assert "<form" in opened.content.decode()


def test_a_refused_value_stays_in_the_form_with_the_reason(company: Company) -> None:
    made(signed_in("boss"), type="integer", options="", maximum="9")
    sales = signed_in("east1")
    sales.post("/customers/new", {"kind": "person", "name": "李雷"})
    pk = Customer.objects.get().pk
    refused = sales.post(f"/customers/{pk}/fields/archive.x_favourite_rice", {"value": "10"})
    assert refused.status_code == 422
    assert "爱吃的米不能大于 9" in refused.content.decode()
    assert 'value="10"' in refused.content.decode()


def test_what_cannot_be_is_said_beside_its_field(company: Company) -> None:
    boss = signed_in("boss")
    refused = made(boss, type="integer", options="", minimum="9", maximum="1")
    assert refused.status_code == 422
    assert "最大值小于最小值" in refused.content.decode()
    assert made(boss, kinds=[]).status_code == 422
    assert made(boss, options="").status_code == 422
    assert boss.get("/settings/fields/new?type=formula").status_code == 200
    assert CustomField.objects.count() == 0


def test_a_field_is_changed_archived_restored_and_retyped(company: Company) -> None:
    boss = signed_in("boss")
    made(boss, type="text", options="")
    where = "/settings/fields/x_favourite_rice"
    assert boss.post(where, NAMED | {"zh": "主食", "base_version": "1"}).status_code == 302
    assert boss.post(where, NAMED | {"zh": "米", "base_version": "1"}).status_code == 409
    foretold = boss.post(where + "/retyping", {"to": "integer"})
    assert foretold.status_code == 200
    assert "0 个值都能带过去" in foretold.content.decode()
    assert boss.post(where + "/retyping", {"to": "integer", "do": "1"}).status_code == 302
    assert CustomField.objects.get().type == "integer"
    assert boss.post(where + "/archiving").status_code == 302
    assert "已归档" in boss.get("/settings/fields").content.decode()
    assert boss.post(where + "/restoring").status_code == 302
    assert CustomField.objects.get().archived_at is None


def test_whoever_may_only_look_changes_nothing(company: Company) -> None:
    made(signed_in("boss"))
    before = everything()
    auditor = signed_in("auditor")
    assert auditor.get("/settings/fields").status_code == 200
    assert auditor.get("/settings/fields/x_favourite_rice").status_code == 200
    assert auditor.get("/settings/fields/new").status_code == 403
    assert auditor.post("/settings/fields/x_favourite_rice", NAMED).status_code == 403
    assert signed_in("east1").get("/settings/fields").status_code == 403
    assert everything() == before
    assert CustomField.objects.get().version == 1
