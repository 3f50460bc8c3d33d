"""The shop opens: teams, staff, pools and goods, each made once and found again."""

from dataclasses import dataclass, field
from datetime import datetime

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers import operations as customers
from minghua.foundation.people import operations as people
from minghua.foundation.people import queries as people_reads
from minghua.foundation.people.types import Actor
from minghua.journeys.demo.facts import Company, Goods

CHANNEL = "demo"


@dataclass(slots=True)
class Keys:
    """What the words of the facts are called in the database."""

    teams: dict[str, int] = field(default_factory=dict)
    staff: dict[str, Actor] = field(default_factory=dict)
    pools: dict[str, int] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)
    customers: dict[str, int] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=dict)

    def person(self, username: str) -> Actor:
        """Return the actor of a member of staff; the owner of the shop stands in for nobody."""
        return self.staff[username or "minghua"]

    def user_id(self, username: str) -> int | None:
        """Return the id of a member of staff, None for nobody."""
        return self.staff[username].user_id if username else None


def open_shop(facts: Company, keys: Keys, *, password: str, by: Actor, at: datetime) -> None:
    """Make teams, staff (all with this password), pools and goods."""
    for name, above in facts.teams:
        keys.teams[name] = people.create_team(name, parent_id=keys.teams.get(above), by=by, at=at)
    for worker in facts.staff:
        people.create_user(
            worker.username,
            name=worker.name,
            password=password,
            team_id=keys.teams[worker.team],
            role_codes=(worker.role,),
            by=by,
            at=at,
        )
        keys.staff[worker.username] = _actor(worker.username)
    for basin in facts.pools:
        keys.pools[basin.name] = customers.save_pool(
            name=basin.name,
            team_id=keys.teams[basin.team],
            return_after_days=basin.return_after_days,
            claim_limit=basin.claim_limit,
            daily_limit=20,
            cooldown_days=7,
            by=by,
            at=at,
        )
    keys.products = catalog.upsert_many([_product(one) for one in facts.goods], by=by, at=at).ids


def _actor(username: str) -> Actor:
    actor = people_reads.actor_named(username, channel=CHANNEL)
    if actor is None:
        raise LookupError(username)
    return actor


def _product(goods: Goods) -> NewProduct:
    return NewProduct(
        sku=goods.sku,
        name=goods.name,
        category=goods.family,
        unit=goods.unit,
        price_minor=goods.price_minor,
        cost_minor=goods.cost_minor,
        replenishable=goods.replenishable,
        cycle_days=goods.cycle_days,
        servings_milli=goods.servings_milli,
        serving_name=goods.serving_name,
    )
