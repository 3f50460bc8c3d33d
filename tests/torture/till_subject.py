"""The other side of the tills: `found` a shop with members and a token; `report` what its books say afterwards, as JSON."""

import sys

import django

django.setup()

import json  # noqa: E402

from minghua.domain.customers import operations as customers  # noqa: E402
from minghua.domain.customers.types import NewCustomer  # noqa: E402
from minghua.domain.loyalty import operations as loyalty  # noqa: E402
from minghua.domain.loyalty.models import PointsAccount, PointsFact  # noqa: E402
from minghua.foundation.invariants import operations as invariants  # noqa: E402
from minghua.foundation.people import queries as people_reads  # noqa: E402
from minghua.foundation.people.types import SYSTEM  # noqa: E402
from minghua.foundation.storage.unit_of_work import unit_of_work  # noqa: E402
from minghua.foundation.tokens import operations as tokens  # noqa: E402
from minghua.foundation.tokens.types import NewToken  # noqa: E402
from minghua.kernel import clock  # noqa: E402
from tests.company import found_company  # noqa: E402
from tests.integration.loyalty.playing import EARLY, POINTS  # noqa: E402

MEMBERS = 12


def found() -> None:
    """Open the shop and print the token of its till and the ids of its members."""
    company, at = found_company(), clock.now()
    manager = people_reads.actor_named("manager", channel="web")
    assert manager is not None
    new = NewCustomer(kind="person", name="客", owner_id=company.user_ids["manager"], team_id=company.head_office)
    with unit_of_work(SYSTEM, at=at):
        loyalty.publish_points(POINTS, from_on=EARLY, by=SYSTEM, at=at)
        members = [customers.create_customer(new, by=SYSTEM, at=at) for _ in range(MEMBERS)]
    with unit_of_work(manager, at=at):
        scopes = ("customers.view", "points.view", "points.record")
        token = tokens.create(NewToken(name="till", scopes=scopes, row_cap=None), by=manager, at=at).text
    print(json.dumps({"token": token, "members": members}))


def report() -> None:
    """Print every fact of points, every account and what of the invariants is broken."""
    facts = list(PointsFact.objects.values_list("key", "customer_id", "amount"))
    accounts = dict(PointsAccount.objects.values_list("customer_id", "available"))
    broken = [each.id for each in invariants.verdicts(at=clock.now()) if not each.holds]
    print(json.dumps({"facts": facts, "accounts": accounts, "broken": broken}))


if __name__ == "__main__":
    globals()[sys.argv[1]]()
