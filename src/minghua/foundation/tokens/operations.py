"""Writes of API tokens: make, revoke, and count what a token has taken."""

from datetime import UTC, datetime, timedelta

from django.db.models import Case, F, Q, Value, When

from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import PERMISSIONS, require
from minghua.foundation.tokens import queries, wording
from minghua.foundation.tokens.models import ApiToken
from minghua.foundation.tokens.types import NEVER_A_SCOPE, IssuedToken, NewToken
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.words import Text

USE_IS_NOTED_EVERY = timedelta(minutes=1)


class ScopeNotHeld(Refusal):
    """A token was asked to do more than its person may do."""

    code = "token_scope_not_held"
    status = 422
    text = Text("您自己没有权限“{scope}”，不能给令牌。", "You do not hold “{scope}” yourself, so a token cannot.")
    remedy = Text("去掉这一项，或请管理员先授权。", "Leave it out, or ask an administrator for it first.")


class NoScopes(Refusal):
    """A token without scopes could do nothing."""

    code = "token_without_scopes"
    status = 422
    text = Text("令牌至少要有一项权限。", "A token needs at least one scope.")
    remedy = Text("勾选程序需要的权限。", "Choose what the program needs.")


class ExpiryPassed(Refusal):
    """A token was asked to end before it begins."""

    code = "token_expiry_passed"
    status = 422
    text = Text("到期时间已经过去。", "The expiry is in the past.")
    remedy = Text("选一个以后的时间，或留空。", "Choose a later moment, or leave it empty.")


class RowCapReached(Refusal):
    """A token has taken all the rows it may take today."""

    code = "row_cap_reached"
    status = 429
    text = Text("这个令牌今天已取满 {cap} 行。", "This token has taken its {cap} rows for today.")
    remedy = Text("明天（UTC）再取，或请管理员提高上限。", "Go on tomorrow (UTC), or ask for a higher cap.")


def create(new: NewToken, *, by: Actor, at: datetime) -> IssuedToken:
    """Make a token for the person asking and return its text, shown this once."""
    require(by, "tokens.own")
    if by.user_id is None:
        raise NotFound(field="user")
    _judge(new, by=by, at=at)
    prefix, secret = wording.draw()
    token = ApiToken.objects.create(
        user_id=by.user_id,
        name=new.name,
        prefix=prefix,
        secret_sha256=wording.digest(secret),
        scopes=sorted(set(new.scopes)),
        row_cap=new.row_cap,
        expires_at=new.expires_at,
        created_at=at,
    )
    audit.record("token.create", "token", token.id, {"name": new.name, "scopes": token.scopes}, by=by, at=at)
    return IssuedToken(token=queries.token_row(token), text=wording.join(prefix, secret))


def revoke(token_id: int, *, by: Actor, at: datetime) -> None:
    """End a token at once; one's own, or anybody's with `tokens.manage`. Doing it twice changes nothing."""
    require(by, "tokens.own")
    reach = Q() if by.may("tokens.manage") else Q(user_id=by.user_id)
    if not ApiToken.objects.filter(reach, id=token_id).exists():
        raise NotFound()
    if ApiToken.objects.filter(id=token_id, revoked_at=None).update(revoked_at=at):
        audit.record("token.revoke", "token", token_id, {}, by=by, at=at)


def revoke_all(user_id: int, *, by: Actor, at: datetime) -> int:
    """End every token of a person (deactivation, new password) and return how many ended."""
    ended = ApiToken.objects.filter(user_id=user_id, revoked_at=None).update(revoked_at=at)
    if ended:
        audit.record("token.revoke_all", "user", user_id, {"ended": ended}, by=by, at=at)
    return ended


def note_use(token_id: int, *, at: datetime) -> None:
    """Note when a token was last used, at most once a minute so that reads do not become writes."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=at - USE_IS_NOTED_EVERY)
    if ApiToken.objects.filter(stale, id=token_id).exists():
        ApiToken.objects.filter(stale, id=token_id).update(last_used_at=at)


def charge_rows(token_id: int, rows: int, *, at: datetime) -> None:
    """Count rows handed out today (UTC); raise RowCapReached once they are taken or the token is revoked."""
    today = at.astimezone(UTC).date()
    used = Case(When(rows_on=today, then=F("rows_used")), default=Value(0))
    fits = Q(row_cap=None) | Q(row_cap__gte=F("taken") + rows)
    token = ApiToken.objects.annotate(taken=used).filter(id=token_id)
    if not token.filter(fits, revoked_at=None).update(rows_used=used + rows, rows_on=today):
        raise RowCapReached(cap=ApiToken.objects.values_list("row_cap", flat=True).get(id=token_id))


def _judge(new: NewToken, *, by: Actor, at: datetime) -> None:
    if not new.scopes:
        raise NoScopes(field="scopes")
    for scope in new.scopes:
        if scope not in PERMISSIONS or scope.startswith(NEVER_A_SCOPE) or not by.may(scope):
            raise ScopeNotHeld(field="scopes", scope=scope)
    if new.expires_at is not None and new.expires_at <= at:
        raise ExpiryPassed(field="expires_at")
