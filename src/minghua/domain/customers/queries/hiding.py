"""What pools keep from people until a customer is claimed, and the one way a name is told in a query."""

from collections.abc import Iterable, Mapping

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, Left, Length
from django.db.models.lookups import LessThan

from minghua.domain.customers.models import Pool
from minghua.domain.customers.rules.masking import STARS
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import NOTHING


def hidden_by_pool(viewer: Actor) -> Mapping[int, frozenset[str]]:
    """Return pool id → the fields it hides from this viewer; nothing is hidden from whoever manages pools."""
    if viewer.may("pool.manage"):
        return {}
    hidden = Pool.objects.exclude(hidden_fields=[]).values_list("pk", "hidden_fields")
    return {pool_id: frozenset(fields) for pool_id, fields in hidden}


def asked_openly(viewer: Actor, codes: Iterable[str], prefix: str = "") -> Q:
    """Return the condition that a customer (reached through `prefix`) lies in no pool that hides one of these fields: an answer would tell it. None does where the viewer's role masks one."""
    wanted = frozenset(codes)
    if wanted & viewer.masked:
        return NOTHING
    closed = _closed(viewer, wanted) if wanted else []
    return Q(**{f"{prefix}pool": None}) | ~Q(**{f"{prefix}pool_id__in": closed}) if closed else Q()


def told_name(viewer: Actor, prefix: str = "customer__") -> Combinable:
    """Return the name of the customer reached through `prefix` as this viewer may read it; "" for no customer. In SQL what `cards.shown` is for a loaded row."""
    return told_as_name(viewer, f"{prefix}name", prefix)


def told_as_name(viewer: Actor, path: str, prefix: str = "customer__") -> Combinable:
    """Return another person's name kept with the customer reached through `prefix`, told and kept as that customer's own."""
    name: Combinable = Coalesce(F(path), Value(""))
    if "name" in viewer.masked:
        name = _masked(name)
    closed = _closed(viewer, frozenset({"name"}))
    if not closed:
        return name
    hidden = When(**{f"{prefix}pool_id__in": closed}, then=Value(STARS))
    return Case(hidden, default=name, output_field=CharField())


def _masked(name: Combinable) -> Combinable:
    """As the rule of masking has it: the first character and stars, stars for one character, nothing for nothing."""
    short = When(LessThan(Length(name), 2), then=Value(STARS))
    none = When(LessThan(Length(name), 1), then=Value(""))
    return Case(none, short, default=Concat(Left(name, 1), Value(STARS)), output_field=CharField())


def _closed(viewer: Actor, codes: frozenset[str]) -> list[int]:
    return [pool_id for pool_id, fields in hidden_by_pool(viewer).items() if fields & codes]
