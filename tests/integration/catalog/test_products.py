"""Products are stored one by one and in bulk, known by their sku in any case."""

import pytest

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.catalog.models import Product
from minghua.domain.catalog.types import NewProduct
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests.company import Company
from tests.conftest import AT

pytestmark = pytest.mark.django_db

RICE = NewProduct(sku="rice10", name="东北大米", category="粮油", price_minor=6_800)


def test_the_same_sku_in_other_case_is_the_same_product() -> None:
    with unit_of_work(SYSTEM, at=AT):
        first = catalog.upsert_many([RICE, NewProduct(sku="POST", name="邮费")], by=SYSTEM, at=AT)
        again = catalog.upsert_many([NewProduct(sku="RICE10", name="五常大米")], by=SYSTEM, at=AT)
        with pytest.raises(catalog.SkuTaken):
            catalog.create_product(NewProduct(sku="Rice10", name="另一种"), by=SYSTEM, at=AT)
    assert (first.created, again.created, again.updated) == (("rice10", "POST"), (), ("RICE10",))
    assert again.ids == {"RICE10": first.ids["rice10"]}
    card = catalog_reads.product(SYSTEM, first.ids["rice10"])
    assert (card.sku, card.name, card.category, card.price_minor, card.nature) == (
        "rice10",
        "五常大米",
        "粮油",
        6_800,
        "goods",
    )
    assert catalog_reads.product(SYSTEM, first.ids["POST"]).nature == "postage"


@pytest.mark.parametrize(
    ("mode", "name", "created", "missing"),
    [("insert", "东北大米", ("OIL5",), ()), ("update", "新名", (), ("OIL5",)), ("upsert", "新名", ("OIL5",), ())],
)
def test_modes_of_a_bulk_write(mode: str, name: str, created: tuple[str, ...], missing: tuple[str, ...]) -> None:
    with unit_of_work(SYSTEM, at=AT):
        catalog.upsert_many([RICE], by=SYSTEM, at=AT)
        news = [NewProduct(sku="rice10", name="新名"), NewProduct(sku="OIL5", name="油")]
        stored = catalog.upsert_many(news, mode=mode, by=SYSTEM, at=AT)
    assert (stored.created, stored.missing) == (created, missing)
    assert Product.objects.get(sku="rice10").name == name


def test_an_edit_keeps_old_values_and_refuses_nonsense() -> None:
    with unit_of_work(SYSTEM, at=AT):
        made = catalog.create_product(RICE, by=SYSTEM, at=AT)
        changes = {"replenishable": True, "servings_milli": 130_000, "serving_name": "碗", "cycle_days": 30}
        card = catalog.edit_product(made.id, changes, by=SYSTEM, at=AT)
        for wrong in ({"servings_milli": 0}, {"price_minor": -1}, {"name": " "}, {"nature": "spirit"}, {"sku": "X"}):
            with pytest.raises(Invalid):
                catalog.edit_product(made.id, wrong, by=SYSTEM, at=AT)
        with pytest.raises(NotFound):
            catalog.edit_product(made.id, {"category_id": 999}, by=SYSTEM, at=AT)
    assert (card.servings_milli, card.serving_name, card.cycle_days) == (130_000, "碗", 30)


def test_reading_and_writing_need_their_permissions(company: Company) -> None:
    east1 = company.actor("east1")
    assert catalog_reads.suggestions(east1, "") == []
    with unit_of_work(east1, at=AT):
        with pytest.raises(Forbidden):
            catalog.create_product(RICE, by=east1, at=AT)
        with pytest.raises(Forbidden):
            catalog.upsert_many([RICE], by=east1, at=AT)
        with pytest.raises(Forbidden):
            catalog.create_category("粮油", by=east1, at=AT)


def test_shelves_are_put_up_once() -> None:
    with unit_of_work(SYSTEM, at=AT):
        first = catalog.create_category("粮油", by=SYSTEM, at=AT)
        with pytest.raises(catalog.CategoryTaken):
            catalog.create_category("粮油", by=SYSTEM, at=AT)
        catalog.create_category("大米", parent_id=first, by=SYSTEM, at=AT)
        catalog.create_product(RICE, by=SYSTEM, at=AT)
    assert [(node.name, node.products) for node in catalog_reads.categories(SYSTEM)] == [("大米", 0), ("粮油", 1)]


@pytest.mark.parametrize("rows", [1, 3])
def test_cards_cost_one_query(rows: int, django_assert_num_queries) -> None:
    with unit_of_work(SYSTEM, at=AT):
        catalog.upsert_many(
            [NewProduct(sku=f"P{n}", name=f"产品{n}", category="杂") for n in range(rows)], by=SYSTEM, at=AT
        )
    with django_assert_num_queries(1):
        found = catalog_reads.suggestions(SYSTEM, "产品")
    assert [card.name for card in found] == [f"产品{n}" for n in range(rows)]


def test_a_sku_of_other_alphabets_is_the_same_in_any_case() -> None:
    with unit_of_work(SYSTEM, at=AT):
        first = catalog.upsert_many([NewProduct(sku="чай-é", name="茶")], by=SYSTEM, at=AT)
        again = catalog.upsert_many([NewProduct(sku="ЧАЙ-É", name="红茶")], by=SYSTEM, at=AT)
        with pytest.raises(catalog.SkuTaken):
            catalog.create_product(NewProduct(sku="Чай-é", name="绿茶"), by=SYSTEM, at=AT)
    assert (again.created, again.updated) == ((), ("ЧАЙ-É",))
    assert catalog_reads.ids_by_sku(SYSTEM, ["чай-É"]) == {"чай-É": first.ids["чай-é"]}
