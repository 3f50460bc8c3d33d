"""Match keys follow every change of a customer: few statements for many customers (R06.8)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from minghua.domain.customers.models import Customer, MatchKey
from minghua.domain.customers.queries import digests, secrets
from minghua.domain.customers.queries.likeness import Keys
from minghua.domain.customers.queries.traits import traits_of
from minghua.foundation.storage import rows as straight

BATCH = 2_000


def key(rows: Iterable[Any], *, at: datetime) -> None:
    """Store the match keys of customers that have none yet."""
    held = list(rows)
    if not held:
        return
    secrets.open_archives(held)
    put([row.pk for row in held], digests.keys_of(map(traits_of, held), at=at))


def put(customer_ids: Sequence[int], keys: Sequence[Keys]) -> None:
    """Store match keys made already, those of each customer in order."""
    found = [(pk, kind, digest) for pk, mine in zip(customer_ids, keys, strict=True) for kind, digest in mine]
    straight.insert(MatchKey, ("customer_id", "kind", "digest"), found)


def rekey(rows: Iterable[Any], *, at: datetime) -> None:
    """Bring the match keys of these customers in step with what they are now."""
    held = list(rows)
    unkey(row.pk for row in held)
    key(held, at=at)


def unkey(customer_ids: Iterable[int]) -> None:
    """Forget the match keys of these customers: nobody finds them as doubles any longer."""
    ids = list(customer_ids)
    if ids:
        MatchKey.objects.filter(customer_id__in=ids).delete()


def key_missing(*, after_id: int, at: datetime) -> int | None:
    """Key the next customers without keys and return the last id looked at, None at the end: for a table older than keys."""
    keyed = MatchKey.objects.filter(customer_id=OuterRef("pk"))
    rows = list(Customer.objects.filter(~Exists(keyed), pk__gt=after_id).order_by("pk")[:BATCH])
    key(rows, at=at)
    return rows[-1].pk if rows else None
