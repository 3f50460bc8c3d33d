"""The customers move in: people and firms, trees, households with their members, links and tags."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer, NewMember
from minghua.foundation.people.types import Actor
from minghua.journeys.demo import places, seasons
from minghua.journeys.demo.facts import Company, Link, Member, Party
from minghua.journeys.demo.opening import Keys

SOURCE = "demo"


def move_in(facts: Company, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Make every customer at the instant the shop came to know it, then tie them together."""
    heads = [party for party in facts.parties if not party.parent]
    _create(heads, keys, by=by)
    _create([party for party in facts.parties if party.parent], keys, by=by)
    known_at = {party.key: party.created_at for party in facts.parties}
    _add_members(facts.members, keys, known_at=known_at, by=by)
    _relate(facts.links, keys, known_at=known_at, by=by)
    _tag(facts.parties, keys, by=by, at=at)


def _create(parties: Sequence[Party], keys: Keys, *, by: Actor) -> None:
    by_week: defaultdict[date, list[Party]] = defaultdict(list)
    for party in parties:
        day = party.created_at.date()
        by_week[date.fromisocalendar(*day.isocalendar()[:2], 1)].append(party)
    for _, known in sorted(by_week.items()):
        at = max(party.created_at for party in known)
        outcomes = customers.create_many([_new(party, keys) for party in known], by=by, at=at)
        for party, outcome in zip(known, outcomes, strict=True):
            if outcome.customer_id is None:
                raise outcome.refusal or ValueError(party.key)
            keys.customers[party.key] = outcome.customer_id


def _new(party: Party, keys: Keys) -> NewCustomer:
    return NewCustomer(
        kind=party.kind,
        name=party.name,
        short_name=party.short_name,
        gender=party.gender,
        birthday=party.birthday,
        mobile=party.mobile,
        phone=party.phone,
        wechat=party.wechat,
        province=places.PROVINCE,
        city=places.CITY,
        district=party.district,
        address=party.address,
        area=party.area,
        market_kind=party.market_kind,
        channel_kind=party.channel_kind,
        origin_channel=party.origin_channel,
        attitude=party.attitude,
        credit_grade=party.credit_grade,
        screening=party.screening,
        owner_id=keys.user_id(party.owner),
        pool_id=keys.pools.get(party.pool),
        parent_id=keys.customers.get(party.parent),
        archive=party.archive,
        created_at=party.created_at,
        source_system=SOURCE,
        external_id=party.key,
    )


def _add_members(members: Iterable[Member], keys: Keys, *, known_at: dict[str, datetime], by: Actor) -> None:
    for member in members:
        since = seasons.evening(member.since_on) if member.since_on else known_at[member.household]
        new = NewMember(
            name=member.name,
            person_id=keys.customers.get(member.person),
            relation=member.relation,
            gender=member.gender,
            birthday=member.birthday,
            note=member.note,
            since_on=member.since_on,
        )
        found = customers.add_member(keys.customers[member.household], new, by=by, at=since)
        if member.until_on:
            left = seasons.evening(member.until_on)
            customers.end_member(found, until_on=member.until_on, by=by, at=left)


def _relate(links: Iterable[Link], keys: Keys, *, known_at: dict[str, datetime], by: Actor) -> None:
    for link in links:
        at = max(known_at[link.source], known_at[link.target])
        customers.relate(
            keys.customers[link.source],
            to_customer_id=keys.customers[link.target],
            kind=link.kind,
            role=link.role,
            note=link.note,
            by=by,
            at=at,
        )


def _tag(parties: Iterable[Party], keys: Keys, *, by: Actor, at: datetime) -> None:
    """Tags are put on in the quarter in which the customer became known."""
    wearers: defaultdict[tuple[str, int, int], list[Party]] = defaultdict(list)
    for party in parties:
        for name in party.tags:
            wearers[name, party.created_at.year, (party.created_at.month - 1) // 3].append(party)
    for (name, *_), wearing in sorted(wearers.items(), key=lambda item: item[0]):
        last = min(at, max(party.created_at for party in wearing))
        customers.bulk_tag([keys.customers[party.key] for party in wearing], name=name, by=by, at=last)
