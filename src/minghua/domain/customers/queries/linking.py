"""What the search for doubles reads to weigh a pair: the learned models, how names sound, how many share a value (R06.8)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.db.models import Count

from minghua.domain.customers.models import Customer, LikenessModel, MatchKey
from minghua.domain.customers.queries.digests import digester
from minghua.domain.customers.rules import comparing, learning, linkage
from minghua.domain.customers.types.likeness import KEY_KINDS, Traits
from minghua.domain.customers.types.linkage import SAME, Model, Pattern
from minghua.foundation.search.pinyin import readings

TRAIT_COLUMNS = (
    "kind", "name", "birthday", "mobile", "phone", "email", "wechat", "province", "city", "district", "address",
    "archive", "source_system", "external_id",
)  # fmt: skip
_TRAIT_OF = {KEY_KINDS["phone"]: "phone", KEY_KINDS["email"]: "email", KEY_KINDS["wechat"]: "email"}
_CHUNK = 5_000


@lru_cache(maxsize=65_536)
def sound(name: str) -> str:
    """Return how a folded name is read aloud; "" when it has no Han character."""
    return next(iter(readings(name)), "")


@dataclass(frozen=True, slots=True)
class Couple:
    """Two records of one kind and what came of comparing them."""

    low: int
    high: int
    one: Traits
    other: Traits
    names: tuple[str, str]
    pattern: Pattern


def models() -> Mapping[str, Model]:
    """Return the model of each kind of customer: what was learned here, else common experience."""
    kept = {row.kind: linkage.restored(row.spec) for row in LikenessModel.objects.all()}
    missing = [kind for kind in learning.KINDS if kind not in kept]
    counts = (
        dict(Customer.objects.filter(kind__in=missing).values_list("kind").annotate(Count("pk"))) if missing else {}
    )
    return kept | {kind: learning.untaught(kind, customers=counts.get(kind, 0)) for kind in missing}


def holders(couples: Sequence[Couple], *, at: datetime) -> Iterator[Mapping[str, int]]:
    """Yield for each couple how many customers have the number, address or name both share; few queries for many couples."""
    digests = digester(at=at)
    shared = [digests(_in_common(couple)) for couple in couples]
    hands = _hands({digest for some in shared for _, digest in some})
    named = _named({name for couple in couples if _agree(couple, "name") for name in couple.names})
    for couple, some in zip(couples, shared, strict=True):
        held: dict[str, int] = {}
        for kind, digest in some:
            trait = _TRAIT_OF[kind]
            held[trait] = min(held.get(trait, hands[digest]), hands[digest])
        if _agree(couple, "name"):
            held["name"] = sum(named[name] for name in set(couple.names))
        yield held


def _agree(couple: Couple, trait: str) -> bool:
    return couple.pattern[comparing.traits_of_kind(couple.one.kind).index(trait)] == SAME


def _in_common(couple: Couple) -> Traits:
    """Only the numbers and addresses both have."""
    one, other = couple.one, couple.other
    alone = Traits(one.kind)
    return replace(
        alone, phone=one.phone & other.phone, email=one.email & other.email, wechat=one.wechat & other.wechat
    )


def _hands(digests: Iterable[int]) -> dict[int, int]:
    wanted = sorted(digests)
    found: dict[int, int] = {}
    for start in range(0, len(wanted), _CHUNK):
        some = MatchKey.objects.filter(digest__in=wanted[start : start + _CHUNK])
        found |= dict(some.order_by().values_list("digest").annotate(Count("pk")))
    return dict.fromkeys(wanted, 0) | found


def _named(names: Iterable[str]) -> dict[str, int]:
    wanted = sorted(names)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _CHUNK):
        some = Customer.objects.filter(name__in=wanted[start : start + _CHUNK], merged_into=None)
        found |= dict(some.order_by().values_list("name").annotate(Count("pk")))
    return dict.fromkeys(wanted, 0) | found
