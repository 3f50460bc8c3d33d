"""Who looks like whom: one look into the match keys for a form, a program or five hundred rows of a file (R06.8)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from minghua.domain.customers.models import Customer, MatchKey
from minghua.domain.customers.queries import cards, digests, hiding, rows, secrets
from minghua.domain.customers.queries.traits import members_of, traits_of
from minghua.domain.customers.rules import likeness
from minghua.domain.customers.types.likeness import Candidate, Likeness, Scheme, Traits
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.among import among
from minghua.kernel.periods import local_date

Keys = set[tuple[int, int]]
MOST_PER_KEY = 20
MOST_SHOWN = 5
_CHUNK = 5_000
_WEIGHT = "duplicates.weight_"
_LINES = ("duplicates.suggest_percent", "duplicates.review_percent", "duplicates.likely_percent")


class Double(NamedTuple):
    """A stored customer that looks like the record asked about."""

    customer: Customer
    likeness: Likeness


def scheme(*, on: date) -> Scheme:
    """Return weights and lines in force on that day, in one query."""
    persons = {f"{_WEIGHT}{trait}": trait for trait in likeness.PERSON}
    found = parameters.values((*persons, *_LINES), on=on)
    weights = dict(likeness.DEFAULT.weights) | {"person": {trait: found[code] for code, trait in persons.items()}}
    return Scheme(weights, *(found[line] for line in _LINES))


def doubles(
    asked: Sequence[Traits], *, keys: Sequence[Keys] = (), at: datetime, without: Iterable[int] = ()
) -> list[list[Double]]:
    """Return for each record asked about the stored customers that look like it, most alike first.

    `keys` are the records' match keys, where the caller made them already. Four queries however many are asked about (a fifth for households). Reads beyond the caller's rows: what leaves must
    be masked by `candidates`.
    """
    keyed = [{digest for _, digest in mine} for mine in keys or digests.keys_of(asked, at=at)]
    holders = _holders({digest for mine in keyed for digest in mine}, without=frozenset(without))
    if not holders:
        return [[] for _ in asked]
    stored = Customer.objects.select_related("owner", "pool").in_bulk({pk for some in holders.values() for pk in some})
    secrets.open_archives(stored.values())
    members = members_of(stored.values())
    others = {pk: traits_of(row, members.get(pk, ())) for pk, row in stored.items()}
    numbers = scheme(on=local_date(at))
    return [
        _ranked(traits, {pk for digest in mine for pk in holders.get(digest, ())}, stored, others, numbers)
        for traits, mine in zip(asked, keyed, strict=True)
    ]


def _holders(wanted: set[int], *, without: frozenset[int]) -> Mapping[int, list[int]]:
    """Return digest → customers kept under it, a few of each: a number shared by hundreds tells nothing."""
    ordered = sorted(wanted)
    holders: dict[int, list[int]] = defaultdict(list)
    for start in range(0, len(ordered), _CHUNK):
        some = ordered[start : start + _CHUNK]
        found = MatchKey.objects.filter(among("digest", some)).values_list("digest", "customer_id")
        for digest, customer_id in found[: MOST_PER_KEY * len(some)]:
            if customer_id not in without and len(holders[digest]) < MOST_PER_KEY:
                holders[digest].append(customer_id)
    return {digest: ids for digest, ids in holders.items() if ids}


def _ranked(
    traits: Traits, ids: Iterable[int], stored: Mapping[int, Customer], others: Mapping[int, Traits], numbers: Scheme
) -> list[Double]:
    judged = [Double(stored[pk], likeness.judge(traits, others[pk], scheme=numbers)) for pk in ids if pk in stored]
    kept = [double for double in judged if double.likeness.verdict != "ignore"]
    return sorted(kept, key=lambda double: (-double.likeness.score, double.customer.pk))


def candidates(viewer: Actor, asked: Any, *, at: datetime, without: int | None = None) -> list[Candidate]:
    """Return at most five customers that look like a new or changed one (anything with a customer's columns).

    A customer out of the viewer's reach is told only where the name agrees as well as one more trait, without id, number
    or values: nobody learns by trying numbers whether one is known here.
    """
    return candidates_of_many(viewer, [traits_of(asked)], at=at, without=() if without is None else (without,))[0]


def candidates_of_many(
    viewer: Actor, asked: Sequence[Traits], *, keys: Sequence[Keys] = (), at: datetime, without: Iterable[int] = ()
) -> list[list[Candidate]]:
    """Return the candidates of each of many records, as this viewer may know them; a constant number of queries."""
    found = doubles(asked, keys=keys, at=at, without=without)
    everyone = [double for some in found for double in some]
    if not everyone:
        return [[] for _ in asked]
    seen = rows.visible_ids(viewer, {double.customer.pk for double in everyone}) - _hidden(viewer, everyone)
    may_change = rows.changeable_ids(viewer, seen) if seen else frozenset()
    return [_told(viewer, some, seen, may_change)[:MOST_SHOWN] for some in found]


def look_alikes(viewer: Actor, customer_id: int, *, at: datetime) -> list[Candidate]:
    """Return at most five customers that look like a stored one; raises NotFound."""
    row = rows.one(viewer, customer_id)
    secrets.open_archives([row])
    members = members_of([row])
    return candidates_of_many(viewer, [traits_of(row, members.get(row.pk, ()))], at=at, without=(customer_id,))[0]


def _told(viewer: Actor, found: Sequence[Double], seen: frozenset[int], may_change: frozenset[int]) -> list[Candidate]:
    return [
        _plain(viewer, double, may_change) if double.customer.pk in seen else _masked(double)
        for double in found
        if double.customer.pk in seen or _known_already(double.likeness)
    ]


def _hidden(viewer: Actor, found: Sequence[Double]) -> frozenset[int]:
    """Customers in a pool that hides what agreed: to tell of them would tell the hidden value."""
    hidden = hiding.hidden_by_pool(viewer)
    telling = {"phone": {"mobile", "phone"}, "email": {"email", "wechat"}}
    return frozenset(
        double.customer.pk
        for double in found
        for trait in double.likeness.agreed
        if hidden.get(double.customer.pool_id or 0, frozenset()) & telling.get(trait, {trait})
    )


def _known_already(likeness: Likeness) -> bool:
    """Whoever types the name and one more thing of somebody knows that person already."""
    return "name" in likeness.agreed and len(likeness.agreed) > 1


def _plain(viewer: Actor, double: Double, may_change: frozenset[int]) -> Candidate:
    row = double.customer
    return Candidate(
        id=row.pk,
        number=row.number,
        name=cards.shown(viewer, row, "name"),
        mobile=cards.shown(viewer, row, "mobile"),
        city=row.city,
        owner_name=_holder(row),
        score=f"{double.likeness.ppm / 1_000_000:.6f}",
        verdict=double.likeness.verdict,
        traits=dict(double.likeness.traits),
        may_change=row.pk in may_change,
    )


def _masked(double: Double) -> Candidate:
    """Only whom to ask: the name was typed by the one who reads this."""
    return Candidate(None, "", "", "", "", _holder(double.customer), "", double.likeness.verdict)


def _holder(row: Customer) -> str:
    if row.owner is not None:
        return row.owner.name
    return row.pool.name if row.pool is not None else ""
