"""What pools keep from people until a customer is claimed."""

from collections.abc import Iterable, Mapping

from django.db.models import Q

from minghua.domain.customers.models import Pool
from minghua.foundation.people.types import Actor


def hidden_by_pool(viewer: Actor) -> Mapping[int, frozenset[str]]:
    """Return pool id → the fields it hides from this viewer; nothing is hidden from whoever manages pools."""
    if viewer.may("pool.manage"):
        return {}
    hidden = Pool.objects.exclude(hidden_fields=[]).values_list("pk", "hidden_fields")
    return {pool_id: frozenset(fields) for pool_id, fields in hidden}


def asked_openly(viewer: Actor, codes: Iterable[str]) -> Q:
    """Return the condition that a customer lies in no pool that hides one of these fields: an answer would tell it."""
    wanted = frozenset(codes)
    if not wanted:
        return Q()
    closed = [pool_id for pool_id, fields in hidden_by_pool(viewer).items() if fields & wanted]
    return Q(pool=None) | ~Q(pool_id__in=closed) if closed else Q()
