"""Logging contacts: judged, stored, on the timeline in the same breath (R17.4)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from minghua.domain.customers.operations import holding
from minghua.domain.interactions.models import Contact
from minghua.domain.interactions.rules import contact
from minghua.domain.interactions.types import ContactLogged, NewContact
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.timeline.operations import NewEntry
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel.errors import Invalid, NotFound

SUBJECT = "interactions.Contact"
_BATCH = 500


def log_contact(new: NewContact, *, by: Actor, at: datetime) -> ContactLogged:
    """Keep one contact with a visible customer and put it on the timeline; raises Invalid, NotFound."""
    require(by, "interactions.log")
    _check(new, at=at)
    _check_customers({new.customer_id}, by=by)
    row = _row(new, by=by)
    row.save(force_insert=True)
    entry = _entry(row)
    timeline.post(entry.customer_id, entry.kind, at=entry.at, data=entry.data, ref=entry.ref, by=by)
    data = {"customer": row.customer_id, "channel": row.channel, "direction": row.direction}
    audit.record("contact.logged", SUBJECT, row.pk, data, by=by, at=at)
    return _card(row)


def log_many(
    news: Iterable[NewContact], *, import_run_id: int | None = None, by: Actor, at: datetime
) -> tuple[int, ...]:
    """Keep many contacts (an import, the demo company) and return their ids; raises Invalid, NotFound for the first bad one."""
    require(by, "interactions.log")
    batch = list(news)
    for new in batch:
        _check(new, at=at)
    _check_customers({new.customer_id for new in batch}, by=by)
    rows = [_row(new, by=by, import_run_id=import_run_id) for new in batch]
    Contact.objects.bulk_create(rows, batch_size=_BATCH)
    timeline.post_many([_entry(row) for row in rows], run_id=import_run_id, by=by)
    if rows:
        data = {"n": len(rows), "run": import_run_id}
        audit.record("contact.logged_many", SUBJECT, "many", data, by=by, at=at)
    return tuple(row.pk for row in rows)


def _check(new: NewContact, *, at: datetime) -> None:
    wrong = contact.problems(
        new,
        channels=vocabulary.codes("interactions.channel"),
        outcomes=vocabulary.codes("interactions.outcome"),
        sentiments=vocabulary.codes("interactions.sentiment"),
        topics=vocabulary.codes("interactions.topic"),
        at=at,
    )
    for field, code in wrong.items():
        text = contact.PROBLEMS[code]
        raise Invalid(text.zh, text.en, field=field, code=code)


def _check_customers(customer_ids: set[int], *, by: Actor) -> None:
    if holding.visible_ids(by, customer_ids) != customer_ids:
        raise NotFound(field="customer_id")


def _row(new: NewContact, *, by: Actor, import_run_id: int | None = None) -> Contact:
    return Contact(
        customer_id=new.customer_id,
        channel=new.channel,
        direction=str(new.direction),
        at=new.happened_at,
        agent_id=new.agent_id or by.user_id,
        subject=new.subject.strip()[:200],
        body=new.body.strip(),
        outcome=new.outcome,
        sentiment=new.sentiment,
        topic=new.topic or None,
        order_id=new.order_id,
        minutes=new.minutes,
        import_run_id=import_run_id,
    )


def _entry(row: Contact) -> NewEntry:
    data: dict[str, Any] = {
        "channel": row.channel,
        "direction": row.direction,
        "subject": row.subject,
        "body": row.body[:2_000],
        "outcome": row.outcome,
        "sentiment": row.sentiment,
        "topic": row.topic or "",
        "minutes": row.minutes,
        "order_id": row.order_id,
    }
    kind = "note" if row.direction == "note" else "contact"
    return NewEntry(row.customer_id, kind, row.at, data, ("contact", row.pk))


def _card(row: Contact) -> ContactLogged:
    return ContactLogged(
        row.pk, row.customer_id, row.channel, row.direction, row.at, row.agent_id, row.subject, row.body, row.outcome,
        row.sentiment, row.order_id, row.minutes, row.topic,
    )  # fmt: skip
