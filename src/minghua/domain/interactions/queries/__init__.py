"""Reads of interactions."""

from minghua.domain.interactions.queries.contacts import contact, contacts, contacts_of
from minghua.domain.interactions.queries.day import (
    done_today,
    due_count,
    due_steps,
    my_customers_without_step,
    standing,
)
from minghua.domain.interactions.queries.steps import next_step, next_steps_of, steps

__all__ = [
    "contact",
    "contacts",
    "contacts_of",
    "done_today",
    "due_count",
    "due_steps",
    "my_customers_without_step",
    "next_step",
    "next_steps_of",
    "standing",
    "steps",
]
