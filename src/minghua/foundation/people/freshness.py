"""Whether the person at the door has shown again who they are: asked before keys, roles and passwords change (T16)."""

from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.core.exceptions import ValidationError

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

FRESH_FOR: Final = timedelta(minutes=10)
FIELD: Final = "confirm_password"


class NotFresh(Refusal):
    """Nobody has shown lately that it is still the same person who sits here."""

    code = "reauthenticate"
    status = 403
    text = Text(
        "这项操作很重要，请再输入一次您自己的登录密码。", "This matters: enter your own login password once more."
    )
    remedy = Text(
        "填写“您的登录密码”后重新提交，十分钟内不再询问。",
        "Fill in “Your login password” and submit again; you are not asked again for ten minutes.",
    )


class WrongPassword(NotFresh):
    """What was typed is not this person's password."""

    code = "wrong_password"
    text = Text("这不是您的登录密码。", "That is not your login password.")


class TriedTooOften(NotFresh):
    """The password of this person was tried too often."""

    code = "tried_too_often"
    status = 429
    text = Text("密码试错次数太多。", "The password was tried too often.")
    remedy = Text("请几分钟后再试。", "Try again in a few minutes.")


def is_fresh(request: Any, *, at: datetime) -> bool:
    """Return whether this session's person signed in or showed who they are within the last ten minutes."""
    records = get_authentication_records(request, request.user)
    shown = max((record["at"] for record in records), default=0.0)
    return bool(0 <= at.timestamp() - shown < FRESH_FOR.total_seconds())


def require_fresh(request: Any, *, at: datetime) -> None:
    """Raise NotFresh unless the session is fresh."""
    if not is_fresh(request, at=at):
        raise NotFresh(field=FIELD)


def confirm(request: Any, *, at: datetime) -> None:
    """Take the password typed along as proof when the session is not fresh; raises NotFresh, WrongPassword."""
    if is_fresh(request, at=at):
        return
    typed = request.POST.get(FIELD, "").replace("\x00", "")
    if not typed:
        raise NotFresh(field=FIELD)
    try:
        right = get_adapter().reauthenticate(request.user, typed)
    except ValidationError:
        raise TriedTooOften(field=FIELD) from None
    if not right:
        raise WrongPassword(field=FIELD)
    reauthenticate_by_password(request)
