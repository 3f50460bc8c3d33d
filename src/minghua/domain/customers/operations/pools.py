"""The rules of a public pool, kept by whoever manages pools."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from minghua.domain.customers.models import Pool
from minghua.domain.customers.types.columns import EDITABLE
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.models import Team
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text

POOL = "customers.Pool"
MAX_DAYS = 3_650


class PoolNameTaken(Refusal):
    """Another pool is called that."""

    code = "pool_name_taken"
    status = 409
    text = Text("公海「{name}」已存在。", "There is a pool “{name}” already.")
    remedy = Text("请换一个名称。", "Choose another name.")


def save_pool(
    pool_id: int | None = None,
    *,
    name: str,
    team_id: int | None = None,
    active: bool = True,
    return_after_days: int | None = None,
    claim_limit: int | None = None,
    daily_limit: int | None = None,
    cooldown_days: int = 0,
    hold_days: int = 0,
    hidden_fields: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> int:
    """Create a pool or change its rules and return its id; empty limits fall back to P01 and P02.

    A claim limit of nought lets nobody claim; returning after no day at all is refused with Invalid.
    """
    require(by, "pool.manage")
    wanted: dict[str, object] = {
        "name": _name(name),
        "team_id": _team(team_id),
        "active": active,
        "return_after_days": _number("return_after_days", return_after_days, least=1),
        "claim_limit": _number("claim_limit", claim_limit),
        "daily_limit": _number("daily_limit", daily_limit),
        "cooldown_days": _number("cooldown_days", cooldown_days) or 0,
        "hold_days": _number("hold_days", hold_days) or 0,
        "hidden_fields": sorted(set(hidden_fields) & EDITABLE.keys()),
    }
    saved = _save(pool_id, wanted)
    audit.record("pool.saved", POOL, saved, wanted, by=by, at=at)
    return saved


def _save(pool_id: int | None, wanted: dict[str, object]) -> int:
    try:
        with transaction.atomic():
            if pool_id is None:
                return Pool.objects.create(**wanted).pk
            if not Pool.objects.filter(pk=pool_id).update(**wanted):
                raise NotFound(field="pool_id")
            return pool_id
    except IntegrityError:
        raise PoolNameTaken(field="name", name=wanted["name"]) from None


def _name(name: str) -> str:
    plain = name.strip()
    if not 0 < len(plain) <= 80:
        raise Invalid("请填写公海名称（最多 80 字）。", "Give the pool a name of at most 80 characters.", field="name")
    return plain


def _team(team_id: int | None) -> int | None:
    if team_id is not None and not Team.objects.filter(pk=team_id, active=True).exists():
        raise NotFound(field="team_id")
    return team_id


def _number(field: str, value: int | None, *, least: int = 0) -> int | None:
    if value is not None and not least <= value <= MAX_DAYS:
        zh, en = f"请填写 {least} 到 {MAX_DAYS} 之间的数。", f"Enter a number from {least} to {MAX_DAYS}."
        raise Invalid(zh, en, field=field)
    return value
