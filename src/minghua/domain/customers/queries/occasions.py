"""What an occasion rests on: birthday and when it was changed, whether the mobile number was verified, kind of party."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from minghua.domain.customers.models import Customer, FieldVerification
from minghua.domain.customers.queries.rows import SUBJECT
from minghua.foundation.history.models import FieldChange


class OccasionFacts(NamedTuple):
    """Facts of one customer; `kind` is "enterprise" for an organisation, else "person"."""

    kind: str
    birthday: date | None
    birthday_changed_at: datetime | None
    phone_verified: bool


def occasion_facts(customer_ids: Collection[int]) -> dict[int, OccasionFacts]:
    """Return customer id → facts, for the rooms above, of who is neither merged nor erased; at most 500 ids, three queries.

    A mobile number counts as verified until it is changed.
    """
    people = Customer.objects.filter(pk__in=customer_ids, merged_into=None, erased_at=None)
    found = list(people.values_list("pk", "kind", "birthday", "mobile"))
    ids = [pk for pk, *_ in found]
    verified = dict(
        FieldVerification.objects.filter(customer_id__in=ids, path="mobile").values_list("customer_id", "verified_at")
    )
    born, dialled = _changed(ids, "birthday"), _changed(ids, "mobile")
    return {
        pk: OccasionFacts(
            "enterprise" if kind == "organization" else "person",
            birthday,
            born.get(pk),
            bool(mobile) and pk in verified and dialled.get(pk, verified[pk]) <= verified[pk],
        )
        for pk, kind, birthday, mobile in found
    }


def _changed(ids: Collection[int], field: str) -> dict[int, datetime]:
    """When a value that was there was last changed."""
    rows = FieldChange.objects.filter(subject_type=SUBJECT, subject_id__in=ids, field=field).order_by("at")
    return {pk: at for pk, old, at in rows.values_list("subject_id", "old", "at") if old}
