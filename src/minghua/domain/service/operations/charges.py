"""Asking money for a repair: where cover holds it takes a supervisor and a reason (SVC-AC-03)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from minghua.domain.catalog.types import Scope
from minghua.domain.service.models import VisitCharge
from minghua.domain.service.operations import holdings
from minghua.domain.service.queries import covers
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT = "service.VisitCharge"


class CoveredBySale(Refusal):
    """The sale entitles the customer: the visit costs nothing."""

    code = "covered_by_sale"
    status = 409
    text = Text("不能收费：{why}", "Nothing may be charged: {why_en}")
    remedy = Text("确要收费须由主管写明理由。", "If it has to be charged, a supervisor gives the reason.")


def charge_visit(unit_id: int, amount_minor: int, *, key: str, reason: str = "", by: Actor, at: datetime) -> int:
    """Record what a customer is asked to pay for a repair today; returns its id, told again the same one.

    Raises NotFound, Invalid, CoveredBySale, Forbidden.
    """
    require(by, "service.work")
    held = holdings.standing(unit_id, by=by)
    if not 1 <= amount_minor <= 10**11:
        raise Invalid("金额要大于 0。", "The amount is more than nothing.", field="amount_minor")
    if not 1 <= len(key) <= 80 or len(reason) > 200:
        raise Invalid(
            "编号或理由太长。", "The key or the reason is too long.", field="key" if len(key) > 80 else "reason"
        )
    cover = covers.cover_of(by, unit_id, on=local_date(at), scope=Scope.VISIT)
    if cover.covered and not reason.strip():
        raise CoveredBySale(field="reason", why=cover.text.zh, why_en=cover.text.en)
    if cover.covered:
        require(by, "service.lead")
    named = f"{cover.by.code} v{cover.by.version}" if cover.by else ""
    try:
        with transaction.atomic():
            made = VisitCharge.objects.create(
                unit_id=unit_id, customer_id=held.customer_id, key=key, on=local_date(at), amount_minor=amount_minor,
                covered_by=named, reason=reason.strip(), at=at, by_id=by.user_id,
            )  # fmt: skip
    except IntegrityError:
        return _again(unit_id, key, by=by)
    audit.record(
        "visit.charged", SUBJECT, made.pk, {"unit": unit_id, "amount": amount_minor, "covered": named}, by=by, at=at
    )
    return made.pk


def _again(unit_id: int, key: str, *, by: Actor) -> int:
    row = visible(VisitCharge.objects.filter(key=key, unit_id=unit_id), by).first()
    if row is None:
        raise NotFound(field="key")
    return row.pk
