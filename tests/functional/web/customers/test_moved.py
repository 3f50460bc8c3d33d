"""Old links to a customer that was merged into another lead on to that one: pages, parts of pages, and news about it."""

from datetime import datetime
from typing import Any

import pytest

from minghua.foundation.notices import operations as notices
from minghua.foundation.notices.models import Notice
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.merge_customers import merge_customers
from minghua.kernel.words import Text


@pytest.fixture
def pair(firm: Any, make: Any, at: datetime) -> tuple[int, int]:
    """One customer, and the record that was merged into it after its owner had news about it."""
    one, gone = make("王伟"), make("王偉")
    with unit_of_work(firm.lead, at=at):
        notices.send(
            [firm.lead.user_id], kind="records.review", title=Text("王偉有了新任务", "News"),
            link=f"/customers/{gone}/archive", about=("customers.Customer", gone), by=firm.lead, at=at,
        )  # fmt: skip
        merge_customers(one, gone, by=firm.lead, at=at)
    return one, gone


@pytest.mark.parametrize("part", ["", "/archive", "/changes", "/timeline?kind=note", "/grade"])
def test_an_old_link_leads_to_the_same_page_of_the_survivor(
    firm: Any, at_the_door: Any, pair: tuple[int, int], part: str
) -> None:
    one, gone = pair
    answer = at_the_door(firm.lead).get(f"/customers/{gone}{part}")
    assert (answer.status_code, answer["Location"]) == (302, f"/customers/{one}{part}")
    assert at_the_door(firm.lead).get(answer["Location"]).status_code in {200, 404}


def test_news_about_it_is_still_read_and_leads_to_the_survivor(
    firm: Any, at_the_door: Any, pair: tuple[int, int]
) -> None:
    one, _ = pair
    door = at_the_door(firm.lead)
    assert "王偉有了新任务" in door.get("/notices").content.decode()
    link = door.post(f"/notices/{Notice.objects.get().pk}/opening")["Location"]
    assert door.get(link)["Location"] == f"/customers/{one}/archive"


def test_whoever_may_not_see_the_survivor_is_led_nowhere(firm: Any, at_the_door: Any, pair: tuple[int, int]) -> None:
    _, gone = pair
    assert at_the_door(firm.outsider).get(f"/customers/{gone}/archive").status_code == 404


def test_nothing_is_written_by_way_of_an_old_link(firm: Any, at_the_door: Any, pair: tuple[int, int]) -> None:
    _, gone = pair
    assert at_the_door(firm.lead).post(f"/customers/{gone}/contacts", {"subject": "x"}).status_code == 404
