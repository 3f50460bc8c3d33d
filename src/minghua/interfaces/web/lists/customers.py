"""The list of customers at this door: its ready-made views, and the way on from one customer to the next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.fields import CUSTOM_PREFIX
from minghua.foundation.listing.types import Condition, Field, FieldType, Sort, Spec, all_of
from minghua.foundation.people.types import Actor
from minghua.interfaces.web.lists.look import Look, Preset, look_of
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

PATH = "/customers"
LIST = "customers"
DEFAULT_COLUMNS = (
    "name", "status", "mobile", "city", "owner", "net_minor", "last_order_on", "next_action_on", "tags",
)  # fmt: skip
_NEWEST = (Sort("updated_at", descending=True),)


def presets(on: date) -> tuple[Preset, ...]:
    """Return the views everybody has."""
    mine = all_of(Condition("owner", "is", ("me",)))
    due = all_of(Condition("next_action_on", "lte", (on,)))
    return (
        Preset("all", Text("全部客户", "All customers"), "users", Spec(sorts=_NEWEST)),
        Preset("mine", Text("我的客户", "My customers"), "user-check", Spec(mine, _NEWEST)),
        Preset("due", Text("该跟进了", "Follow up now"), "alarm-clock", Spec(due, (Sort("next_action_on"),))),
        Preset(
            "worth",
            Text("按净额", "By net amount"),
            "trending-up",
            Spec(sorts=(Sort("net_minor", descending=True),)),
        ),
    )


def look(request: Any, asked: QueryDict | None = None) -> Look:
    """Return what the address (or a form that repeats one) asks of the list of customers; raises a Refusal."""
    return look_of(
        request.GET if asked is None else asked,
        request.actor,
        list_code=LIST,
        path=PATH,
        fields=customer_reads.fields_for(request.actor),
        presets=presets(local_date(request.at)),
    )


def columns(asked: Look) -> tuple[Field, ...]:
    """Return the fields shown as columns, the name always first."""
    codes = asked.spec.columns or DEFAULT_COLUMNS
    by_code = {field.code: field for field in asked.fields}
    wanted = ["name", *(code for code in codes if code != "name")]
    return tuple(by_code[code] for code in wanted if code in by_code)


def is_own(field: Field) -> bool:
    """Return whether this is a self-made field."""
    return field.code.startswith(f"archive_{CUSTOM_PREFIX}")


def board_fields(asked: Look) -> tuple[Field, ...]:
    """Return the fields a board can be divided by: choices, nothing else."""
    return tuple(
        field
        for field in asked.fields
        if field.type == FieldType.CHOICE and (is_own(field) or not field.code.startswith("archive_")) and not field.ops
    )


@dataclass(frozen=True, slots=True)
class Around:
    """Where the arrows of a record lead while the list is kept; None at its ends."""

    previous_id: int | None
    next_id: int | None
    query: str
    list_url: str

    def url(self, customer_id: int | None, page: str = "") -> str | None:
        """Return the address of a neighbour, with the list kept."""
        return f"{PATH}/{customer_id}{page}?{self.query}" if customer_id else None


def around(request: Any, customer_id: int) -> Around:
    """Return the neighbours of a customer on the list the address still carries."""
    asked = look(request)
    on = local_date(request.at)
    before, after = customer_reads.neighbours(request.actor, asked.spec, customer_id, on=on, text=asked.text)
    return Around(before, after, asked.query, asked.url)


def may_edit(actor: Actor, field: Field) -> bool:
    """Return whether this person edits the field in the list; the name is a link there."""
    return field.editable and field.code != "name" and actor.may("customers.edit")
