"""What people find by typing, on both engines: compared with reading every document one by one."""

import random

import pytest

from minghua.domain.catalog.models import Product
from minghua.domain.customers.models import Customer, Pool
from minghua.foundation.people.models import User
from minghua.foundation.permissions import operations as shares
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.search import operations as search
from minghua.foundation.search import queries as search_reads
from minghua.foundation.search.folding import fold
from minghua.foundation.search.models import SearchDocument
from minghua.foundation.search.types import Document, Hit
from tests.conftest import AT

SURNAMES = "王李张刘陈杨赵黄周吴单曾解仇關"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英華"
FIRMS = ("粮油有限公司", "米业有限公司", "貿易公司", "食堂")


def a_name(chance: random.Random) -> str:
    if chance.random() < 0.2:
        return "".join(chance.choices(GIVEN, k=2)) + chance.choice(FIRMS)
    if chance.random() < 0.1:
        return chance.choice(("Anna Lee", "ＢＯＢ Smith", "O'Neil-王", "Zoë"))
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2))))


@pytest.fixture
def customers(company):
    """Three hundred customers of everybody, nobody, the pool; one shared; all findable."""
    chance = random.Random(8)
    pool = Pool.objects.create(name="公海")
    users = [*User.objects.exclude(username="boss"), None]
    rows = []
    for index in range(300):
        owner = chance.choice(users)
        rows.append(
            Customer(
                number=f"C{index:07}",
                kind="person",
                name=a_name(chance),
                mobile=f"+86138{chance.randrange(10**8):08}",
                owner=owner,
                team_id=owner.team_id if owner else None,
                pool=pool if owner is None and chance.random() < 0.5 else None,
                created_at=AT,
                updated_at=AT,
            )
        )
    Customer.objects.bulk_create(rows)
    search.put_many(document_of(row) for row in rows)
    shares.share("customers.Customer", rows[0].pk, user_id=company.user_ids["west1"], by=company.actor("boss"), at=AT)
    return rows


def document_of(row: Customer) -> Document:
    return Document("customer", row.pk, row.name, "", (row.number, row.mobile), row.owner_id, row.team_id, row.pool_id)


def brute_force(viewer, text: str) -> set[int]:
    """Read every document this person may see."""
    terms = fold(text).split()
    seen = set(visible(Customer.objects.all(), viewer).values_list("pk", flat=True))
    documents = SearchDocument.objects.filter(kind="customer").values_list("ref_id", "haystack")
    return {key for key, haystack in documents if key in seen and all(term in haystack for term in terms)}


def some_query(chance: random.Random) -> str:
    haystack = chance.choice(SearchDocument.objects.filter(kind="customer")).haystack
    line = chance.choice(haystack.split("\n"))
    start = chance.randrange(len(line))
    part = line[start : start + chance.randint(1, 6)]
    if chance.random() < 0.2:
        other = chance.choice(haystack.split("\n"))
        part += " " + other[: chance.randint(1, 4)]
    return part if chance.random() < 0.9 else part[::-1]


@pytest.mark.parametrize("username", ["boss", "lead", "east1", "west1"])
def test_sixty_random_queries_answer_as_reading_everything_would(company, customers, username):
    viewer = company.actor(username)
    chance = random.Random(username)
    for text in [some_query(chance) for _ in range(60)]:
        expected = brute_force(viewer, text) if any(letter.isalnum() for letter in fold(text)) else set()
        found = search_reads.find(viewer, text, kinds=("customer",), limit=1000)
        assert (text, {hit.ref_id for hit in found}) == (text, expected)
        listed = visible(Customer.objects.all(), viewer).filter(
            search_reads.contains_query(viewer, text, kind="customer")
        )
        everything = brute_force(viewer, text) if fold(text) else None
        assert (text, set(listed.values_list("pk", flat=True))) == (text, everything)


def test_common_texts_are_looked_up_along_the_list_with_the_same_answer(company, customers, monkeypatch):
    monkeypatch.setattr(search_reads, "LISTED", 3)
    viewer = company.actor("lead")
    listed = visible(Customer.objects.all(), viewer).filter(search_reads.contains_query(viewer, "王", kind="customer"))
    assert set(listed.values_list("pk", flat=True)) == brute_force(viewer, "王") != set()


