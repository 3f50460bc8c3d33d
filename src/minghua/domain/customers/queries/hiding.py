"""What pools keep from people until a customer is claimed, and the one way a name is told in a query."""

from collections.abc import Iterable, Mapping

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, Left, Length
from django.db.models.lookups import LessThan

from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.pools import kept_by_pools
from minghua.foundation.permissions.row_scope import NOTHING
from minghua.kernel.masking import STARS


def hidden_by_pool(viewer: Actor) -> Mapping[int, frozenset[str]]:
    """Return pool id → the fields it hides from this viewer; nothing is hidden from whoever manages pools."""
    return kept_by_pools(viewer)


def asked_openly(viewer: Actor, codes: Iterable[str], prefix: str = "") -> Q:
    """Return the condition that a customer (reached through `prefix`) lies in no pool that hides one of these fields: an answer would tell it. None does where the viewer's role masks one."""
    wanted = frozenset(codes)
    if wanted & viewer.masked:
        return NOTHING
    closed = _closed(viewer, wanted) if wanted else []
    return Q(**{f"{prefix}pool": None}) | ~Q(**{f"{prefix}pool_id__in": closed}) if closed else Q()


def told_name(viewer: Actor, prefix: str = "customer__") -> Combinable:
    """Return the name of the customer reached through `prefix` as this viewer may read it; "" for no customer. In SQL what `cards.shown` is for a loaded row."""
    return told_names(viewer, prefix, name=f"{prefix}name")["name"]


def told_names(viewer: Actor, prefix: str = "customer__", **paths: str) -> dict[str, Combinable]:
    """Return names kept with the customer reached through `prefix`, by alias, each told as that customer's own may be; pools are looked at once."""
    closed = _closed(viewer, frozenset({"name"}))
    hidden = [When(**{f"{prefix}pool_id__in": closed}, then=Value(STARS))] if closed else []
    masks = "name" in viewer.masked
    names: dict[str, Combinable] = {alias: Coalesce(F(path), Value("")) for alias, path in paths.items()}
    told = {alias: _masked(name) if masks else name for alias, name in names.items()}
    return {
        alias: Case(*hidden, default=name, output_field=CharField()) if hidden else name for alias, name in told.items()
    }


def _masked(name: Combinable) -> Combinable:
    """As the rule of masking has it: the first character and stars, stars for one character, nothing for nothing."""
    short = When(LessThan(Length(name), 2), then=Value(STARS))
    none = When(LessThan(Length(name), 1), then=Value(""))
    return Case(none, short, default=Concat(Left(name, 1), Value(STARS)), output_field=CharField())


def _closed(viewer: Actor, codes: frozenset[str]) -> list[int]:
    return [pool_id for pool_id, fields in hidden_by_pool(viewer).items() if fields & codes]
