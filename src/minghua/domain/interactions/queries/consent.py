"""Reads of consent: may we, for one and for many; the matrix and the records of a customer; the policies."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions import measures
from minghua.domain.interactions.models import ConsentRecord, ConsentState, PrivacyPolicy, Restriction
from minghua.domain.interactions.rules import consent
from minghua.domain.interactions.types.consent import (
    ANY,
    ConsentCard,
    ConsentRow,
    ContactDecision,
    Given,
    PersonFacts,
    terms_of,
)
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page, decode_cursor, encode_cursor
from minghua.kernel.periods import local_date

_CHUNK: Final = 900
_CARD: Final = (
    "id", "customer_id", "purpose", "channel", "act", "given_at", "how", "separate", "guardian", "note", "file_id",
    "policy__version", "import_run_id", "recorded_at", "recorded_by__name",
)  # fmt: skip


def may_contact(customer_id: int, purpose: str, channel: str = ANY, *, at: datetime) -> ContactDecision:
    """Return whether this purpose is allowed on this channel now, and why; raises NotFound. The one answer for senders."""
    found = may_contact_many([customer_id], purpose, channel, at=at)
    if customer_id not in found:
        raise NotFound(field="customer_id")
    return found[customer_id]


def may_contact_many(
    customer_ids: Iterable[int], purpose: str, channel: str = ANY, *, at: datetime
) -> dict[int, ContactDecision]:
    """Return the decision by customer in three queries per 900; senders ask it, so it knows no viewer."""
    wanted, on, renewed = sorted(set(customer_ids)), local_date(at), renewals().get(purpose, 0)
    decided: dict[int, ContactDecision] = {}
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        said = _said(some, Q(purpose=purpose, channel__in={channel, ANY}))
        for customer_id, facts in _facts(some).items():
            last = {one.channel: one for _purpose, one in said.get(customer_id, ())}
            decided[customer_id] = consent.judge(purpose, channel, last=last, facts=facts, renewed=renewed, on=on)
    return decided


def decision(viewer: Actor, customer_id: int, purpose: str, channel: str = ANY, *, at: datetime) -> ContactDecision:
    """Return the same answer to a person who asks about a customer in reach; raises NotFound."""
    require(viewer, "interactions.view")
    if not customer_reads.visible_ids(viewer, [customer_id], pooled=False):
        raise NotFound(field="customer_id")
    return may_contact(customer_id, purpose, channel, at=at)


def contactable(purpose: str, channel: str = ANY, *, at: datetime) -> Q:
    """Return the same decision as a condition on customers, for lists and segments."""
    return measures.allowed(purpose, channel, renewed=renewals().get(purpose, 0), on=local_date(at))


def restricted(customer: str = "pk") -> Q:
    """Return the condition of the customers whose data is only kept; `customer` is where the row names its customer."""
    return measures.restricted(customer)


def restricted_ids(customer_ids: Iterable[int]) -> frozenset[int]:
    """Return those of these customers whose data is only kept: they leave in no file."""
    rows = Restriction.objects.filter(customer_id__in=list(customer_ids), until=None)
    return frozenset(rows.values_list("customer_id", flat=True))


def told_yes_or_no(customer_ids: Iterable[int], purpose: str) -> dict[int, dict[str, bool]]:
    """Return customer → channel → what was said about it (withdrawn is no); what nobody said is left out."""
    said = _said(sorted(set(customer_ids)), Q(purpose=purpose))
    nobody = PersonFacts()
    told: dict[int, dict[str, bool]] = {}
    for customer_id, words in said.items():
        last = {one.channel: one for _purpose, one in words}
        channels = [code for code, _ in vocabulary.terms("interactions.consent_channel") if code != ANY]
        judged = {
            channel: consent.judge(purpose, channel, last=last, facts=nobody, renewed=0, on=date.max).code
            for channel in channels
        }
        told[customer_id] = {channel: code == "granted" for channel, code in judged.items() if code != "no_consent"}
    return told


def stale() -> Q:
    """Return the condition of the customers who have to be asked again after a policy has changed."""
    return measures.stale(renewals())


def matrix(viewer: Actor, customer_id: int, *, at: datetime) -> list[ConsentRow]:
    """Return every purpose of a visible customer with the decision by channel, [] before a claim; raises NotFound."""
    require(viewer, "interactions.view")
    customer_reads.require_seen(viewer, customer_id)
    if not customer_reads.visible_ids(viewer, [customer_id], pooled=False):
        return []
    on, again, facts = local_date(at), renewals(), _facts([customer_id])[customer_id]
    said: dict[str, dict[str, Given]] = defaultdict(dict)
    for purpose, one in _said([customer_id], Q()).get(customer_id, ()):
        said[purpose][one.channel] = one
    rows = []
    for purpose, _label in vocabulary.terms("interactions.consent_purpose"):
        terms = terms_of(purpose)
        channels = [code for code, _ in vocabulary.terms("interactions.consent_channel")] if terms.by_channel else [ANY]
        by_channel = {
            channel: consent.judge(
                purpose, channel, last=said[purpose], facts=facts, renewed=again.get(purpose, 0), on=on
            )
            for channel in channels
            if channel != ANY or not terms.by_channel
        }
        rows.append(ConsentRow(purpose, terms, by_channel))
    return rows


def consents_of(viewer: Actor, customer_id: int, *, cursor: str = "", limit: int = 50) -> Page[ConsentCard]:
    """Return what a customer said, latest first; empty out of reach."""
    require(viewer, "interactions.view")
    rows = visible(ConsentRecord.objects.all(), viewer).filter(customer_id=customer_id)
    if cursor:
        at, pk = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(given_at__lt=at) | Q(given_at=at, pk__lt=pk))
    found = [ConsentCard(*row) for row in rows.order_by("-given_at", "-pk").values_list(*_CARD)[: limit + 1]]
    more = encode_cursor((found[limit - 1].given_at, found[limit - 1].id)) if len(found) > limit else None
    return Page(tuple(found[:limit]), more)


def consent_record(viewer: Actor, record_id: int) -> ConsentCard:
    """Return one record; raises NotFound."""
    require(viewer, "interactions.view")
    found = visible(ConsentRecord.objects.all(), viewer).filter(pk=record_id).values_list(*_CARD).first()
    if found is None:
        raise NotFound(field="record_id")
    return ConsentCard(*found)


def restriction_of(viewer: Actor, customer_id: int) -> Restriction | None:
    """Return the open restriction of a customer, None for none."""
    require(viewer, "interactions.view")
    return visible(Restriction.objects.all(), viewer).filter(customer_id=customer_id, until=None).first()


def policies(viewer: Actor) -> "QuerySet[PrivacyPolicy]":
    """Return the published policies, the one in force first."""
    require(viewer, "interactions.view")
    return visible(PrivacyPolicy.objects.select_related("published_by"), viewer).order_by("-version")


def policy_in_force(viewer: Actor = SYSTEM) -> PrivacyPolicy | None:
    """Return the latest policy, None before the first."""
    return policies(viewer).first()


def renewals() -> dict[str, int]:
    """Return purpose → the oldest policy version whose consents still count; a handful of rows."""
    again: dict[str, int] = {}
    for version, purposes in PrivacyPolicy.objects.exclude(renews=[]).values_list("version", "renews"):
        again |= {purpose: max(version, again.get(purpose, 0)) for purpose in purposes}
    return again


def consenting(viewer: Actor, version: int) -> int:
    """Return how many customers in reach have a live consent that was given under this version, counted to 10,000."""
    rows = visible(ConsentState.objects.filter(act="granted", policy_version=version), viewer)
    return rows.values("customer").distinct().order_by()[:10_000].count()


def _said(customer_ids: list[int], which: Q) -> dict[int, list[tuple[str, Given]]]:
    said: dict[int, list[tuple[str, Given]]] = defaultdict(list)
    for row in ConsentState.objects.filter(which, customer_id__in=customer_ids):
        given = Given(row.channel, row.act, row.since, row.separate, row.guarded, row.policy_version, row.record_id)
        said[row.customer_id].append((row.purpose, given))
    return said


def _facts(customer_ids: list[int]) -> dict[int, PersonFacts]:
    kept = Exists(Restriction.objects.filter(customer=OuterRef("pk"), until=None))
    rows = customer_reads.seen(SYSTEM).filter(pk__in=customer_ids).annotate(restricted=kept)
    return {
        pk: PersonFacts(birthday, bool(restricted), erased_at is not None)
        for pk, birthday, restricted, erased_at in rows.values_list("pk", "birthday", "restricted", "erased_at")
    }
