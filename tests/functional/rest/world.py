"""The small company every access test walks through: six roles, teams in a tree, customers in every kind of hands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO

from minghua.domain.care import operations as care
from minghua.domain.care.types import NewJar
from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer
from minghua.domain.customers.types import NewCustomer, NewMember
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions.types import FIRST_POLICY, Direction, NewContact, NewNextStep, NewRequest
from minghua.domain.orders.models import OrderLine, ReturnLine
from minghua.domain.orders.types import NewLine, NewOrder, NewReturn
from minghua.foundation.files import operations as files
from minghua.foundation.jobs.models import Job
from minghua.foundation.jobs.types import JobState
from minghua.foundation.listing import operations as listing
from minghua.foundation.listing.types import Spec
from minghua.foundation.people import operations as people
from minghua.foundation.people import presets
from minghua.foundation.people import queries as people_reads
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.search.operations import rescope_many
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vocabulary import operations as vocabularies
from minghua.journeys import log_contact, record_order, record_return
from minghua.kernel.clock import local_date

ROLES = ("admin", "manager", "team_lead", "sales", "service", "auditor")
HOMES = {
    "admin": "总部",
    "manager": "总部",
    "team_lead": "东区",
    "sales": "东区",
    "service": "总部",
    "auditor": "总部",
    "peer": "东区",
    "below": "东区一组",
    "stranger": "西区",
}
PARENTS = {"总部": None, "东区": "总部", "东区一组": "东区", "西区": "总部"}


@dataclass(frozen=True)
class Holding:
    """One customer with one of everything that hangs on it, and the facts an oracle needs."""

    key: str
    owner: str | None
    shared_with: str | None
    may_edit: bool
    ids: dict[str, int | str]


@dataclass(frozen=True)
class World:
    """The company: user and team ids by name, customers by how they are held."""

    users: dict[str, int]
    teams: dict[str, int]
    product_id: int
    pool_id: int
    job_id: int
    holdings: dict[str, Holding]
    actors: dict[str, Actor] = field(default_factory=dict)

    def sees(self, role: str, holding: Holding) -> bool:
        """The oracle, written apart from the product: may this person see this customer?"""
        if role in ("admin", "manager", "service", "auditor"):
            return True
        if holding.owner is None:
            return True  # the pool is open to whoever may view it, and both roles may
        return holding.shared_with == role or self._in_reach(role, holding.owner)

    def edits(self, role: str, holding: Holding) -> bool:
        """May this person change this customer's row (whatever the permission)?"""
        if role in ("admin", "manager", "service", "auditor"):
            return True
        if holding.owner is None:
            return False
        return (holding.shared_with == role and holding.may_edit) or self._in_reach(role, holding.owner)

    def _in_reach(self, role: str, owner: str) -> bool:
        if owner == role:
            return True
        return role == "team_lead" and HOMES[owner] in ("东区", "东区一组")


def build(at: datetime) -> World:
    """Make the company and return it."""
    with unit_of_work(SYSTEM, at=at):
        vocabularies.store_declared()
        presets.store_presets(by=SYSTEM, at=at)
        interactions.publish_policy(FIRST_POLICY, by=SYSTEM, at=at)
        teams, users = _staff(at)
        pool_id = customers.save_pool(name="公海", by=SYSTEM, at=at)
        product = catalog.create_product(
            NewProduct(
                sku="RICE-10", name="东北大米 10kg", price_minor=6_800, replenishable=True, servings_milli=80_000
            ),
            by=SYSTEM,
            at=at,
        )
    actors = {name: _actor(name) for name in HOMES}
    plans: list[tuple[str, str | None, str | None, bool]] = [
        ("team", "peer", None, False),
        ("below", "below", None, False),
        ("other", "stranger", None, False),
        ("pool", None, None, False),
    ]
    plans += [(f"own:{role}", role, None, False) for role in ROLES]
    plans += [(f"shared:{role}", "stranger", role, False) for role in ROLES]
    plans += [(f"lent:{role}", "stranger", role, True) for role in ROLES]
    build_one = _builder(at, users, product.id, pool_id)
    holdings = {key: build_one(key, owner, shared, may_edit) for key, owner, shared, may_edit in plans}
    return World(users, teams, product.id, pool_id, _dead_job(at), holdings, actors)


def _dead_job(at: datetime) -> int:
    return Job.objects.create(name="t", payload={}, state=JobState.DEAD, due_at=at, created_at=at).pk


def _staff(at: datetime) -> tuple[dict[str, int], dict[str, int]]:
    teams: dict[str, int] = {}
    for name, parent in PARENTS.items():
        teams[name] = people.create_team(name, parent_id=teams[parent] if parent else None, by=SYSTEM, at=at)
    users = {
        name: people.create_user(
            name,
            name=name,
            password=None,
            team_id=teams[home],
            role_codes=(name if name in ROLES else "sales",),
            by=SYSTEM,
            at=at,
        )
        for name, home in HOMES.items()
    }
    return teams, users


def _actor(name: str) -> Actor:
    found = people_reads.actor_named(name, channel="rest")
    assert found is not None
    return found


