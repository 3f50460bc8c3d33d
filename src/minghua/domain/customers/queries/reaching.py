"""Whose phone number or mail address it is: asked of the match keys, answered only when there is exactly one."""

from datetime import datetime

from minghua.domain.customers.models import Customer, MatchKey
from minghua.domain.customers.queries import digests
from minghua.domain.customers.rules import phones
from minghua.domain.customers.types.likeness import Traits
from minghua.foundation.permissions.row_scope import PRESENT
from minghua.kernel.errors import Refusal


def plain_contact(text: str) -> str:
    """Return a phone number in E.164 or a mail address in small letters, "" for what is neither."""
    typed = text.strip()[:254]
    if "@" in typed:
        return typed.lower()
    try:
        return phones.normalise(typed, field="contact")
    except Refusal:
        return ""


def only_one_reached(contact: str, *, at: datetime) -> int | None:
    """Return the one living customer whom this plain contact reaches; None for nobody, and for several alike.

    Several customers with one number are several people: whoever holds the telephone is not told which of them there are.
    """
    if not contact:
        return None
    mail = "@" in contact
    asked = (
        Traits(kind="person", email=frozenset({contact})) if mail else Traits(kind="person", phone=frozenset({contact}))
    )
    keys = digests.keys_of([asked], at=at)[0]
    ids = MatchKey.objects.filter(digest__in=[digest for _, digest in keys]).values("customer_id")
    found = Customer.objects.filter(PRESENT, pk__in=ids, erased_at=None, closed_at=None).values_list("pk", flat=True)[
        :2
    ]
    held = list(found)
    return held[0] if len(held) == 1 else None


def is_living(customer_id: int) -> bool:
    """Return whether this customer is there: not merged away, not closed, not erased."""
    return Customer.objects.filter(PRESENT, pk=customer_id, erased_at=None, closed_at=None).exists()


def called(customer_id: int) -> tuple[str, str]:
    """Return a customer's number and mail address, for the door that writes to them."""
    return Customer.objects.values_list("number", "email").get(pk=customer_id)
