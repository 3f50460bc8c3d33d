"""Who stands behind a member's token: the customer they are, as an actor who reaches nothing else."""

import hashlib
from datetime import datetime

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions.models import MemberSession
from minghua.domain.interactions.types.access import IDLE, MEMBER_MAY
from minghua.foundation.people.types import Actor, Scope
from minghua.foundation.vault import queries as vault


def digest(token: str) -> str:
    """Return what of a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def member_of(token: str, *, language: str = "zh-hans", request_id: str = "", at: datetime) -> Actor | None:
    """Return the member a token stands for, None when it is ended, idle too long, unknown, or its customer is gone."""
    if not token:
        return None
    open_ones = MemberSession.objects.filter(
        token_sha256=digest(token), ended_at=None, until_at__gt=at, seen_at__gt=at - IDLE
    )
    customer_id = open_ones.values_list("customer_id", flat=True).first()
    if customer_id is None or not customer_reads.is_living(customer_id) or vault.erased_among([customer_id]):
        return None
    return member(customer_id, language=language, request_id=request_id)


def member(customer_id: int, *, language: str = "zh-hans", request_id: str = "") -> Actor:
    """Return a customer as an actor of their own kind: no staff, one row, a short list of permissions."""
    return Actor(
        user_id=None,
        name=f"会员 {customer_reads.called(customer_id)[0]}",
        permissions=MEMBER_MAY,
        scope=Scope(customer_id=customer_id),
        language=language,
        channel="portal",
        request_id=request_id,
    )
