"""A contact is logged: kept, on the timeline, remembered on the customer, its cost posted, perhaps with a promise."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from minghua.domain.customers import operations as customers
from minghua.domain.customers.operations import news
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions.types import ContactLogged, Direction, NewContact, NewNextStep, NextStepCard
from minghua.domain.orders import queries as order_reads
from minghua.domain.value import operations as value
from minghua.domain.value.types import ContactFact
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.kernel.errors import NotFound
from minghua.kernel.words import Text

NEWS = {"complaint": "complaint", "need": "need"}  # topics that others must know of (R06.5)


class Logged(NamedTuple):
    """The contact, and the next step if one was promised."""

    contact: ContactLogged
    next_step: NextStepCard | None


def log_contact(new: NewContact, *, next_step: NewNextStep | None = None, by: Actor, at: datetime) -> Logged:
    """Log a contact with its next step; raises Invalid, NotFound, CannotAssign."""
    if (
        new.order_id is not None
        and not order_reads.orders(by).filter(pk=new.order_id, customer_id=new.customer_id).exists()
    ):
        raise NotFound(field="order_id")
    contact = interactions.log_contact(new, by=by, at=at)
    customers.note_contact(contact.customer_id, at=contact.at, by=by)
    _spread(contact, by=by, at=at)
    fact = ContactFact(contact.channel, contact.direction, contact.topic or "", contact.minutes)
    value.post_contact_costs([(contact.id, contact.customer_id, contact.at, fact)], by=SYSTEM, at=at)
    if next_step is None:
        return Logged(contact, None)
    promised = replace(next_step, customer_id=contact.customer_id, contact_id=contact.id)
    return Logged(contact, interactions.plan_next_step(promised, by=by, at=at))


def _spread(contact: ContactLogged, *, by: Actor, at: datetime) -> None:
    """What the customer wants or is angry about goes to those who must act, in the caller's own transaction."""
    info_type = NEWS.get(contact.topic or "")
    if info_type is None or contact.direction == Direction.NOTE:
        return
    words = Text(contact.subject, contact.subject)
    news.spread(info_type, contact.customer_id, key=f"contact:{contact.id}", body=words, by=by, at=at)
