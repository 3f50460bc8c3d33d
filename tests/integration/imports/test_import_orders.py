"""A shop's file becomes orders, returns, products and customers; twice adds nothing; the undo leaves nothing."""

import gzip
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.apps import apps

from minghua.domain.customers.models import Customer
from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.foundation.imports import operations as imports
from minghua.foundation.imports import queries as import_reads
from minghua.foundation.imports import runner
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests import imports_shop
from tests.company import Company
from tests.conftest import AT
from tests.imports_driving import advance, checked, codes, imported, lines_told, undone

TABLES = (
    "orders.Order", "orders.OrderLine", "orders.Return", "orders.ReturnLine", "customers.Customer",
    "customers.OwnerSpell", "catalog.Product", "timeline.TimelineEntry", "search.SearchDocument",
)  # fmt: skip
HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


@pytest.fixture
def boss(company: Company) -> Actor:
    return company.actor("boss")


def rows_in(*labels: str) -> dict[str, int]:
    return {label: apps.get_model(label)._default_manager.count() for label in labels or TABLES}


def content() -> dict[str, list[tuple[object, ...]]]:
    """Return what the orders room holds, without ids."""
    orders = Order.objects.order_by("number").values_list(
        "number", "total_minor", "line_count", "kind", "placed_at", "customer__external_id"
    )
    lines = OrderLine.objects.order_by("order__number", "position").values_list(
        "order__number", "product__sku", "amount_minor"
    )
    back = ReturnLine.objects.order_by("return_of__number", "position", "part").values_list(
        "return_of__number", "product__sku", "quantity_milli", "match", "order_line__order__number"
    )
    return {"orders": list(orders), "lines": list(lines), "returns": list(back)}


def expected(shop: imports_shop.ShopFile, counts: Mapping[str, int]) -> dict[str, int]:
    told = shop.counts()
    return dict(counts) | {
        "orders.created": told["invoices"] - told["cancellations"],
        "returns.created": told["cancellations"],
        "customers.created": told["customers"],
        "products.created": told["products"],
        "lines.order": told["lines"] - told["cancelled_lines"],
        "lines.return": told["cancelled_lines"],
    }


def test_every_line_of_a_shops_file_is_accounted_for(boss: Actor) -> None:
    shop = imports_shop.made(300)
    card = imported(shop.csv, boss)
    told = shop.counts()
    assert card.state == "done"
    assert dict(card.counts) == expected(shop, card.counts)
    assert lines_told(card.counts) == told["lines"] == card.rows_total
    assert Order.objects.count() + Return.objects.count() == told["invoices"]
    assert Customer.objects.count() == told["customers"]
    anonymous = OrderLine.objects.filter(order__customer=None).count()
    anonymous_back = ReturnLine.objects.filter(return_of__customer=None).values("return_of", "position").distinct()
    assert anonymous + anonymous_back.count() == told["anonymous_lines"]


def test_the_dry_run_foretells_the_import_and_stores_nothing(boss: Actor) -> None:
    shop = imports_shop.made(200)
    before = rows_in()
    card = checked(shop.csv, boss)
    assert rows_in() == before
    with unit_of_work(boss, at=AT):
        imports.start(card.id, by=boss, at=AT)
    done = advance(card.id, boss)
    foretold = {name: n for name, n in card.forecast.items() if n}
    assert {name: done.counts.get(name, 0) for name in foretold} == foretold


def test_a_second_import_adds_nothing_and_changes_nothing(boss: Actor) -> None:
    shop = imports_shop.made(150)
    imported(shop.csv, boss)
    before, kept = rows_in(), content()
    again = imported(gzip.compress(shop.csv), boss, name="again.csv.gz")
    assert (rows_in(), content()) == (before, kept)
    assert dict(again.counts) == {
        "orders.unchanged": shop.counts()["invoices"] - shop.counts()["cancellations"],
        "returns.unchanged": shop.counts()["cancellations"],
        "lines.unchanged": shop.counts()["lines"],
    }


def test_undo_restores_zero(boss: Actor) -> None:
    before = rows_in()
    card = imported(imports_shop.made(150).csv, boss)
    assert undone(card.id, boss).state == "undone"
    assert rows_in() == before


def test_undo_of_an_update_puts_the_old_orders_back(boss: Actor) -> None:
    imported((HEADER + "1,A,RICE,2,2011-01-01 10:00:00,5,7.0,UK\n").encode(), boss)
    before = content()
    card = imported(
        (HEADER + "1,A,RICE,3,2011-01-01 10:00:00,5,7.0,UK\n2,A,RICE,1,2011-01-02 10:00:00,5,7.0,UK\n").encode(), boss
    )
    assert (card.counts["orders.updated"], card.counts["orders.created"]) == (1, 1)
    undone(card.id, boss)
    assert content() == before
    assert Customer.objects.get(external_id="7").order_count == 1


def test_undo_is_refused_while_something_depends_on_it(boss: Actor) -> None:
    first = imported((HEADER + "1,A,RICE,2,2011-01-01 10:00:00,5,7.0,UK\n").encode(), boss)
    imported((HEADER + "C2,A,RICE,-1,2011-01-05 10:00:00,5,7.0,UK\n").encode(), boss)
    with pytest.raises(imports.HasDependents) as refused:
        undone(first.id, boss)
    assert "后来的退货 1 条" in refused.value.message("zh-hans")


