"""One's own notices at the shell."""

import click

from minghua.foundation.notices import operations as notices
from minghua.foundation.notices import queries as notice_reads
from minghua.interfaces.cli.acting import Person, acting


@click.group("notices")
def group() -> None:
    """通知。Notices."""


@group.command("list")
@click.option("--unread", is_flag=True, help="只看未读。Only unread ones.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@acting("signed_in")
def list_notices(person: Person, unread: bool, limit: int) -> None:
    """列出自己的通知，新的在前。List one's own notices, newest first."""
    found = notice_reads.inbox(person.actor, unread=unread, limit=limit)
    language = person.actor.language
    person.show(
        [
            {"id": row.id, "at": row.created_at, "title": row.title.say(language), "read": row.read_at is not None}
            for row in found.items
        ]
    )


@group.command("read")
@click.argument("notice_id", type=int, required=False)
@acting("signed_in")
def read(person: Person, notice_id: int | None) -> None:
    """标为已读；不给编号就是全部。Mark one as read, or all without a number."""
    with person.writing():
        if notice_id is None:
            notices.mark_all_read(by=person.actor, at=person.at)
        else:
            notices.mark_read(notice_id, by=person.actor, at=person.at)
    person.say("已标为已读。", "Marked as read.")


commands = [group]
