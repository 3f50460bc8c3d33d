"""How a customer hangs together with others: relations, household, organisation tree."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from minghua.domain.customers.models import Customer, HouseholdMember, MatchKey, Relation
from minghua.domain.customers.queries import cards, hiding, rows
from minghua.domain.customers.rules.organisation_tree import MAX_DEPTH
from minghua.domain.customers.types.likeness import KEY_KINDS
from minghua.domain.customers.types.parties import NewMember
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible


@dataclass(frozen=True, slots=True)
class Link:
    """A relation seen from one side; a partner out of the viewer's reach has no id and no name."""

    id: int
    kind: str
    role: str
    note: str
    since_on: date | None
    until_on: date | None
    outgoing: bool
    other_id: int | None
    other_name: str
    other_number: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a household; what the viewer's role masks is left out."""

    id: int
    household_id: int
    household_name: str
    person_id: int | None
    name: str
    relation: str
    gender: str
    birthday: date | None
    note: str
    since_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Branch:
    """One organisation of the tree with its depth; `here` marks the one asked about."""

    id: int
    name: str
    number: str
    depth: int
    here: bool
    net_minor: int
    currency: str


def relations(viewer: Actor, customer_id: int, *, on: date, ended: bool = False) -> list[Link]:
    """Return the links of a visible customer in both directions, running ones only unless `ended`."""
    rows.require_seen(viewer, customer_id)
    found = Relation.objects.filter(Q(from_customer_id=customer_id) | Q(to_customer_id=customer_id))
    if not ended:
        found = found.filter(Q(until_on__isnull=True) | Q(until_on__gt=on))
    links = list(found.order_by("kind", "pk"))
    others = {_other(link, customer_id) for link in links}
    seen = rows.seen(viewer).filter(pk__in=others).values_list("pk", "number", hiding.told_name(viewer, ""))
    known = {pk: (pk, number, name) for pk, number, name in seen}
    return [_link(link, customer_id, known.get(_other(link, customer_id))) for link in links]


def household(viewer: Actor, customer_id: int, *, on: date, ended: bool = False) -> list[Member]:
    """Return the members of a visible household, or of the person's households; none before a claim."""
    rows.require_seen(viewer, customer_id)
    of_person = HouseholdMember.objects.filter(_present(on), person_id=customer_id).values("household_id")
    both = HouseholdMember.objects.filter(Q(household_id=customer_id) | Q(household_id__in=of_person))
    found = visible(both, viewer).annotate(
        **hiding.told_names(viewer, "household__", told_name="name", home="household__name")
    )
    if not ended:
        found = found.filter(_present(on))
    members = found.order_by("household_id", "pk")
    return [_member(member, viewer) for member in members]


def members_told(viewer: Actor, household_ids: Iterable[int]) -> dict[int, list[NewMember]]:
    """Return household → its present members, as a file tells them; no birthdays where they are masked."""
    found = visible(HouseholdMember.objects.filter(household_id__in=list(household_ids), until_on=None), viewer)
    told: dict[int, list[NewMember]] = defaultdict(list)
    for row in found.annotate(**hiding.told_names(viewer, "household__", told_name="name")).order_by(
        "household_id", "pk"
    ):
        born = None if "birthday" in viewer.masked else row.birthday
        told[row.household_id].append(
            NewMember(name=row.told_name, relation=row.relation, gender=row.gender, birthday=born)  # type: ignore[attr-defined]
        )
    return told


def tree(viewer: Actor, customer_id: int) -> list[Branch]:
    """Return the visible part of an organisation's tree: those above, itself, those below; [] if it stands alone."""
    start = rows.one(viewer, customer_id)
    above = _above(viewer, start)
    below = _below(viewer, start, depth=len(above) + 1)
    if not above and not below:
        return []
    top = [_branch(viewer, row, depth, here=False) for depth, row in enumerate(above)]
    return [*top, _branch(viewer, start, len(above), here=True), *below]


def _present(on: date) -> Q:
    return Q(until_on__isnull=True) | Q(until_on__gt=on)


