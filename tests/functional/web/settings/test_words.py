"""Options and tags as an administrator looks after them: ordered, coloured, merged, split again, deleted."""

from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer, CustomerTag, Tag
from minghua.domain.customers.types import NewCustomer
from minghua.domain.customers.types.shaping import NewField, Option
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vocabulary import queries as words
from minghua.foundation.vocabulary.models import VocabularyTerm
from tests.company import Company
from tests.functional.web.settings.door import everything, signed_in

pytestmark = pytest.mark.django_db
RICE = "custom.x_rice"
PAGE = f"/settings/vocabularies/{RICE}"


@pytest.fixture
def eaters(company: Company, at: Any) -> list[int]:
    """Three customers: two eat fragrant rice, one glutinous; one likes both in a multiple choice."""
    options = (Option("香米", "Fragrant"), Option("糯米", "Glutinous"), Option("粳米", "Japonica"))
    with unit_of_work(SYSTEM, at=at):
        customers.define_field(
            NewField(zh="米", type="choice", kinds=("person",), code="x_rice", options=options), by=SYSTEM, at=at
        )
        return [
            customers.create_customer(NewCustomer(kind="person", name=name, archive={"x_rice": rice}), by=SYSTEM, at=at)
            for name, rice in (("甲", "fragrant"), ("乙", "fragrant"), ("丙", "glutinous"))
        ]


def rices() -> list[str]:
    return [row.archive["x_rice"] for row in Customer.objects.order_by("pk")]


def test_options_of_a_field_are_counted_added_and_ordered(eaters: list[int]) -> None:
    boss = signed_in("boss")
    shown = boss.get(PAGE).content.decode()
    assert "糯米" in shown
    assert "米 " in boss.get("/settings/vocabularies").content.decode() or "米<" in boss.get("/settings/vocabularies").content.decode()  # fmt: skip
    assert words.counted(RICE) == {"fragrant": 2, "glutinous": 1}
    added = boss.post(PAGE, {"zh": "糙米", "en": "", "position": "30", "active": "1", "colour": "amber"})
    assert added.status_code == 422  # an option has a name in both languages
    assert boss.post(PAGE, {"zh": "糙米", "en": "Brown rice", "position": "30", "active": "1"}).status_code == 302
    assert boss.post(f"{PAGE}/terms/brown_rice/moving", {"up": "1"}).status_code == 302
    order = [code for code, _ in words.terms(RICE)]
    assert order == ["fragrant", "glutinous", "brown_rice", "japonica"]


def test_two_options_become_one_and_two_again(eaters: list[int]) -> None:
    boss = signed_in("boss")
    assert boss.post(f"{PAGE}/terms/fragrant/merging", {"into": "glutinous"}).status_code == 302
    assert rices() == ["glutinous"] * 3
    assert "fragrant" not in words.codes(RICE)
    merge = words.merges(SYSTEM, RICE)[0]
    boss.post(f"/customers/{eaters[1]}/fields/archive.x_rice", {"value": "japonica"})
    assert boss.post(f"{PAGE}/merges/{merge.pk}/undoing").status_code == 302
    assert rices() == ["fragrant", "japonica", "glutinous"]  # what was changed since stays changed
    assert boss.post(f"{PAGE}/merges/{merge.pk}/undoing").status_code == 409


def test_used_and_built_in_options_stay(eaters: list[int]) -> None:
    boss = signed_in("boss")
    assert boss.post(f"{PAGE}/terms/fragrant/deletion").status_code == 409
    assert boss.post("/settings/vocabularies/customers.status/terms/lost/deletion").status_code == 409
    assert (
        boss.post("/settings/vocabularies/customers.status/terms/lost/merging", {"into": "dormant"}).status_code == 409
    )
    assert boss.post(f"{PAGE}/terms/japonica/deletion").status_code == 302
    assert not VocabularyTerm.objects.filter(vocabulary=RICE, code="japonica").exists()


