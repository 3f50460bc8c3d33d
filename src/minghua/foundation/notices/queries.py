"""Reads of notices: one's own inbox, how many are unread, what one prefers, and mails that did not arrive."""

from minghua.foundation.notices import rules
from minghua.foundation.notices.kinds import KINDS
from minghua.foundation.notices.models import DigestHour, Notice, NoticeWish
from minghua.foundation.notices.names import cover_notices
from minghua.foundation.notices.sight import HIDDEN, hidden_ids
from minghua.foundation.notices.types import Kind, MailFailure, MailState, NoticeMode, NoticeRow, Wish, Wishes
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.paging import Page, decode_cursor, encode_cursor
from minghua.kernel.words import NO_TEXT, Text

MOST_COUNTED = 100
FAILURES_SHOWN = 50


def inbox(viewer: Actor, *, unread: bool = False, cursor: str | None = None, limit: int = 50) -> Page[NoticeRow]:
    """Return the person's own notices, newest first; text about a record out of sight is left out."""
    require(viewer, "signed_in")
    found = visible(Notice.objects.filter(listed=True), viewer).order_by("-pk")
    if unread:
        found = found.filter(read_at=None)
    if cursor:
        (before,) = decode_cursor(cursor, int)
        found = found.filter(pk__lt=before)
    notices = list(found[: limit + 1])
    following = encode_cursor((notices[limit - 1].pk,)) if len(notices) > limit else None
    hidden = hidden_ids(notices[:limit], viewer)
    cover_notices(notices[:limit], viewer)
    return Page(tuple(_shown(notice, hidden=notice.pk in hidden) for notice in notices[:limit]), following)


def unread_count(viewer: Actor) -> int:
    """Return how many of the person's own notices are unread, counted up to a hundred."""
    require(viewer, "signed_in")
    return visible(Notice.objects.filter(listed=True, read_at=None), viewer)[:MOST_COUNTED].count()


def wishes(viewer: Actor) -> Wishes:
    """Return what the person prefers for each kind, the hour of the digest, and the address mails go to."""
    require(viewer, "signed_in")
    chosen = dict(NoticeWish.objects.filter(user_id=viewer.user_id or 0).values_list("kind", "wish"))
    hour = DigestHour.objects.filter(user_id=viewer.user_id or 0).values_list("hour", flat=True).first()
    address = User.objects.filter(pk=viewer.user_id or 0).values_list("email", flat=True).first()
    kinds = tuple((kind, Wish(chosen.get(kind.code, Wish.DEFAULT))) for kind in KINDS.values())
    return Wishes(address or "", rules.USUAL_HOUR if hour is None else hour, kinds)


def mail_counts(viewer: Actor) -> dict[MailState, int]:
    """Return how many mails wait and how many did not arrive; needs `jobs.view`."""
    require(viewer, "jobs.view")
    return {
        state: Notice.objects.filter(mail_state=state)[: MOST_COUNTED * 100].count()
        for state in (MailState.WAITING, MailState.DIGEST, MailState.FAILED)
    }


def mail_failures(viewer: Actor) -> list[MailFailure]:
    """Return the latest mails that failed or met an error, without their text; needs `jobs.view`."""
    require(viewer, "jobs.view")
    failed = Notice.objects.filter(mail_state__in=[MailState.WAITING, MailState.FAILED]).exclude(mail_error="")
    return [
        MailFailure(
            notice.pk,
            kind_of(notice.kind).name,
            notice.user.name,
            notice.created_at,
            MailState(notice.mail_state),
            notice.mail_error,
        )
        for notice in failed.select_related("user").order_by("-pk")[:FAILURES_SHOWN]
    ]


def kind_of(code: str) -> Kind:
    """Return a kind; one no longer known is called by its code."""
    return KINDS.get(code) or Kind(code, Text(code, code))


def _shown(notice: Notice, *, hidden: bool) -> NoticeRow:
    kind = kind_of(notice.kind)
    return NoticeRow(
        id=notice.pk,
        kind=notice.kind,
        kind_name=kind.name,
        icon=kind.icon,
        title=HIDDEN if hidden else Text(notice.title_zh, notice.title_en),
        body=NO_TEXT if hidden else Text(notice.body_zh, notice.body_en),
        link="" if hidden else notice.link,
        mode=NoticeMode(notice.mode),
        deadline_at=notice.deadline_at,
        created_at=notice.created_at,
        read_at=notice.read_at,
        mail_state=MailState(notice.mail_state),
        hidden=hidden,
    )
