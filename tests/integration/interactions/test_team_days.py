"""A lead sees the team's promises by person, and hands one on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import NewNextStep
from minghua.foundation.people.models import User
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.company import Company
from tests.conftest import AT
from tests.trade import Trade, open_shop


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


def promise(company: Company, who: str, customer_id: int, *, days: int, text: str = "送米上门") -> int:
    actor = company.actor(who)
    with unit_of_work(actor, at=AT - timedelta(days=30)):
        new = NewNextStep(customer_id=customer_id, text=text, due_at=AT + timedelta(days=days))
        return interactions.plan_next_step(new, by=actor, at=AT - timedelta(days=30)).id


def told(company: Company, who: str) -> dict[str, tuple[int, int, int]]:
    days = interaction_reads.team_days(company.actor(who), at=AT)
    names = dict(User.objects.values_list("pk", "username"))
    return {names[one.person_id]: (one.overdue, one.today, one.later) for one in days}


def test_a_lead_sees_each_persons_promises_and_who_is_free(company: Company, trade: Trade) -> None:
    for days in (-2, 0, 3, 30):
        promise(company, "east1", trade.wang, days=days)
    mine = told(company, "lead")
    assert mine["east1"] == (1, 1, 1)
    assert (mine["east2"], "west1" in mine, "auditor" in mine) == ((0, 0, 0), False, False)
    assert next(iter(mine)) == "east1"
    assert told(company, "east2") == {"east2": (0, 0, 0)}


def test_the_teams_day_costs_the_same_however_many_steps(company: Company, trade: Trade) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            interaction_reads.team_days(company.actor("lead"), at=AT)
        return len(asked)

    promise(company, "east1", trade.wang, days=1)
    one = statements()
    for days in range(20):
        promise(company, "east1", trade.wang, days=days % 5)
    assert statements() == one
    (busy,) = [day for day in interaction_reads.team_days(company.actor("lead"), at=AT) if day.steps]
    assert (len(busy.steps), busy.today + busy.later) == (12, 21)


def test_a_step_is_handed_on_and_back_through_the_page(company: Company, trade: Trade) -> None:
    step = promise(company, "east1", trade.wang, days=-1)
    lead, client = company.actor("lead"), Client(headers={"HX-Request": "true"})
    client.force_login(User.objects.get(username="lead"))
    assert "送米上门" in client.get("/today/team").content.decode()
    assert 'name="assignee_id"' in client.get(f"/today/steps/{step}/assignee").content.decode()
    page = client.post(f"/today/steps/{step}/assignee", {"assignee_id": lead.user_id}).content.decode()
    assert (interaction_reads.next_step(lead, step).assignee_id, "转交给" in page) == (lead.user_id, True)
    blind = company.actor("west1").user_id
    refused = client.post(f"/today/steps/{step}/assignee", {"assignee_id": blind})
    assert (refused.status_code, "看不到这位客户" in refused.content.decode()) == (422, True)


def test_only_who_sees_more_than_themselves_is_offered_the_teams_day(company: Company) -> None:
    offered = []
    for who in ("lead", "east1"):
        client = Client()
        client.force_login(User.objects.get(username=who))
        offered.append('href="/today/team"' in client.get("/today").content.decode())
    assert offered == [True, False]
