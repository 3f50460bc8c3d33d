"""What pools keep from people until a customer is claimed, for every floor that tells of customers."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps

from minghua.foundation.people.types import Actor


def kept_by_pools(viewer: Actor) -> Mapping[int, frozenset[str]]:
    """Return pool id → the fields it keeps from this viewer; nothing is kept from whoever manages pools."""
    if viewer.may("pool.manage"):
        return {}
    pools: Any = apps.get_model("customers.Pool")._default_manager.exclude(hidden_fields=[])
    return {pk: frozenset(fields) for pk, fields in pools.values_list("pk", "hidden_fields")}