def test_a_column_is_repointed_as_the_archive_is(company: Company, at: Any) -> None:
    boss = signed_in("boss")
    place = "/settings/vocabularies/customers.origin_channel"
    assert (
        boss.post(place, {"code": "fair", "zh": "庙会", "en": "Fair", "position": "99", "active": "1"}).status_code
        == 302
    )
    with unit_of_work(SYSTEM, at=at):
        customers.create_customer(NewCustomer(kind="person", name="甲", origin_channel="fair"), by=SYSTEM, at=at)
    assert boss.post(f"{place}/terms/fair/merging", {"into": "exhibition"}).status_code == 302
    assert Customer.objects.get().origin_channel == "exhibition"
    assert Customer.objects.get().version == 2  # an edit begun before is refused, not lost


def test_tags_are_changed_merged_split_and_deleted(eaters: list[int], at: Any) -> None:
    boss = signed_in("boss")
    with unit_of_work(SYSTEM, at=at):
        old = customers.save_tag("老客", by=SYSTEM, at=at)
        for pk in eaters[:2]:
            customers.tag(pk, name="老客", by=SYSTEM, at=at)
        for pk in eaters[1:]:
            customers.tag(pk, name="熟客", by=SYSTEM, at=at)
    other = Tag.objects.get(name="熟客").pk
    assert boss.get("/settings/tags").status_code == 200
    assert boss.post(f"/settings/tags/{old}", {"name": "老客户", "colour": "red", "group": "关系"}).status_code == 302
    assert boss.post(f"/settings/tags/{old}", {"name": "熟客", "colour": "red", "group": ""}).status_code == 409
    assert boss.post(f"/settings/tags/{old}/deletion").status_code == 409
    assert boss.post(f"/settings/tags/{old}/merging", {"into": other}).status_code == 302
    assert wearers("熟客") == eaters
    token = boss.get("/settings/tags").content.decode().split("/settings/tags/merges/")[1].split("/")[0]
    assert boss.post(f"/settings/tags/merges/{token}/undoing").status_code == 302
    assert (wearers("老客户"), wearers("熟客")) == (eaters[:2], eaters[1:])
    assert Tag.objects.get(name="老客户").colour == "red"
    assert boss.post("/settings/tags", {"name": "新的", "colour": "blue", "group": ""}).status_code == 302
    assert boss.post(f"/settings/tags/{Tag.objects.get(name='新的').pk}/deletion").status_code == 302


def wearers(name: str) -> list[int]:
    return sorted(CustomerTag.objects.filter(tag__name=name).values_list("customer_id", flat=True))


def test_new_tags_may_be_kept_to_administrators(eaters: list[int], company: Company, at: Any) -> None:
    from minghua.foundation.parameters import operations as parameters
    from minghua.kernel.periods import local_date

    with unit_of_work(SYSTEM, at=at):
        customers.assign_owner(eaters[0], owner_id=company.user_ids["east1"], by=SYSTEM, at=at)
        customers.save_tag("老客", by=SYSTEM, at=at)
        parameters.set_value("tags.open", False, valid_from=local_date(at), reason="", by=SYSTEM, at=at)
    sales = company.actor("east1")
    with unit_of_work(sales, at=at):
        customers.tag(eaters[0], name="老客", by=sales, at=at)
    with pytest.raises(customers.TagsClosed):
        customers.tag(eaters[0], name="新词", by=sales, at=at)


def test_whoever_may_only_look_changes_nothing(eaters: list[int]) -> None:
    before = everything()
    auditor = signed_in("auditor")
    assert auditor.get("/settings/tags").status_code == 200
    for where in (f"{PAGE}/terms/fragrant/merging", f"{PAGE}/terms/fragrant/moving", f"{PAGE}/terms/fragrant/deletion"):
        assert auditor.post(where, {"into": "glutinous"}).status_code == 403
    assert auditor.post("/settings/tags", {"name": "x", "colour": "red"}).status_code in {403, 422}
    assert everything() == before
