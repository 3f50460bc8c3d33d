"""News of customers sent on their way (R06.5): at once by a journey that has the words, or by a job that finds them."""

from datetime import datetime
from typing import Any

from minghua.domain.customers.models import Customer
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.routing import operations as routing
from minghua.foundation.routing import rules as routing_rules
from minghua.foundation.routing.types import TYPES, Arrived
from minghua.kernel.words import NO_TEXT, Text

JOB = "customers.news"


def spread_later(info_type: str, customer_id: int, *, key: str, by: Actor, at: datetime) -> None:
    """Ask for the news to be routed once this transaction has ended; names only ids, and the same key once.

    What the system itself does (a demo, a migration, the close of a day) is no news.
    """
    if by.user_id is None:
        return
    payload = {
        "info_type": info_type,
        "customer_id": customer_id,
        "key": key,
        "user_id": by.user_id,
        "at": at.isoformat(),
    }
    jobs.enqueue(JOB, payload, key=f"news:{key}", at=at)


def spread(
    info_type: str,
    customer_id: int,
    *,
    key: str,
    body: Text = NO_TEXT,
    link: str = "",
    caused_by: int | None = None,
    by: Actor,
    at: datetime,
) -> int | None:
    """Route one piece of news about a customer as its importance asks and return the item's id, None when it goes nowhere."""
    require(by, "customers.view")
    found = Customer.objects.filter(pk=customer_id).values("name", "value_class", "owner_id", "team_id").first()
    if found is None:
        return None
    name, kind = found["name"], TYPES[info_type]
    arrived = Arrived(
        info_type=info_type,
        importance=routing_rules.importance_of(found["value_class"]),
        customer_id=customer_id,
        owner_id=found["owner_id"],
        team_id=found["team_id"],
        title=Text(f"{kind.zh}：{name}", f"{kind.en}: {name}"),
        body=body,
        link=link or f"/customers/{customer_id}",
        key=key,
    )
    return routing.route(arrived, caused_by=caused_by, by=by, at=at)


def hands_of(customer_ids: list[int]) -> dict[int, tuple[int | None, int | None]]:
    """Return customer id → (owner, team) as they are now, for whoever must escalate."""
    rows: Any = Customer.objects.filter(pk__in=customer_ids).values_list("pk", "owner_id", "team_id")
    return {pk: (owner_id, team_id) for pk, owner_id, team_id in rows}
