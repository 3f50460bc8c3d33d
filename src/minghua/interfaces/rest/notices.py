"""One's own notices: what one was told, read or not."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.foundation.notices import operations as notices
from minghua.foundation.notices import queries as notice_reads
from minghua.foundation.notices.types import MailState, NoticeMode, Wish, Wishes
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Code, Cursor, Id, Instant, Limit, Out, PageOut, WordsOut

router = Door(tags=["notices"])


class NoticeOut(Out):
    """One notice; `hidden` when the record it is about is out of the person's sight, and then without its text."""

    id: int
    kind: str
    title: WordsOut
    body: WordsOut
    link: str
    mode: NoticeMode
    deadline_at: Instant | None
    created_at: Instant
    read_at: Instant | None
    mail_state: MailState
    hidden: bool


class CountOfOut(Out):
    """How many there are, counted up to a hundred."""

    number: int


class WishesOut(Out):
    """How the caller is mailed: at which hour the digest comes, and per kind at once, daily, never or as usual."""

    address: str
    digest_hour: int
    kinds: dict[str, Wish]


class WishesIn(Body):
    """What shall change; kinds that are not named stay as they are."""

    digest_hour: Annotated[int, Field(ge=0, le=23)] | None = None
    kinds: Annotated[dict[Code, Wish], Field(max_length=100)] = {}


@router.read("/me/notices", permission="signed_in", answers=PageOut[NoticeOut])
def list_notices(request: HttpRequest, unread: bool = False, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """The caller's notices, newest first; title and body in Chinese and English."""
    return notice_reads.inbox(of(request).actor, unread=unread, cursor=cursor, limit=limit)


@router.read("/me/notices/unread", permission="signed_in", answers=CountOfOut)
def count_unread_notices(request: HttpRequest) -> Any:
    """How many of the caller's notices are unread."""
    return {"number": notice_reads.unread_count(of(request).actor)}


@router.write("PUT", "/me/notices/{notice_id}/reading", permission="signed_in")
def read_notice(request: HttpRequest, notice_id: Id) -> None:
    """Mark one as read; a second time changes nothing."""
    caller = of(request)
    notices.mark_read(notice_id, by=caller.actor, at=caller.at)


@router.write("DELETE", "/me/notices/{notice_id}/reading", permission="signed_in")
def unread_notice(request: HttpRequest, notice_id: Id) -> None:
    """Put one back among the unread."""
    notices.mark_unread(notice_id, by=of(request).actor)


@router.write("PUT", "/me/notices/reading", permission="signed_in", answers=CountOfOut)
def read_all_notices(request: HttpRequest) -> Any:
    """Mark all as read and tell how many were not."""
    caller = of(request)
    return {"number": notices.mark_all_read(by=caller.actor, at=caller.at)}


@router.read("/me/notice-wishes", permission="signed_in", answers=WishesOut)
def get_notice_wishes(request: HttpRequest) -> Any:
    """How the caller is mailed, kind by kind."""
    return _wishes(notice_reads.wishes(of(request).actor))


@router.write("PATCH", "/me/notice-wishes", permission="signed_in", answers=WishesOut)
def set_notice_wishes(request: HttpRequest, body: WishesIn) -> Any:
    """Change how the caller is mailed; 422 for a kind there is not."""
    actor = of(request).actor
    hour = notice_reads.wishes(actor).digest_hour if body.digest_hour is None else body.digest_hour
    notices.set_wishes(body.kinds, digest_hour=hour, by=actor)
    return _wishes(notice_reads.wishes(actor))


def _wishes(found: Wishes) -> dict[str, Any]:
    kinds = {kind.code: wish for kind, wish in found.kinds}
    return {"address": found.address, "digest_hour": found.digest_hour, "kinds": kinds}
