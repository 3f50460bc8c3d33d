"""What stands beside a customer's story: each panel's contents, by itself or all at once."""

from collections.abc import Callable
from typing import Any

from minghua.domain.care import queries as care_reads
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types import CustomerCard
from minghua.domain.customers.types.parties import OWNING
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.orders import queries as order_reads
from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import Actor
from minghua.interfaces.web import benefit_words, customer_values, grade_words
from minghua.kernel.periods import local_date

LATEST_ORDERS = 5
LATEST_GRANTS = 5
Panel = Callable[[Any, int], dict[str, Any]]


def steps(request: Any, customer_id: int) -> dict[str, Any]:
    """The open next steps."""
    if not request.actor.may("interactions.view"):
        return {"steps": None}
    return {"steps": interaction_reads.next_steps_of(request.actor, customer_id)}


def orders(request: Any, customer_id: int) -> dict[str, Any]:
    """The latest orders."""
    if not request.actor.may("orders.view"):
        return {"orders": None}
    return {"orders": order_reads.orders_of(request.actor, customer_id, limit=LATEST_ORDERS).items}


def home(request: Any, customer_id: int) -> dict[str, Any]:
    """The household's members and its jars."""
    on = local_date(request.at)
    may_see = request.actor.may("route.view")
    jars = care_reads.jar_cards_of(request.actor, customer_id, on=on) if may_see else None
    return {
        "members": customer_reads.household(request.actor, customer_id, on=on),
        "jars": jars if jars is None else [jar for jar in jars if jar.active],
        "family_relations": customer_values.choices("customers.family_relation", empty=True),
    }


def ties(request: Any, customer_id: int) -> dict[str, Any]:
    """Relations to other customers, and the organisation tree."""
    return {
        "relations": customer_reads.relations(request.actor, customer_id, on=local_date(request.at)),
        "branches": customer_reads.tree(request.actor, customer_id),
        "relation_kinds": customer_values.choices("customers.relation_kind"),
        "buying_roles": customer_values.choices("customers.buying_role", empty=True),
    }


def tags(request: Any, customer_id: int) -> dict[str, Any]:
    """The tags worn, and those one may choose from."""
    return {"tags": customer_reads.tags(request.actor, customer_id), "all_tags": customer_reads.all_tags(request.actor)}


def files(request: Any, customer_id: int) -> dict[str, Any]:
    """The attachments."""
    return {
        "attachments": customer_reads.attachments(request.actor, customer_id),
        "attachment_kinds": customer_values.choices("customers.attachment_kind"),
    }


def hands(request: Any, customer_id: int) -> dict[str, Any]:
    """Collaborators, and who looked after the customer before."""
    return {
        "collaborators": customer_reads.collaborators(request.actor, customer_id),
        "spells": customer_reads.owner_history(request.actor, customer_id),
    }


def grade(request: Any, card: CustomerCard) -> dict[str, Any]:
    """The last grading of an organisation, for whoever may see grades."""
    if card.kind != "organization" or not request.actor.may("grades.view"):
        return {"grading": None}
    return {"grading": tiering_reads.latest_grading(request.actor, card.id), "grade_words": grade_words}


def benefits(request: Any, customer_id: int) -> dict[str, Any]:
    """What the customer's levels bring, packs due and given, for whoever may see them."""
    if not request.actor.may("benefits.view"):
        return {"member_benefits": None}
    found = loyalty_reads.benefits_of(request.actor, customer_id, at=request.at, latest=LATEST_GRANTS)
    return {"member_benefits": found, "benefit_words": benefit_words}


PANELS: dict[str, Panel] = {
    "steps": steps,
    "orders": orders,
    "home": home,
    "ties": ties,
    "tags": tags,
    "files": files,
    "hands": hands,
    "benefits": benefits,
}


def common(request: Any) -> dict[str, Any]:
    """Return what every fragment of a customer's page may ask for."""
    return {
        "may": request.actor.may,
        "user_id": request.actor.user_id,
        "now": request.at,
        "today": local_date(request.at),
        "values": customer_values,
    }


def all_of(request: Any, card: CustomerCard) -> dict[str, Any]:
    """Return the contents of every panel of a customer."""
    contents: dict[str, Any] = grade(request, card)
    for panel in PANELS.values():
        contents |= panel(request, card.id)
    return contents


def colleagues(viewer: Actor) -> list[tuple[int, str]]:
    """Return (id, name) of the people to whom this viewer may open customers."""
    return [(user_id, name) for user_id, name, _team in people.colleagues(viewer)]


def owners(viewer: Actor) -> list[tuple[int, str]]:
    """Return (id, name) of the people in reach who may look after customers."""
    return [(user_id, name) for user_id, name, _team in people.colleagues(viewer, holding=OWNING)]


def teams(viewer: Actor) -> list[tuple[int, str]]:
    """Return (id, name) of the teams in this viewer's reach."""
    return [(team_id, name) for team_id, name, _path in people.teams(viewer)]
