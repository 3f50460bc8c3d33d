"""Collaborators: a customer opened to one more person or team."""

from datetime import datetime

from minghua.domain.customers.operations import holding
from minghua.domain.customers.queries import rows
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.models import Team, User
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions import operations as shares
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Invalid, NotFound


def share(
    customer_id: int,
    *,
    user_id: int | None = None,
    team_id: int | None = None,
    may_edit: bool = False,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Open a customer to a colleague or a team and return the share's id; again changes its terms."""
    require(by, "customers.share")
    customer = holding.changeable(by, customer_id)
    name = _name(user_id, team_id)
    if user_id is not None and user_id == customer.owner_id:
        raise Invalid("对方已是负责人，无需共享。", "That person is the owner already.", field="user_id")
    share_id = shares.share(
        rows.SUBJECT,
        customer_id,
        user_id=user_id,
        team_id=team_id,
        may_edit=may_edit,
        reason=reason[:200],
        by=by,
        at=at,
    )
    data = {"event": "shared", "to": name, "may_edit": may_edit, "note": reason[:200]}
    timeline.post(customer_id, "owner", at=at, data=data, by=by)
    told, private = {"to": name, "may_edit": may_edit, "share": share_id}, {"note": reason[:200]}
    audit.record("customer.shared", rows.SUBJECT, customer_id, told, private=private, about=customer_id, by=by, at=at)
    return share_id


def unshare(customer_id: int, *, share_id: int, by: Actor, at: datetime) -> None:
    """Take a share back; raises NotFound if there is none."""
    require(by, "customers.share")
    holding.changeable(by, customer_id)
    if not shares.unshare(rows.SUBJECT, customer_id, share_id=share_id):
        raise NotFound(field="share_id")
    timeline.post(customer_id, "owner", at=at, data={"event": "unshared"}, by=by)
    audit.record("customer.unshared", rows.SUBJECT, customer_id, {"share": share_id}, by=by, at=at)


def _name(user_id: int | None, team_id: int | None) -> str:
    if (user_id is None) == (team_id is None):
        raise Invalid("请选择一位同事或一个部门。", "Choose one colleague or one team.", field="user_id")
    if user_id is not None:
        name = User.objects.filter(pk=user_id, is_active=True).values_list("name", flat=True).first()
    else:
        name = Team.objects.filter(pk=team_id or 0, active=True).values_list("name", flat=True).first()
    if name is None:
        raise NotFound(field="user_id" if user_id is not None else "team_id")
    return name
