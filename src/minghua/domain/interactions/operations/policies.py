"""Publishing privacy policies, and restricting what may be done with a customer's data."""

from datetime import datetime
from typing import Final

from django.db.models import Max

from minghua.domain.customers.operations import holding
from minghua.domain.interactions.models import PrivacyPolicy, Restriction
from minghua.domain.interactions.types.consent import NewPolicy
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel.errors import Invalid, NotFound

LONGEST: Final = 40_000


def publish_policy(new: NewPolicy, *, by: Actor, at: datetime) -> int:
    """Publish the next version and return its number; it is never changed afterwards. Raises Invalid."""
    require(by, "policy.publish")
    if not new.title.strip() or len(new.title.strip()) > 120:
        raise Invalid("请填写标题(120 字以内)。", "Give it a title within 120 characters.", field="title")
    if not new.body_zh.strip() or max(len(new.body_zh), len(new.body_en)) > LONGEST:
        raise Invalid("请填写政策全文(4 万字以内)。", "Write the text, within 40,000 characters.", field="body_zh")
    if set(new.renews) - vocabulary.codes("interactions.consent_purpose"):
        raise Invalid("没有这个用途。", "There is no such purpose.", field="renews")
    version = (PrivacyPolicy.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    row = PrivacyPolicy.objects.create(
        version=version,
        title=new.title.strip(),
        body_zh=new.body_zh.strip(),
        body_en=new.body_en.strip(),
        renews=sorted(set(new.renews)),
        published_at=at,
        published_by_id=by.user_id,
    )
    audit.record(
        "policy.published",
        "interactions.PrivacyPolicy",
        row.pk,
        {"version": version, "renews": row.renews},
        by=by,
        at=at,
    )
    return version


def restrict(customer_id: int, *, reason: str, by: Actor, at: datetime) -> int:
    """Keep the customer's data without using it, from now on, and return the restriction's id; twice is once."""
    _reach(customer_id, by=by)
    if not reason.strip():
        raise Invalid("请说明原因。", "Say why.", field="reason")
    row, fresh = Restriction.objects.get_or_create(
        customer_id=customer_id,
        until=None,
        defaults={"since": at, "reason": reason.strip()[:200], "set_by_id": by.user_id},
    )
    if fresh:
        _tell(customer_id, "restricted", reason=row.reason, by=by, at=at)
    return row.pk


def lift_restriction(customer_id: int, *, reason: str = "", by: Actor, at: datetime) -> bool:
    """End the restriction and return whether there was one; raises NotFound."""
    _reach(customer_id, by=by)
    ended = Restriction.objects.filter(customer_id=customer_id, until=None).update(until=at, lifted_by_id=by.user_id)
    if ended:
        _tell(customer_id, "unrestricted", reason=reason.strip()[:200], by=by, at=at)
    return ended > 0


def _reach(customer_id: int, *, by: Actor) -> None:
    require(by, "rights.handle")
    if customer_id not in holding.visible_ids(by, [customer_id]):
        raise NotFound(field="customer_id")


def _tell(customer_id: int, event: str, *, reason: str, by: Actor, at: datetime) -> None:
    timeline.post(customer_id, "consent", at=at, data={"act": event, "note": reason}, by=by)
    private = {"reason": reason}
    audit.record(
        f"customer.{event}", "customers.Customer", customer_id, private=private, about=customer_id, by=by, at=at
    )
