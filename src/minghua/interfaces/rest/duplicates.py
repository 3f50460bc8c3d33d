"""Doubles: the review queue, merging and its undoing (R06.8)."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.customers import FieldPath
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Cursor, Id, Instant, Limit, ListOut, Out, PageOut
from minghua.journeys import merge_customers as journey

router = Door(tags=["customers"])


class PartyOut(Out):
    """One side of a pair."""

    id: int
    number: str
    name: str
    mobile: str
    city: str
    owner_name: str
    order_count: int
    may_change: bool


class TraitReasonOut(Out):
    """How one trait compares, its weight in the score, and what it adds to the odds (a power of two)."""

    trait: str
    level: Literal["same", "sound", "near", "part", "different"]
    weight: int
    bits: str
    shared_by: Literal["", "few", "many"]


class ExplanationOut(Out):
    """Where the odds begin, what each trait adds, what is taken off because kin compare so too, and where they end (powers of two)."""

    prior: str
    reasons: list[TraitReasonOut]
    kin: str
    total: str


class PairOut(Out):
    """Two customers that look alike: the score of agreement, and how likely both are one."""

    id: int
    one: PartyOut
    two: PartyOut
    score: str
    verdict: str
    chance: str
    traits: dict[str, str]
    why: ExplanationOut | None
    group: int
    group_size: int


class SearchIn(Body):
    """Whether everybody is compared anew, slips of the pen too, or only what is new."""

    anew: bool = False


class SearchAskedOut(Out):
    """The background job that will search."""

    job_id: int


class SearchOut(Out):
    """How far the search for doubles has come, 0 to 1, and what it has found."""

    share: float
    wide: bool
    running: bool
    paused: bool
    looked_at: int
    found: int
    started_at: Instant | None
    finished_at: Instant | None


class MergeIn(Body):
    """Who is merged into the customer of the address, and single fields whose value is chosen."""

    loser_id: Id
    choices: Annotated[dict[FieldPath, Literal["survivor", "loser"]], Field(max_length=200)] = {}


class MergedOut(Out):
    """The merge, and how many rows of each kind now belong to the survivor."""

    id: int
    survivor_id: int
    loser_id: int
    moved: dict[str, int]


class MergeOut(Out):
    """One merge and until when it can be undone; a legal hold on one of the two keeps the way back open beyond that."""

    id: int
    survivor_id: int
    survivor_name: str
    loser_id: int
    loser_number: str
    loser_name: str
    by_name: str
    at: Instant
    undone_at: Instant | None
    may_undo_until: Instant
    kept_by_hold: bool


class UnmergedOut(Out):
    """How many rows went back, what had changed since and was kept, and what was added since and stays."""

    survivor_id: int
    loser_id: int
    returned: int
    conflicts: list[str]
    stayed: dict[str, int]


@router.read("/duplicates", permission="customers.merge", answers=PageOut[PairOut])
def list_pairs(
    request: HttpRequest,
    verdict: Literal["", "suggest", "review", "likely"] = "",
    kind: Literal["", "person", "organization", "household"] = "",
    order: Literal["score", "chance"] = "score",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """The review queue: pairs whose both sides the caller may see, most alike (or, by chance, most likely) first."""
    viewer = of(request).actor
    return customer_reads.pairs(viewer, verdict=verdict, kind=kind, order=order, cursor=cursor, limit=limit)


@router.read("/duplicates/search", permission="customers.merge", answers=SearchOut)
def get_search(request: HttpRequest) -> Any:
    """How far the search has come; the last one where none is under way."""
    return customer_reads.search_state(of(request).actor)


@router.write("POST", "/duplicates/search", permission="customers.merge", answers=SearchAskedOut, status=202)
def search_duplicates(request: HttpRequest, body: SearchIn) -> Any:
    """Search in the background; a search that was stopped goes on where it stood, unless `anew`."""
    caller = of(request)
    return {"job_id": customers.start_seeking(anew=body.anew, by=caller.actor, at=caller.at)}


@router.write("DELETE", "/duplicates/search", permission="customers.merge")
def stop_search(request: HttpRequest) -> None:
    """Stop the search under way at its next step; what it found stays. 409 when none is under way."""
    caller = of(request)
    customers.stop_seeking(by=caller.actor, at=caller.at)


@router.write("POST", "/duplicates/{pair_id}/difference", permission="customers.merge")
def tell_apart(request: HttpRequest, pair_id: Id) -> Any:
    """Remember that the two are not the same; no later search asks again."""
    caller = of(request)
    customers.not_the_same(pair_id, by=caller.actor, at=caller.at)


@router.write("POST", "/customers/{customer_id}/merges", permission="customers.merge", answers=MergedOut, status=201)
def merge_customers(request: HttpRequest, customer_id: Id, body: MergeIn) -> Any:
    """Merge another customer into this one; both must be editable by the caller."""
    caller = of(request)
    return journey.merge_customers(
        customer_id, body.loser_id, choices=dict(body.choices), by=caller.actor, at=caller.at
    )


@router.read("/merges", permission="customers.merge", answers=ListOut[MergeOut])
def list_merges(request: HttpRequest) -> Any:
    """The latest fifty merges whose survivor the caller may see."""
    caller = of(request)
    return {"items": customer_reads.merges(caller.actor, at=caller.at)}


@router.write("DELETE", "/merges/{merge_id}", permission="customers.merge", answers=UnmergedOut)
def unmerge(request: HttpRequest, merge_id: Id) -> Any:
    """Take a merge back within its days; a later merge that stands on it is undone first (409)."""
    caller = of(request)
    return journey.unmerge(merge_id, by=caller.actor, at=caller.at)
