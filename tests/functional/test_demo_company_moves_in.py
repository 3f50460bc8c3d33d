"""The demo company comes in through the rooms' doors, once, and leaves the house in order."""

from datetime import date, datetime

import pytest

from minghua.domain.care.models import Jar
from minghua.domain.customers.models import Customer, HouseholdMember, Relation
from minghua.domain.interactions.models import Contact, NextStep
from minghua.domain.orders.models import Order, Return, ReturnLine
from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.demo import levels, load
from minghua.journeys.demo.company import company
from minghua.journeys.demo.facts import Company
from minghua.journeys.prepare_company import prepare_company
from minghua.kernel.periods import add_months
from tests import oracle

pytestmark = pytest.mark.django_db
SCALE = 0.04


def brought_in(at: datetime) -> load.Loaded:
    with unit_of_work(SYSTEM, at=at):
        prepare_company(at=at)
    with unit_of_work(SYSTEM, at=at):
        return load.load_demo(password="rice-and-grain", at=at, scale=SCALE)


def everything_is_in_the_tables(loaded: load.Loaded, facts: Company) -> None:
    assert Customer.objects.count() == loaded.customers == len(facts.parties)
    assert Order.objects.count() == loaded.orders == len(facts.sales)
    assert Return.objects.count() == loaded.returns == len(facts.returns)
    assert Contact.objects.count() == loaded.contacts == len(facts.talks)
    assert NextStep.objects.count() == len(facts.promises)
    assert Jar.objects.filter(active=True).count() == loaded.jars == len(facts.jars)
    assert HouseholdMember.objects.count() == len(facts.members)
    assert Relation.objects.count() == len(facts.links)


def totals_are_those_of_the_facts(loaded: load.Loaded, facts: Company) -> None:
    made_up = {
        sale.number: sum((line.quantity_milli * line.unit_price_e4 + 50_000) // 100_000 for line in sale.lines)
        for sale in facts.sales
    }
    assert dict(Order.objects.values_list("number", "total_minor")) == made_up


def every_return_found_its_order(loaded: load.Loaded, facts: Company) -> None:
    assert not ReturnLine.objects.filter(order_line__isnull=True).exists()


def standing_is_computed_with_its_reason(loaded: load.Loaded, facts: Company) -> None:
    bought = Customer.objects.filter(order_count__gt=0)
    assert bought.exists()
    assert not bought.filter(status__in=["potential", "target", "non"]).exists()
    assert all(row.axes_why["status"] for row in bought)


def owners_have_teams_and_the_rest_is_pooled(loaded: load.Loaded, facts: Company) -> None:
    assert not Customer.objects.filter(owner__isnull=True, pool__isnull=True).exists()
    assert not Customer.objects.filter(owner__isnull=False, team__isnull=True).exists()
    assert User.objects.count() == 8


def the_club_has_members_whose_periods_end_and_who_fall(loaded: load.Loaded, facts: Company) -> None:
    counts = tiering_reads.level_counts(SYSTEM, levels.CLUB)
    assert [code for code, members in counts.items() if not members] in ([], ["registered"], ["registered", "diamond"])
    soon = tiering_reads.expiries(SYSTEM, levels.CLUB, on=facts.on, until=add_months(facts.on, 12))
    assert {row.level for row in soon} >= {"silver", "gold"}
    assert tiering_reads.falling(SYSTEM, levels.CLUB)
    assert tiering_reads.simulation(SYSTEM, levels.CLUB) is not None


def every_invariant_holds(loaded: load.Loaded, facts: Company) -> None:
    assert oracle.broken() == {}


CHECKS = (
    everything_is_in_the_tables,
    totals_are_those_of_the_facts,
    every_return_found_its_order,
    standing_is_computed_with_its_reason,
    owners_have_teams_and_the_rest_is_pooled,
    the_club_has_members_whose_periods_end_and_who_fall,
    every_invariant_holds,
)


def test_company_moves_in_whole_and_once(at: datetime, on: date) -> None:
    loaded = brought_in(at)
    facts = company(seed=load.SEED, on=on, scale=SCALE)
    for check in CHECKS:
        check(loaded, facts)
    assert load.is_loaded()
    with pytest.raises(load.NotEmpty), unit_of_work(SYSTEM, at=at):
        load.load_demo(password="rice-and-grain", at=at, scale=SCALE)
    assert Customer.objects.count() == loaded.customers