def test_insert_leaves_known_orders_alone_and_update_makes_no_new_ones(boss: Actor) -> None:
    imported((HEADER + "1,A,RICE,2,2011-01-01 10:00:00,5,7.0,UK\n").encode(), boss)
    both = (HEADER + "1,A,RICE,3,2011-01-01 10:00:00,5,7.0,UK\n2,A,RICE,1,2011-01-02 10:00:00,5,7.0,UK\n").encode()
    updated = imported(both, boss, mode="update")
    assert {n: c for n, c in updated.counts.items() if c} == {
        "orders.updated": 1, "orders.skipped": 1, "lines.order": 1, "lines.skipped": 1, "customers.judged": 1,
    }  # fmt: skip
    assert codes(boss, updated.id, stage="run") == {"not_found": 1}
    inserted = imported(both.replace(b",3,", b",4,"), boss, mode="insert")
    assert (inserted.counts["orders.created"], inserted.counts["orders.skipped"]) == (1, 1)
    assert codes(boss, inserted.id, stage="run") == {"exists": 1}


def test_faulty_rows_keep_their_whole_order_out_and_are_told(boss: Actor) -> None:
    shop, faults = imports_shop.spoiled(imports_shop.made(400))
    card = imported(shop.csv, boss)
    told = codes(boss, card.id)
    assert {code: told.get(code, 0) for code in faults} == dict(faults)
    assert lines_told(card.counts) == len(shop.rows)
    good = {row[0] for row in shop.rows} - {
        shop.rows[p.row - 2][0] for p in import_reads.all_problems(boss, card.id) if p.severity == "error"
    }
    assert set(Order.objects.values_list("number", flat=True)) <= good
    assert card.counts["orders.created"] + card.counts["returns.created"] == len(good)
    failed = list(import_reads.failed_rows(boss, card.id))
    assert len(failed) - 1 == card.counts["lines.failed"]
    assert failed[0][-3:] == ("行号", "原因", "处理办法")
    assert all(row[-2] and row[-1] for row in failed[1:])


def test_faulty_rows_can_be_skipped_alone(boss: Actor) -> None:
    rows = "1,A,RICE,2,2011-01-01 10:00:00,5,7.0,UK\n1,A,RICE,six,2011-01-01 10:00:00,5,7.0,UK\n"
    card = imported((HEADER + rows).encode(), boss, skip_bad_lines=True)
    assert (card.counts["orders.created"], card.counts["lines.order"], card.counts["lines.skipped"]) == (1, 1, 1)


def test_hostile_text_is_kept_as_text_with_a_warning(boss: Actor) -> None:
    row = "1,A,\"=cmd|' /C calc'!A0\",2,2011-01-01 10:00:00,5,7.0,UK\n"
    card = imported((HEADER + row).encode(), boss)
    assert codes(boss, card.id) == {"formula_text": 1}
    assert OrderLine.objects.get().description == "=cmd|' /C calc'!A0"


def test_foreign_customers_stay_foreign(boss: Actor, company: Company) -> None:
    imported((HEADER + "1,A,RICE,2,2011-01-01 10:00:00,5,7.0,UK\n").encode(), boss)
    before = content()
    lead = company.actor("lead")
    card = imported((HEADER + "2,A,RICE,2,2011-01-01 10:00:00,5,7.0,UK\n").encode(), lead)
    assert card.counts["orders.failed"] == 1
    assert codes(lead, card.id, stage="run") == {"refused": 1}
    assert content() == before


def test_import_in_one_chunk_or_many_is_the_same(boss: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = imports_shop.made(120)
    first = imported(shop.csv, boss)
    whole = content()
    undone(first.id, boss)
    monkeypatch.setattr(runner, "CHUNK_UNITS", 7)
    imported(shop.csv, boss)
    assert content() == whole


@pytest.mark.skipif("MINGHUA_REAL_DATA" not in os.environ, reason="the real file is not here (MINGHUA_REAL_DATA)")
def test_the_real_file_is_accounted_for(boss: Actor) -> None:
    data = Path(os.environ["MINGHUA_REAL_DATA"]).read_bytes()
    card = imported(data, boss, name="online_retail.csv.gz")
    assert card.rows_total == lines_told(card.counts) == 541_909
    assert (card.counts["orders.created"], card.counts["returns.created"]) == (25_900 - 3_836, 3_836)
    assert (card.counts["lines.order"], card.counts["lines.return"]) == (541_909 - 9_288, 9_288)
    assert Customer.objects.count() == card.counts["customers.created"] == 4_372
    anonymous = OrderLine.objects.filter(order__customer=None).count()
    assert anonymous + ReturnLine.objects.filter(return_of__customer=None).count() == 135_080
    before = rows_in()
    imported(data, boss, name="online_retail.csv.gz")
    assert rows_in() == before
    undone(card.id, boss)
    assert rows_in("orders.Order", "customers.Customer", "catalog.Product") == dict.fromkeys(
        ("orders.Order", "customers.Customer", "catalog.Product"), 0
    )
