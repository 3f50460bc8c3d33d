"""Names in what people were told: a text keeps the customer's name, its reader sees it only where they may read it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from minghua.foundation.history.models import FieldChange
from minghua.foundation.notices.models import Notice
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.pools import kept_by_pools
from minghua.kernel.masking import STARS

CUSTOMER: Final = "customers.Customer"


class Told(Protocol):
    """What carries a title and a text in both languages: a notice, an item on its way."""

    title_zh: str
    title_en: str
    body_zh: str
    body_en: str


def cover_notices(notices: Iterable[Notice], viewer: Actor) -> None:
    """Put stars for the names this person may not read into loaded notices; what is stored stays."""
    told = list(notices)
    about = _customers(told)
    kept = kept_names(viewer, about.values())
    for notice in told:
        cover(notice, kept.get(about.get(notice.pk, 0), ()))


def kept_names(viewer: Actor, customer_ids: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """Return id → every name, present and former, of those of these customers whose name this person may not read."""
    customers: Any = apps.get_model(CUSTOMER)._default_manager.filter(pk__in=set(customer_ids))
    if "name" not in viewer.masked:
        pools = [pk for pk, fields in kept_by_pools(viewer).items() if "name" in fields]
        customers = customers.filter(pool_id__in=pools) if pools else customers.none()
    now = dict(customers.values_list("pk", "name"))
    names = {pk: {name} for pk, name in now.items()}
    changed = FieldChange.objects.filter(subject_type=CUSTOMER, subject_id__in=list(now), field="name") if now else ()
    for change in changed:
        names[change.subject_id] |= {str(value) for value in (change.old, change.new) if value}
    return {pk: tuple(sorted(filter(None, found), key=len, reverse=True)) for pk, found in names.items()}


def cover(told: Told, names: Iterable[str]) -> None:
    """Put stars for these names into a loaded title and text."""
    for name in names:
        for part in ("title_zh", "title_en", "body_zh", "body_en"):
            setattr(told, part, getattr(told, part).replace(name, STARS))


def _customers(notices: Iterable[Notice]) -> dict[int, int]:
    """Return notice id → customer id of those that are about a customer, or about something of one."""
    by_type: dict[str, list[tuple[int, int]]] = {}
    for notice in notices:
        if notice.subject_id is not None and "." in notice.subject_type:
            by_type.setdefault(notice.subject_type, []).append((notice.pk, notice.subject_id))
    found: dict[int, int] = {}
    for label, pairs in by_type.items():
        known = _customer_of(label, {subject_id for _, subject_id in pairs})
        found |= {pk: known[subject_id] for pk, subject_id in pairs if subject_id in known}
    return found


def _customer_of(label: str, subject_ids: set[int]) -> dict[int, int]:
    if label == CUSTOMER:
        return {pk: pk for pk in subject_ids}
    model = apps.get_model(label)
    try:
        model._meta.get_field("customer")
    except FieldDoesNotExist:
        return {}
    rows = model._default_manager.filter(pk__in=subject_ids, customer_id__isnull=False)
    return dict(rows.values_list("pk", "customer_id"))
