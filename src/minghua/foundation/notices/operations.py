"""Writes about notices: tell people something, mark it read, say how one wants to be told."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from minghua.foundation.jobs import operations as jobs
from minghua.foundation.notices import rules
from minghua.foundation.notices.kinds import KINDS
from minghua.foundation.notices.models import DigestHour, Notice, NoticeWish
from minghua.foundation.notices.types import BOTH, About, Carrier, Letter, MailState, NoticeMode, Wish
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.ids import hex_id
from minghua.kernel.words import NO_TEXT, Text

MAIL_JOB = "notices.mail"
TITLE_LENGTH = 200


def send(
    user_ids: Iterable[int],
    *,
    kind: str,
    title: Text,
    body: Text = NO_TEXT,
    link: str = "",
    about: About | None = None,
    mode: str = NoticeMode.INSTANT,
    carriers: Iterable[str] = BOTH,
    deadline: datetime | None = None,
    key: str = "",
    by: Actor,
    at: datetime,
) -> list[int]:
    """Tell some people something within the caller's transaction; return the ids of the notices made.

    Asked of nobody's permission: the caller has judged who is to be told. Inactive people are left out; a key already
    used for a person makes nothing. An unknown kind is a defect (KeyError).
    """
    letter = Letter(
        tuple(user_ids), kind, title, body, link, about, NoticeMode(mode), tuple(map(Carrier, carriers)), deadline, key
    )
    return send_many([letter], by=by, at=at)


def send_many(letters: Iterable[Letter], *, by: Actor, at: datetime) -> list[int]:
    """Tell many things in a handful of statements, however many people there are; see `send`."""
    wanted = [(letter, letter.key or hex_id()) for letter in letters]
    everyone = {user_id for letter, _ in wanted for user_id in letter.user_ids}
    addresses = dict(User.objects.filter(pk__in=everyone, is_active=True).values_list("pk", "email"))
    wishes = _wishes(addresses, {letter.kind for letter, _ in wanted})
    rows = [
        _row(letter, key, user_id, wishes.get((user_id, letter.kind)), address=addresses[user_id], at=at)
        for letter, key in wanted
        for user_id in dict.fromkeys(letter.user_ids)
        if user_id in addresses
    ]
    return _stored(rows, at=at)


def _wishes(user_ids: Iterable[int], kinds: Iterable[str]) -> dict[tuple[int, str], Wish]:
    found = NoticeWish.objects.filter(user_id__in=list(user_ids), kind__in=list(kinds))
    return {(user_id, kind): Wish(wish) for user_id, kind, wish in found.values_list("user_id", "kind", "wish")}


def _row(letter: Letter, key: str, user_id: int, wish: Wish | None, *, address: str, at: datetime) -> Notice:
    kind = KINDS[letter.kind]
    state = rules.mail_state(
        letter.mode, letter.carriers, wish or Wish.DEFAULT, must=kind.must, has_address=bool(address)
    )
    about_type, about_id = letter.about or ("", None)
    return Notice(
        user_id=user_id,
        kind=letter.kind,
        title_zh=_line(letter.title.zh),
        title_en=_line(letter.title.en),
        body_zh=letter.body.zh,
        body_en=letter.body.en,
        link=letter.link,
        subject_type=about_type,
        subject_id=about_id,
        mode=letter.mode,
        listed=Carrier.IN_APP in letter.carriers,
        deadline_at=letter.deadline,
        key=key,
        created_at=at,
        read_at=at if letter.mode == NoticeMode.ARCHIVE else None,
        mail_state=state,
    )


def _line(text: str) -> str:
    """One line that fits: a title is also the subject of a mail."""
    plain = " ".join(text.split())
    return plain if len(plain) <= TITLE_LENGTH else plain[: TITLE_LENGTH - 1] + "…"


def _stored(rows: list[Notice], *, at: datetime) -> list[int]:
    """Store what is new by person and key, and ask for the mails of those that go at once."""
    known = _ids_by_key(rows)
    fresh = [row for row in rows if (row.user_id, row.key) not in known]
    if not fresh:
        return []
    Notice.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    ids = _ids_by_key(fresh)
    made = [ids[row.user_id, row.key] for row in fresh]
    for row, notice_id in zip(fresh, made, strict=True):
        if row.mail_state == MailState.WAITING:
            jobs.enqueue(MAIL_JOB, {"notice_id": notice_id}, key=f"{MAIL_JOB}:{notice_id}", at=at)
    return made


def _ids_by_key(rows: list[Notice]) -> dict[tuple[int, str], int]:
    keys = sorted({row.key for row in rows})
    found: dict[tuple[int, str], int] = {}
    for start in range(0, len(keys), 500):
        some = Notice.objects.filter(key__in=keys[start : start + 500])
        found |= {(user_id, key): pk for user_id, key, pk in some.values_list("user_id", "key", "pk")}
    return found


def mark_read(notice_id: int, *, by: Actor, at: datetime) -> str:
    """Mark one of one's own notices as read and return its link; again is no harm; raises NotFound."""
    require(by, "signed_in")
    mine = visible(Notice.objects.filter(pk=notice_id), by)
    link = mine.values_list("link", flat=True).first()
    if link is None:
        raise NotFound(field="notice_id")
    mine.filter(read_at=None).update(read_at=at)
    return link


def mark_unread(notice_id: int, *, by: Actor) -> None:
    """Put one of one's own notices back among the unread; raises NotFound."""
    require(by, "signed_in")
    if not visible(Notice.objects.filter(pk=notice_id), by).update(read_at=None):
        raise NotFound(field="notice_id")


def mark_all_read(*, by: Actor, at: datetime) -> int:
    """Mark all of one's own notices as read and return how many were not."""
    require(by, "signed_in")
    return visible(Notice.objects.filter(listed=True, read_at=None), by).update(read_at=at)


def set_wishes(wishes: Mapping[str, str], *, digest_hour: Any, by: Actor) -> None:
    """Store how the person wants to be mailed; raises Invalid on an unknown kind, wish or hour."""
    require(by, "signed_in")
    for kind, wish in wishes.items():
        if kind not in KINDS or wish not in set(Wish):
            raise Invalid("请从列表中选择。", "Choose one from the list.", field=kind)
    if not isinstance(digest_hour, int) or not 0 <= digest_hour <= 23:
        raise Invalid("请填写 0 到 23 之间的整点。", "Enter an hour from 0 to 23.", field="digest_hour")
    user_id = by.user_id or 0
    rows = [NoticeWish(user_id=user_id, kind=kind, wish=wish) for kind, wish in wishes.items()]
    NoticeWish.objects.bulk_create(rows, update_conflicts=True, unique_fields=["user", "kind"], update_fields=["wish"])
    DigestHour.objects.update_or_create(user_id=user_id, defaults={"hour": digest_hour})
