"""What happened to a customer and what is known: timeline, field history, owner history, archive with its score."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Cursor, Day, Id, Instant, Limit, Line, ListOut, Out, PageOut
from minghua.kernel.clock import local_date

router = Door(tags=["customers"])
Kinds = Annotated[list[Annotated[str, Field(max_length=20, pattern=r"^[a-z_]*$")]], Query(max_length=20)]


class EntryOut(Out):
    """One thing that happened; `data` depends on the kind, `ref` names the record behind it."""

    id: int
    kind: str
    at: Instant
    data: dict[str, Any]
    ref_type: str
    ref_id: int | None
    by_name: str


class ChangeOut(Out):
    """One field that changed."""

    id: int
    field: str
    old: Any
    new: Any
    at: Instant
    by_name: str
    source: str


class SpellOut(Out):
    """A stretch of time in one pair of hands."""

    owner_name: str
    pool_name: str
    from_at: Instant
    until_at: Instant | None
    reason: str
    note: str
    by_name: str


class ChecklistOut(Out):
    """How many fields are filled, of how many, and the codes of those missing."""

    filled: int
    total: int
    missing: list[str]


class EntryOfArchive(Out):
    """One field of the archive."""

    code: str
    path: str
    zh: str
    en: str
    value: Any
    masked: bool


class BlockOut(Out):
    """One of the four blocks."""

    code: str
    zh: str
    en: str
    checklist: ChecklistOut
    entries: list[EntryOfArchive]


class ArchiveOut(Out):
    """A customer's whole archive; the score is in hundredths of a point."""

    customer_id: int
    required: ChecklistOut
    score_e2: int
    due_on: Day | None
    blocks: list[BlockOut]


@router.read("/customers/{customer_id}/timeline", permission="customers.view", answers=PageOut[EntryOut])
def read_timeline(
    request: HttpRequest,
    customer_id: Id,
    kind: Kinds = [],  # noqa: B006
    cursor: Cursor = "",
    limit: Limit = 30,
) -> Any:
    """What happened with a customer, newest first, of some kinds if named."""
    actor = of(request).actor
    return customer_reads.timeline(actor, customer_id, kinds=tuple(kind), cursor=cursor, limit=limit)


@router.read("/customers/{customer_id}/history", permission="customers.view", answers=PageOut[ChangeOut])
def read_history(
    request: HttpRequest, customer_id: Id, field: Line = "", cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """What fields were before, newest first, masked as the fields are."""
    return customer_reads.changes(of(request).actor, customer_id, field=field, cursor=cursor, limit=limit)


@router.read("/customers/{customer_id}/owners", permission="customers.view", answers=ListOut[SpellOut])
def read_owners(request: HttpRequest, customer_id: Id) -> Any:
    """Who has looked after the customer, newest first."""
    return {"items": customer_reads.owner_history(of(request).actor, customer_id)}


@router.read("/customers/{customer_id}/archive", permission="customers.view", answers=ArchiveOut)
def read_archive(request: HttpRequest, customer_id: Id) -> Any:
    """The four blocks with checklists and the archive's score."""
    caller = of(request)
    found = customer_reads.archive(caller.actor, customer_id, on=local_date(caller.at))
    blocks = [
        {
            "code": block.code,
            "zh": block.label.zh,
            "en": block.label.en,
            "checklist": block.checklist,
            "entries": [_entry(entry) for entry in block.entries],
        }
        for block in found.blocks
    ]
    score = found.score
    return {
        "customer_id": customer_id,
        "required": found.required,
        "score_e2": score.score_e2,
        "due_on": score.due_on,
        "blocks": blocks,
    }


def _entry(entry: Any) -> dict[str, Any]:
    field = entry.field
    return {
        "code": field.code,
        "path": field.path,
        "zh": field.label.zh,
        "en": field.label.en,
        "value": entry.value,
        "masked": entry.masked,
    }


@router.write("PUT", "/customers/{customer_id}/verification", permission="customers.edit")
def verify_archive(request: HttpRequest, customer_id: Id) -> None:
    """Confirm that the archive is true today; its freshness starts anew."""
    caller = of(request)
    customers.verify_archive(customer_id, by=caller.actor, at=caller.at)