def _member(row: HouseholdMember, viewer: Actor) -> Member:
    return Member(
        id=row.pk,
        household_id=row.household_id,
        household_name=row.home,  # type: ignore[attr-defined]
        person_id=row.person_id,
        name=row.told_name,  # type: ignore[attr-defined]
        relation=row.relation,
        gender=row.gender,
        birthday=None if "birthday" in viewer.masked else row.birthday,
        note=row.note,
        since_on=row.since_on,
        until_on=row.until_on,
    )


def _other(link: Relation, customer_id: int) -> int:
    return link.to_customer_id if link.from_customer_id == customer_id else link.from_customer_id


def _link(link: Relation, customer_id: int, other: tuple[int, str, str] | None) -> Link:
    return Link(
        id=link.pk,
        kind=link.kind,
        role=link.role,
        note=link.note,
        since_on=link.since_on,
        until_on=link.until_on,
        outgoing=link.from_customer_id == customer_id,
        other_id=other[0] if other else None,
        other_number=other[1] if other else "",
        other_name=other[2] if other else "",
    )


def _above(viewer: Actor, start: Customer) -> list[Customer]:
    found: list[Customer] = []
    parent_id = start.parent_id
    while parent_id is not None and len(found) < MAX_DEPTH:
        parent = rows.seen(viewer).select_related("pool").filter(pk=parent_id).first()
        if parent is None:
            break
        found.append(parent)
        parent_id = parent.parent_id
    return found[::-1]


def _below(viewer: Actor, start: Customer, *, depth: int) -> list[Branch]:
    """One query per level, children listed under their parent."""
    children: dict[int, list[Customer]] = {}
    level = [start.pk]
    for _ in range(MAX_DEPTH):
        found = list(rows.seen(viewer).select_related("pool").filter(parent_id__in=level).order_by("name", "pk"))
        if not found:
            break
        for row in found:
            children.setdefault(row.parent_id or 0, []).append(row)
        level = [row.pk for row in found]
    return list(_walk(viewer, children, start.pk, depth))


def _walk(viewer: Actor, children: dict[int, list[Customer]], parent_id: int, depth: int) -> list[Branch]:
    branches: list[Branch] = []
    for row in children.get(parent_id, []):
        branches.append(_branch(viewer, row, depth, here=False))
        branches.extend(_walk(viewer, children, row.pk, depth + 1))
    return branches


def _branch(viewer: Actor, row: Customer, depth: int, *, here: bool) -> Branch:
    return Branch(row.pk, cards.shown(viewer, row, "name"), row.number, depth, here, row.net_minor, row.currency)


@dataclass(frozen=True, slots=True)
class Brought:
    """That one customer brought another on a day (None: it is not known when); `first_from` is who brought them before all others."""

    id: int
    from_id: int
    to_id: int
    since_on: date | None
    first_from: int


def referrals(*, after_id: int, limit: int) -> list[Brought]:
    """Return the next recommendations by id, for the rooms above (points); facts for rules, not rows for people (R01.3)."""
    rows = list(Relation.objects.filter(kind="referral", pk__gt=after_id).order_by("pk")[:limit])
    told = Relation.objects.filter(kind="referral", to_customer__in={row.to_customer_id for row in rows})
    first: dict[int, tuple[date, int, int]] = {}
    for row in told:
        place = (row.since_on or date.max, row.pk, row.from_customer_id)
        first[row.to_customer_id] = min(place, first.get(row.to_customer_id, place))
    return [
        Brought(row.pk, row.from_customer_id, row.to_customer_id, row.since_on, first[row.to_customer_id][2])
        for row in rows
    ]


def contact_digests(customer_ids: Collection[int]) -> dict[int, dict[str, frozenset[str]]]:
    """Return customer id → what they can be reached by, kind by kind, as digests that only tell whether two are the same."""
    names = {number: name for name, number in KEY_KINDS.items()}
    found: defaultdict[int, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = MatchKey.objects.filter(customer__in=customer_ids, kind__in=names)
    for pk, kind, digest in rows.values_list("customer_id", "kind", "digest"):
        found[pk][names[kind]].add(str(digest))
    return {pk: {kind: frozenset(told) for kind, told in own.items()} for pk, own in found.items()}