@pytest.fixture
def wang_wei(company):
    search.put(
        "product", 0, title="other", keys=["4006"]
    )  # somebody else's row, so that an empty answer would be noticed
    row = Customer.objects.create(
        number="C0000042", kind="person", name="王偉", mobile="+8613800135678", created_at=AT, updated_at=AT
    )
    search.put("customer", row.pk, title=row.name, subtitle="上海", keys=[row.number, row.mobile, None, ""])
    return Hit("customer", row.pk, "王偉", "上海")


@pytest.mark.parametrize(
    "typed",
    [
        "王伟",
        "王偉",
        "王",
        "偉",
        "wangwei",
        "wang wei",
        "WangWei",
        "ｗｗ",
        "ww",
        "w",
        "5678",
        "138001",
        "C0000042",
        "42",
        "+86138",
    ],
)
def test_a_customer_is_found_by_every_way_of_typing(company, wang_wei, typed):
    assert search_reads.find(company.actor("boss"), typed) == [wang_wei]


@pytest.mark.parametrize(
    "typed", ["", "  ", "-", "'; DROP TABLE search_index; --", '"', "王伟 99", "*", "a\x00b", "𠮷", "((", "OR"]
)
def test_odd_texts_find_nothing_and_break_nothing(company, wang_wei, typed):
    assert search_reads.find(company.actor("boss"), typed) == []


def test_whole_names_come_before_beginnings_and_these_before_parts(company):
    names = ["老王伟", "王伟明", "王伟", "小王伟明"]
    for number, name in enumerate(names):
        row = Customer.objects.create(number=f"N{number}", kind="person", name=name, created_at=AT, updated_at=AT)
        search.put("customer", row.pk, title=name)
    found = search_reads.find(company.actor("boss"), "王伟")
    assert [hit.title for hit in found] == ["王伟", "王伟明", "老王伟", "小王伟明"]
    assert [hit.title for hit in search_reads.find(company.actor("boss"), "王伟", limit=2)] == ["王伟", "王伟明"]


def test_a_renewed_document_forgets_its_old_names(company, wang_wei):
    search.put("customer", wang_wei.ref_id, title="李娜")
    boss = company.actor("boss")
    assert search_reads.find(boss, "王伟") == []
    assert [hit.title for hit in search_reads.find(boss, "ln")] == ["李娜"]


def test_a_dropped_document_is_found_no_more(company, wang_wei):
    search.drop("customer", [wang_wei.ref_id])
    assert search_reads.find(company.actor("boss"), "王伟") == []


def test_search_follows_a_customer_to_the_next_owner(company, wang_wei):
    east1, west1 = company.actor("east1"), company.actor("west1")
    assert search_reads.find(east1, "ww") == []
    Customer.objects.filter(pk=wang_wei.ref_id).update(owner_id=east1.user_id, team_id=company.east_shop)
    search.rescope_many([wang_wei.ref_id], owner_id=east1.user_id, team_id=company.east_shop, pool_id=None)
    assert search_reads.find(east1, "ww") == [wang_wei]
    assert search_reads.find(company.actor("lead"), "ww") == [wang_wei]
    assert search_reads.find(west1, "ww") == []


def test_a_stale_index_never_shows_a_row_out_of_reach(company, wang_wei):
    west1 = company.actor("west1")
    search.rescope_many([wang_wei.ref_id], owner_id=west1.user_id, team_id=None, pool_id=None)
    assert search_reads.find(west1, "ww") == []


def test_products_are_everyones_and_kinds_can_be_chosen(company, wang_wei):
    rice = Product.objects.create(sku="R-1", name="五常大米", unit="袋")
    search.put("product", rice.pk, title=rice.name, keys=[rice.sku])
    east1 = company.actor("east1")
    assert search_reads.find(east1, "wcdm") == [Hit("product", rice.pk, "五常大米", "")]
    assert search_reads.find(east1, "wcdm", kinds=("customer",)) == []


def test_a_batch_takes_few_statements(company, django_assert_max_num_queries):
    documents = [Document("order", key, f"SO-{key}", keys=("x",)) for key in range(900)]
    with django_assert_max_num_queries(9):
        search.put_many(documents)
    assert SearchDocument.objects.count() == 900
