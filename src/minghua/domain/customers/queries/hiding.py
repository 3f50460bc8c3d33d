"""What pools keep from people until a customer is claimed."""

from collections.abc import Iterable, Mapping

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from minghua.domain.customers.models import Pool
from minghua.domain.customers.rules.masking import STARS
from minghua.foundation.people.types import Actor


def hidden_by_pool(viewer: Actor) -> Mapping[int, frozenset[str]]:
    """Return pool id → the fields it hides from this viewer; nothing is hidden from whoever manages pools."""
    if viewer.may("pool.manage"):
        return {}
    hidden = Pool.objects.exclude(hidden_fields=[]).values_list("pk", "hidden_fields")
    return {pool_id: frozenset(fields) for pool_id, fields in hidden}


def asked_openly(viewer: Actor, codes: Iterable[str], prefix: str = "") -> Q:
    """Return the condition that a customer (reached through `prefix`) lies in no pool that hides one of these fields: an answer would tell it."""
    wanted = frozenset(codes)
    closed = _closed(viewer, wanted) if wanted else []
    return Q(**{f"{prefix}pool": None}) | ~Q(**{f"{prefix}pool_id__in": closed}) if closed else Q()


def told_name(viewer: Actor, prefix: str = "customer__") -> Combinable:
    """Return the name of the customer reached through `prefix` as this viewer may read it; "" for no customer."""
    name = Coalesce(F(f"{prefix}name"), Value(""))
    closed = _closed(viewer, frozenset({"name"}))
    if not closed:
        return name
    hidden = When(**{f"{prefix}pool_id__in": closed}, then=Value(STARS))
    return Case(hidden, default=name, output_field=CharField())


def _closed(viewer: Actor, codes: frozenset[str]) -> list[int]:
    return [pool_id for pool_id, fields in hidden_by_pool(viewer).items() if fields & codes]
