"""Layouts and templates: arranged, previewed, kept in versions, installed as a copy, printed blank and keyed in."""

from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import ArchiveTemplate, Customer, CustomField, Layout, NumberSeries
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.company import Company
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/settings/layouts/person"


def form(**more: Any) -> dict[str, Any]:
    """As the editor sends it: a section of its own first, the four blocks after it."""
    items = ["section:part_1", "field:taboos", "field:name", "section:base", "section:characteristics"]
    items += ["section:business", "section:transaction"]
    names = {f"zh-{item.partition(':')[2]}": item.partition(":")[2] for item in items if item.startswith("section")}
    return (
        {"item": items, "columns-part_1": "1", "hidden": ["title"], "header": ["taboos"]}
        | names
        | {"zh-part_1": "要紧的"}
        | more
    )


@pytest.fixture
def person(company: Company, at: Any) -> int:
    owner = company.user_ids["east1"]
    new = NewCustomer(kind="person", name="李雷", owner_id=owner, archive={"taboos": "花生"})
    with unit_of_work(SYSTEM, at=at):
        return customers.create_customer(new, by=SYSTEM, at=at)


def test_a_layout_is_previewed_saved_followed_reset_and_restored(person: int) -> None:
    boss, sales = signed_in("boss"), signed_in("east1")
    assert boss.get("/settings/layouts").status_code == 200
    assert boss.get(PAGE).status_code == 200
    preview = boss.post(PAGE, form(preview="1"))
    assert preview.status_code == 200
    assert Layout.objects.count() == 0
    assert boss.post(PAGE, form(base_version="0")).status_code == 302
    shown = sales.get(f"/customers/{person}/archive").content.decode()
    assert shown.index("要紧的") < shown.index("block-base")
    assert "职务" not in shown
    assert "花生" in sales.get(f"/customers/{person}").content.decode()
    assert sales.get(f"/customers/{person}/card.pdf").content[:4] == b"%PDF"
    assert boss.post(PAGE, form(base_version="0")).status_code == 409
    assert boss.post(f"{PAGE}/resetting").status_code == 302
    assert "要紧的" not in sales.get(f"/customers/{person}/archive").content.decode()
    assert boss.post(f"{PAGE}/versions/1/restoring").status_code == 302
    assert "要紧的" in sales.get(f"/customers/{person}/archive").content.decode()
    assert Layout.objects.count() == 3


def test_a_role_may_have_a_layout_of_its_own(person: int) -> None:
    boss = signed_in("boss")
    assert boss.post(PAGE, form(role="sales")).status_code == 302
    assert "要紧的" in signed_in("east1").get(f"/customers/{person}/archive").content.decode()
    assert "要紧的" not in boss.get(f"/customers/{person}/archive").content.decode()


@pytest.mark.parametrize(
    ("preset", "kind", "made"), [("micro", "person", 3), ("b2b", "organization", 4), ("household", "household", 3)]
)
def test_a_template_is_seen_installed_and_taken_away(
    preset: str, kind: str, made: int, company: Company, at: Any
) -> None:
    boss = signed_in("boss")
    seen = boss.get(f"/settings/templates/{preset}")
    assert seen.status_code == 200
    assert CustomField.objects.count() == 0
    assert boss.post(f"/settings/templates/{preset}").status_code == 302
    assert CustomField.objects.count() == made
    market = "business" if preset == "b2b" else ""
    template = customer_reads.template_of(kind, market or "consumer")
    assert template is not None
    with unit_of_work(SYSTEM, at=at):
        pk = customers.create_customer(NewCustomer(kind=kind, name="甲", market_kind=market), by=SYSTEM, at=at)
    found = customer_reads.archive(SYSTEM, pk, on=at.date())
    assert found.template == template
    assert found.required.total == len(template.required)
    assert found.blocks[0].code == "front"
    assert template.name.zh in boss.get(f"/customers/{pk}/archive").content.decode()
    assert boss.post(f"/settings/templates/{preset}").status_code == 302  # a fresh copy, no second field
    assert CustomField.objects.count() == made
    again = ArchiveTemplate.objects.get(removed_at=None)
    assert boss.post(f"/settings/templates/installed/{again.pk}/removal").status_code == 302
    assert customer_reads.archive(SYSTEM, pk, on=at.date()).template is None
    assert CustomField.objects.filter(archived_at=None).count() == made


def test_templates_of_different_kinds_stand_side_by_side(company: Company) -> None:
    boss = signed_in("boss")
    for preset in ("micro", "b2b", "household"):
        boss.post(f"/settings/templates/{preset}")
    assert [each.preset for each in customer_reads.templates(SYSTEM)] == ["household", "b2b", "micro"]
    other = customer_reads.template_of("organization", "government")
    assert other is None  # b2b is for firms: another market kind follows the built-in demands


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_blank_cards_are_numbered_and_keyed_in_in_the_same_order(paper: str, company: Company) -> None:
    boss, sales = signed_in("boss"), signed_in("east1")
    boss.post("/settings/templates/micro")
    made = sales.post("/cards/person", {"count": "3", "paper": paper})
    assert (made.status_code, made.content[:4]) == (200, b"%PDF")
    assert NumberSeries.objects.get(code="blank_card").last == 3
    assert sales.post("/cards/person", {"count": "0"}).status_code == 422
    keyed = sales.get("/customers/new?kind=person&all=1").content.decode()
    assert keyed.index("怎么认识的") < keyed.index("忌讳")
    saved = sales.post(
        "/customers/new", {"kind": "person", "all": "1", "name": "韩梅", "x_met_through": "live", "taboos": "葱"}
    )
    assert saved.status_code == 302
    assert Customer.objects.get(name="韩梅").archive == {"x_met_through": "live", "taboos": "葱"}


def test_whoever_may_only_look_lays_nothing_out(company: Company) -> None:
    auditor = signed_in("auditor")
    assert auditor.get("/settings/layouts").status_code == 200
    assert auditor.get(PAGE).status_code == 200
    assert auditor.get("/settings/templates/micro").status_code == 200
    for where in (PAGE, f"{PAGE}/resetting", "/settings/templates/micro"):
        assert auditor.post(where, form()).status_code in {403, 422}
    assert (Layout.objects.count(), ArchiveTemplate.objects.count()) == (0, 0)
