"""The customers of a batch of documents: known by number or external id, or made from what the file says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.operations import holding
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.imports.staff import Staff
from minghua.foundation.imports.targets import RunFacts
from minghua.foundation.imports.types import EXCERPT, Problem
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.among import among
from minghua.journeys.import_orders.documents import Document, Party
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

Key = tuple[str, str]
_MOBILE = re.compile(r"\+861[3-9]\d{9}$")
_NAMELESS = Text("客户 {}", "Customer {}")


@dataclass(slots=True)
class Parties:
    """Customer id by key, what is wrong with a key, which keys are still to be made, how many were made."""

    ids: dict[Key, int] = field(default_factory=dict)
    faults: dict[Key, Problem] = field(default_factory=dict)
    news: dict[Key, NewCustomer] = field(default_factory=dict)
    created: int = 0


def key_of(document: Document) -> Key:
    """Return what names the customer: our own number, or the source with its id."""
    party = document.party
    return ("#", party.number) if party.number else (document.source, party.external_id)


def known(documents: Sequence[Document], run: RunFacts, *, by: Actor) -> Parties:
    """Return the parties that exist in this person's reach, and new customers for the others."""
    found = Parties()
    named = [document for document in documents if document.party.is_known]
    keys = {key_of(document) for document in named}
    found.ids = _at_home(_ids(keys, by=by), by=by)
    staff = Staff(by)
    for document in named:
        key = key_of(document)
        if key in found.ids or key in found.faults or key in found.news:
            continue
        _prepare(document, key, found, run, staff, by=by)
    return found


def _ids(keys: set[Key], *, by: Actor) -> dict[Key, int]:
    seen = customer_reads.seen(by)
    numbered = seen.filter(among("number", [value for source, value in keys if source == "#"]))
    found: dict[Key, int] = {("#", number): pk for number, pk in numbered.values_list("number", "id")}
    sourced = customer_reads.of_source_keys(
        seen.values_list("source_system", "external_id", "id"), (key for key in keys if key[0] != "#")
    )
    return found | {(source, external): pk for source, external, pk in sourced}


def _at_home(ids: dict[Key, int], *, by: Actor) -> dict[Key, int]:
    """Hold these customers, and go to whoever one became that was merged away while we looked."""
    holding.hold(ids.values())
    moved = customer_reads.homes(ids.values())
    if not moved:
        return ids
    holding.hold(moved.values())
    seen = customer_reads.visible_ids(by, moved.values())
    return {key: moved.get(pk, pk) for key, pk in ids.items() if pk not in moved or moved[pk] in seen}


def _prepare(document: Document, key: Key, found: Parties, run: RunFacts, staff: Staff, *, by: Actor) -> None:
    """Describe a customer to be made, or say why there can be none."""
    row, party = document.items[0].row, document.party
    if key[0] == "#":
        found.faults[key] = Problem(row, "customer_number", "foreign_record", party.number[:EXCERPT])
        return
    owner_id = staff.id_of(party.owner) if party.owner else None
    if party.owner and owner_id is None:
        found.faults[key] = Problem(row, "owner", "unknown_person", party.owner[:EXCERPT])
        return
    found.news[key] = _customer(document, owner_id, run, by=by)


def _customer(document: Document, owner_id: int | None, run: RunFacts, *, by: Actor) -> NewCustomer:
    party: Party = document.party
    mobile = party.mobile if _MOBILE.match(party.mobile) else ""
    return NewCustomer(
        kind=run.options.customer_kind,
        name=party.name or _NAMELESS.say(by.language).format(party.external_id),
        mobile=mobile,
        phone="" if mobile else party.mobile,
        province=party.country,
        origin_channel="import",
        source_system=document.source,
        external_id=party.external_id,
        owner_id=owner_id,
        currency=document.currency,
        import_run_id=run.run_id,
    )


def store(found: Parties, run: RunFacts, *, by: Actor, at: datetime) -> None:
    """Make the customers still missing; one out of reach or refused becomes a fault of its documents."""
    if not found.news:
        return
    keys = list(found.news)
    outcomes = customers.create_many(list(found.news.values()), run_id=run.run_id, by=by, at=at)
    existing = {one.customer_id for one in outcomes if one.what == "existing" and one.customer_id}
    in_reach = customer_reads.visible_ids(by, existing) if existing else frozenset()
    for key, outcome in zip(keys, outcomes, strict=True):
        if outcome.refusal is not None:
            found.faults[key] = _refused(key, outcome.refusal)
        elif outcome.what == "existing" and outcome.customer_id not in in_reach:
            found.faults[key] = Problem(0, "customer", "foreign_record", key[1][:EXCERPT])
        elif outcome.customer_id is not None:
            found.ids[key] = outcome.customer_id
            found.created += outcome.what == "created"


def _refused(key: Key, refusal: Refusal) -> Problem:
    params = {
        "zh": refusal.message("zh-hans"),
        "en": refusal.message("en"),
        "do_zh": refusal.advice("zh-hans"),
        "do_en": refusal.advice("en"),
    }
    return Problem(0, refusal.field or "customer", "refused", key[1][:EXCERPT], params=params)