def _builder(
    at: datetime, users: dict[str, int], product_id: int, pool_id: int
) -> Callable[[str, str | None, str | None, bool], Holding]:
    def make(key: str, owner: str | None, shared_with: str | None, may_edit: bool) -> Holding:
        with unit_of_work(SYSTEM, at=at):
            place = {} if owner else {"pool_id": pool_id}
            new = NewCustomer(kind="household", name=f"客户 {key}", mobile="13800138000", **place)
            ids: dict[str, int | str] = {"customer_id": customers.create_customer(new, by=SYSTEM, at=at)}
            if owner:  # also people who may not own: the rows of an office that changed
                team_id = User.objects.get(pk=users[owner]).team_id
                mine = Customer.objects.filter(pk=ids["customer_id"])
                mine.update(owner=users[owner], team=team_id, pool=None, owned_since=at)
                rescope_many([int(ids["customer_id"])], owner_id=users[owner], team_id=team_id, pool_id=None)
            ids |= _belongings(int(ids["customer_id"]), key, product_id, at)
            customer_id = int(ids["customer_id"])
            # Somebody who sees everything anyway: this share changes no reach and gives every customer one to take back.
            witness = "manager" if "auditor" in (owner, shared_with) else "auditor"
            ids["share_id"] = customers.share(customer_id, user_id=users[witness], by=SYSTEM, at=at)
            if shared_with is not None:
                customers.share(customer_id, user_id=users[shared_with], may_edit=may_edit, by=SYSTEM, at=at)
        return Holding(key, owner, shared_with, may_edit, ids)

    return make


def _belongings(customer_id: int, key: str, product_id: int, at: datetime) -> dict[str, int | str]:
    """One order, return, contact, step, relation, member, tag and attachment."""
    line = NewLine(product_id=product_id, quantity_milli=2_000, unit_price_e4=680_000)
    order = record_order.record_order(
        NewOrder(source="t", number=key, placed_at=at - timedelta(days=9), lines=(line,), customer_id=customer_id),
        by=SYSTEM,
        at=at,
    )
    back = NewLine(product_id=product_id, quantity_milli=9_000, unit_price_e4=680_000)
    returned = record_return.record_return(
        NewReturn(source="t", number=f"R{key}", returned_at=at, lines=(back,), customer_id=customer_id),
        by=SYSTEM,
        at=at,
    )
    contact = NewContact(
        customer_id=customer_id, channel="phone", direction=Direction.OUT, happened_at=at, subject=f"问候 {key}"
    )
    promise = NewNextStep(customer_id=customer_id, text="回访", due_at=at, assignee_id=None)
    logged = log_contact.log_contact(contact, by=SYSTEM, at=at)
    step_id = _step(promise, at)
    tag_id = customers.tag(customer_id, name=f"标签 {key}", by=SYSTEM, at=at)
    member_id = customers.add_member(customer_id, NewMember(name="小明"), by=SYSTEM, at=at)
    friend = customers.create_customer(NewCustomer(kind="person", name=f"友人 {key}"), by=SYSTEM, at=at)
    relation_id = customers.relate(customer_id, to_customer_id=friend, kind="referral", by=SYSTEM, at=at)
    stored = files.store(BytesIO(b"card"), name=f"{key}.txt", content_type="text/plain", by=SYSTEM, at=at)
    attachment_id = customers.attach(customer_id, file_id=stored.id, by=SYSTEM, at=at)
    return _jar(customer_id, product_id, at) | {
        "order_id": order.order_id,
        "order_line_id": OrderLine.objects.get(order_id=order.order_id).pk,
        "line_id": ReturnLine.objects.get(return_of_id=returned.return_id, order_line=None).pk,
        "return_id": returned.return_id,
        "contact_id": logged.contact.id,
        "step_id": step_id,
        "request_id": interactions.receive_request(
            NewRequest(customer_id=customer_id, ask="copy", channel="phone"), by=SYSTEM, at=at
        ),
        "tag_id": tag_id,
        "member_id": member_id,
        "relation_id": relation_id,
        "attachment_id": attachment_id,
        "file_id": stored.id,
    }


def _jar(customer_id: int, product_id: int, at: datetime) -> dict[str, int | str]:
    """A jar with a delivery, days away and days with guests."""
    on = local_date(at)
    answers = NewJar(
        customer_id=customer_id,
        product_id=product_id,
        capacity_milli=160_000,
        people=4,
        per_person_milli=1_000,
        consent=True,
    )
    jar_id = care.open_jar(answers, by=SYSTEM, at=at)
    days = {"from_on": on + timedelta(days=200), "until_on": on + timedelta(days=203)}
    delivery = care.record_delivery(
        jar_id, quantity_milli=80_000, key=f"k{jar_id}", on=on, by=SYSTEM, at=at + timedelta(minutes=1)
    )
    return {
        "jar_id": jar_id,
        "absence_id": care.add_absence(jar_id, **days, by=SYSTEM, at=at),
        "occasion_id": care.add_occasion(jar_id, **days, factor_milli=2_000, by=SYSTEM, at=at),
        "delivery_id": delivery.delivery_id,
    }


def _step(promise: NewNextStep, at: datetime) -> int:
    from minghua.domain.interactions.models import NextStep
    from minghua.foundation.people.models import User

    admin = User.objects.get(username="admin")
    return NextStep.objects.create(
        customer_id=promise.customer_id, assignee=admin, due_at=promise.due_at, text=promise.text, created_at=at
    ).pk


def add_views(world: World, at: datetime) -> dict[str, int]:
    """Save one private view per role: role → view id."""
    made = {}
    for role in ROLES:
        with unit_of_work(world.actors[role], at=at):
            made[role] = listing.create_view("customers", name=role, spec=Spec(), by=world.actors[role], at=at)
    return made
