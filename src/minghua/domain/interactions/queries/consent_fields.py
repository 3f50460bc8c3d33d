"""What consent adds to the list of customers: may we send an SMS, may we analyse, who has to be asked again."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from django.db.models import Q

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions import measures
from minghua.domain.interactions.queries import consent
from minghua.domain.interactions.types.consent import ANY, MARKETING, PROFILING
from minghua.foundation.listing.types import Field
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.kernel.periods import midnight
from minghua.kernel.words import Text

ASKED: Final[dict[str, tuple[str, str, Text]]] = {
    "may_sms": (MARKETING, "sms", Text("可营销短信", "Marketing by SMS")),
    "may_call": (MARKETING, "call", Text("可营销电话", "Marketing by phone")),
    "may_wechat": (MARKETING, "wechat", Text("可营销微信", "Marketing by WeChat")),
    "may_email": (MARKETING, "email", Text("可营销邮件", "Marketing by e-mail")),
    "may_profile": (PROFILING, ANY, Text("可个性化分析", "Profiling allowed")),
}


def _open_to(viewer: Actor) -> Q:
    """Of a customer in the pool nothing is told before the claim."""
    return Q() if viewer.scope.everything else Q(pool=None)


def _may(purpose: str, channel: str, viewer: Actor, on: date) -> Q:
    renewed = consent.renewals().get(purpose, 0)
    return measures.allowed(purpose, channel, renewed=renewed, on=on) & _open_to(viewer)


def _restricted(viewer: Actor, on: date) -> Q:
    return measures.restricted() & _open_to(viewer)


def _again(viewer: Actor, on: date) -> Q:
    return consent.stale() & _open_to(viewer)


FIELDS: Final = (
    *(
        Field(code, label, "bool", holds=partial(_may, purpose, channel))
        for code, (purpose, channel, label) in ASKED.items()
    ),
    Field("restricted", Text("已限制处理", "Use restricted"), "bool", holds=_restricted),
    Field("ask_again", Text("须重新征得同意", "To be asked again"), "bool", holds=_again),
)


def read(viewer: Actor, ids: Sequence[int], codes: frozenset[str], on: date) -> dict[int, dict[str, Any]]:
    """Return the asked fields of these customers; nothing of those in the pool."""
    open_ids = sorted(customer_reads.visible_ids(viewer, ids, pooled=False))
    told: dict[int, dict[str, Any]] = {pk: {} for pk in open_ids}
    at = _noon(on)
    for code in codes & ASKED.keys():
        purpose, channel, _label = ASKED[code]
        for pk, decision in consent.may_contact_many(open_ids, purpose, channel, at=at).items():
            told[pk][code] = decision.allowed
    for code, which in (("restricted", measures.restricted), ("ask_again", consent.stale)):
        if code in codes:
            held = customer_reads.seen(SYSTEM).filter(which(), pk__in=open_ids)
            found = frozenset(held.values_list("pk", flat=True))
            for pk in open_ids:
                told[pk][code] = pk in found
    return told


def _noon(on: date) -> datetime:
    return midnight(on).replace(hour=12)
