"""Links by which a customer withdraws without signing in: 128 bits that nobody guesses, one answer to everybody (N1)."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings

from minghua.domain.customers.operations import holding
from minghua.domain.interactions.models import ConsentLink
from minghua.domain.interactions.operations import consent
from minghua.domain.interactions.types.consent import ANY, MARKETING, Act, NewConsent
from minghua.foundation.people.types import Actor, Scope
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound

_SHAPE: Final = re.compile(r"[A-Za-z0-9_-]{22}")
_BATCH: Final = 500
VISITOR: Final = Actor(
    user_id=None,
    name="客户本人",
    permissions=frozenset({"customers.view", "consent.record"}),
    scope=Scope(everything=True),
    channel="link",
)


def withdrawal_links(
    customer_ids: Iterable[int], *, purpose: str = MARKETING, channel: str = ANY, by: Actor, at: datetime
) -> dict[int, str]:
    """Return customer → the token of their withdrawal link, the same each time; raises NotFound."""
    require(by, "consent.record")
    wanted = sorted(set(customer_ids))
    if holding.visible_ids(by, wanted) != set(wanted):
        raise NotFound(field="customer_id")
    tokens = {pk: _token(pk, purpose, channel) for pk in wanted}
    links = [
        ConsentLink(digest=_digest(token), customer_id=pk, purpose=purpose, channel=channel, made_at=at)
        for pk, token in tokens.items()
    ]
    ConsentLink.objects.bulk_create(links, batch_size=_BATCH, ignore_conflicts=True)
    return tokens


def withdraw_by_link(token: str, *, at: datetime) -> bool:
    """Withdraw what the link stands for and return whether it was a link; the door must answer the same to all."""
    if not _SHAPE.fullmatch(token):
        return False
    named = ConsentLink.objects.filter(digest=_digest(token))
    holding.hold_of(named)
    link = named.first()
    if link is None:
        return False
    new = NewConsent(
        customer_id=link.customer_id, purpose=link.purpose, channel=link.channel, act=Act.WITHDRAWN, how="link"
    )
    consent.withdraw_told(new, by=VISITOR, at=at)
    return True


def _token(customer_id: int, purpose: str, channel: str) -> str:
    told = f"consent-link:{customer_id}:{purpose}:{channel}".encode()
    bits = hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(bits).decode().rstrip("=")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
