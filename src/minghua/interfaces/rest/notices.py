"""One's own notices: what one was told, read or not."""

from typing import Any

from django.http import HttpRequest

from minghua.foundation.notices import operations as notices
from minghua.foundation.notices import queries as notice_reads
from minghua.foundation.notices.types import MailState, NoticeMode
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Cursor, Id, Instant, Limit, Out, PageOut

router = Door(tags=["notices"])


class WordsOut(Out):
    """A text in both languages."""

    zh: str
    en: str


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
