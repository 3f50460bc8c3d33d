"""A program that asks for a merged customer is told where it lives now."""

from datetime import datetime

import pytest

from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import merge_customers
from tests.company import Company
from tests.functional.web.settings.door import signed_in
from tests.trade import open_shop

pytestmark = pytest.mark.django_db


def test_a_merged_customer_answers_with_where_it_lives_now(company: Company, at: datetime) -> None:
    trade, boss = open_shop(company), company.actor("boss")
    with unit_of_work(boss, at=at):
        merge_customers.merge_customers(trade.wang, trade.liu, by=boss, at=at)
    answer = signed_in("boss").get(f"/api/v1/customers/{trade.liu}", headers={"Accept-Language": "en"})
    place = f"/api/v1/customers/{trade.wang}"
    assert (answer.status_code, answer.json()["code"]) == (404, "merged_into")
    assert answer.json()["detail"] == f"This customer was merged into customer {trade.wang}."
    assert answer["Link"] == f'<{place}>; rel="successor-version"'
    unseen = signed_in("west1").get(f"/api/v1/customers/{trade.liu}")
    assert (unseen.status_code, unseen.json()["code"], "Link" in unseen) == (404, "not_found", False)
