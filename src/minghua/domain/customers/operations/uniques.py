"""Self-made fields whose values may stand once: asked before writing, kept by an index of the database."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import archive_values, register
from minghua.domain.customers.rules import typed
from minghua.domain.customers.types.fields import ArchiveField
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text


class ValueTaken(Refusal):
    """Another customer has that value, and the field allows it once."""

    code = "value_taken"
    status = 409
    text = Text("{label_zh}「{value}」已属于另一位客户。", "{label_en} “{value}” belongs to another customer already.")
    remedy = Text("请核对后填写另一个值，或打开那位客户。", "Check it and enter another value, or open that customer.")


def taken(customers: Sequence[Customer]) -> dict[int, ValueTaken]:
    """Return place in the row → refusal, for customers whose unique values are held by others or repeat among them."""
    refusals: dict[int, ValueTaken] = {}
    for field in register.shape().unique:
        holders = _holders(field, customers)
        for place, customer in enumerate(customers):
            value = customer.archive.get(field.code, "")
            if value != "" and holders.setdefault(value, customer.pk or -place - 1) != (customer.pk or -place - 1):
                refusals.setdefault(place, _refusal(field, value))
    return refusals


def require_free(customer: Customer) -> None:
    """Raise ValueTaken when somebody else holds a value that may stand once."""
    for refusal in taken([customer]).values():
        raise refusal


def _holders(field: ArchiveField, customers: Sequence[Customer]) -> dict[object, int]:
    wanted = {value for customer in customers if (value := customer.archive.get(field.code, "")) != ""}
    if not wanted:
        return {}
    found: QuerySet[Any] = Customer.objects.annotate(own=archive_values.ArchiveValue(field))
    return {value: pk for pk, value in found.filter(own__in=wanted).values_list("pk", "own")}


def _refusal(field: ArchiveField, value: object) -> ValueTaken:
    shown = str(typed.written(field, value))[:60]
    return ValueTaken(field=field.path, label_zh=field.label.zh, label_en=field.label.en, value=shown)
