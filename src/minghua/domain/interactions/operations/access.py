"""The member centre's door: a code is asked for, tried a few times, and opens a session that can be ended."""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions.models import MemberAllowance, MemberCode, MemberSession
from minghua.domain.interactions.queries.access import digest, member
from minghua.domain.interactions.types.access import (
    CODE_LIVES,
    IDLE,
    LONGEST,
    PER_CONTACT,
    PER_CUSTOMER,
    PER_PLACE,
    TRIES,
    WINDOW,
    Asked,
)
from minghua.foundation.audit import operations as audit
from minghua.foundation.vault import queries as vault
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

SUBJECT: Final = "interactions.MemberSession"
SEEN_EVERY: Final = timedelta(minutes=10)
_SECRET_BYTES: Final = 32


class TooOften(Refusal):
    """This contact or this place asked for more codes than an hour allows."""

    code = "too_many_codes"
    status = 429
    text = Text("获取验证码太频繁。", "Too many codes were asked for.")
    remedy = Text("请一小时后再试，或到店里请店员帮忙。", "Try again in an hour, or ask at the shop.")


class WrongCode(Refusal):
    """The code does not open: wrong, too old, used, or tried too often; which of these is not told."""

    code = "wrong_code"
    status = 422
    text = Text("验证码不对或已失效。", "The code is wrong or no longer valid.")
    remedy = Text("请核对后再输，或重新获取。", "Check it and type it again, or get a new one.")


def ask_code(typed: str, *, place: str, at: datetime) -> Asked:
    """Return a code for whoever this contact reaches; for nobody the same is done and nothing is sent; raises TooOften."""
    contact = customer_reads.plain_contact(typed)
    _forget_old(at=at)
    if not (_allow("place", place, PER_PLACE, at=at) and _allow("contact", contact or typed, PER_CONTACT, at=at)):
        raise TooOften(field="contact")
    customer_id = customer_reads.only_one_reached(contact, at=at)
    allowed = _allow("customer", str(customer_id or contact), PER_CUSTOMER, at=at)
    ref, code = secrets.token_urlsafe(_SECRET_BYTES), f"{secrets.randbelow(1_000_000):06d}"
    MemberCode.objects.create(
        ref_sha256=digest(ref),
        customer_id=customer_id if allowed else None,
        code_hash=_hash(ref, code, at=at),
        tries_left=TRIES,
        asked_at=at,
        until_at=at + CODE_LIVES,
    )
    if customer_id is None or not allowed:
        return Asked(ref, None, "", "")
    email = contact if "@" in contact else customer_reads.called(customer_id)[1]
    return Asked(ref, customer_id, code, email)


def enter(ref: str, code: str, *, at: datetime) -> str | None:
    """Return the token of a new session, None when the code does not open; every try counts, also a right one.

    The door commits either way: a refusal that undid the count would allow tries without end.
    """
    row = MemberCode.objects.filter(ref_sha256=digest(ref)).first()
    if row is None:
        return None
    tries = MemberCode.objects.filter(pk=row.pk, tries_left__gt=0, used_at=None, until_at__gt=at)
    if tries.update(tries_left=F("tries_left") - 1) != 1:
        return None
    right = hmac.compare_digest(row.code_hash, _hash(ref, code, at=at))
    if not right or row.customer_id is None or not customer_reads.is_living(row.customer_id):
        return None
    if MemberCode.objects.filter(pk=row.pk, used_at=None).update(used_at=at) != 1:
        return None
    return _open(row.customer_id, at=at)


def keep_open(token: str, *, at: datetime) -> None:
    """Note that a session was used, at most every ten minutes."""
    rows = MemberSession.objects.filter(token_sha256=digest(token), ended_at=None, seen_at__lt=at - SEEN_EVERY)
    rows.filter(seen_at__gt=at - IDLE).update(seen_at=at)


def end_session(token: str, *, at: datetime) -> None:
    """End the session of this token."""
    MemberSession.objects.filter(token_sha256=digest(token), ended_at=None).update(ended_at=at)


def end_sessions(customer_id: int, *, at: datetime) -> int:
    """End every session of a customer and return how many were open: signed out everywhere."""
    return MemberSession.objects.filter(customer_id=customer_id, ended_at=None).update(ended_at=at)


def _open(customer_id: int, *, at: datetime) -> str:
    token = secrets.token_urlsafe(_SECRET_BYTES)
    made = MemberSession.objects.create(
        token_sha256=digest(token), customer_id=customer_id, began_at=at, seen_at=at, until_at=at + LONGEST
    )
    audit.record("member.entered", SUBJECT, made.pk, {}, about=customer_id, by=member(customer_id), at=at)
    return token


def _hash(ref: str, code: str, *, at: datetime) -> str:
    return vault.blind("member.code", f"{ref}\x1f{code.strip()}", at=at)


def _allow(kind: str, value: str, most: int, *, at: datetime) -> bool:
    """Take one of what is left in this window by a conditional update; return whether there was one."""
    key = vault.blind("member.allowance", f"{kind}\x1f{value}", at=at)
    MemberAllowance.objects.bulk_create([MemberAllowance(key=key, since=at, left=most)], ignore_conflicts=True)
    MemberAllowance.objects.filter(key=key, since__lte=at - WINDOW).update(since=at, left=most)
    return MemberAllowance.objects.filter(key=key, left__gt=0).update(left=F("left") - 1) == 1


def _forget_old(*, at: datetime) -> None:
    """Codes and allowances of yesterday tell nothing any more; sessions that ended long ago go as well."""
    MemberCode.objects.filter(until_at__lt=at - timedelta(days=1)).delete()
    MemberAllowance.objects.filter(since__lt=at - timedelta(days=1)).delete()
    MemberSession.objects.filter(until_at__lt=at - timedelta(days=30)).delete()
