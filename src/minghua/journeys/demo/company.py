"""Makes up the whole demo company from a seed and a day: the same seed and day give the same company."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from minghua.journeys.demo import buying, firms, goods, habits, homes, jars, places, staff, stories, talking
from minghua.journeys.demo.facts import Company, JarFacts, Party, Sale, Talk
from minghua.journeys.demo.habits import Habit

YEARS_BACK = 730
JAR_HOMES = 0.46


def company(*, seed: int, on: date, scale: float = 1.0) -> Company:
    """Return the company as of the morning of `on`; `scale` shrinks the number of customers for tests."""
    draft = _people(seed, on=on, scale=scale)
    _organisations(seed, draft, scale=scale)
    if scale >= 1:
        stories.tell(_stream(seed, "stories"), draft)
    random = _stream(seed, "sales")
    sold = buying.sales(random, list(draft.habits.values()), on=on)
    by_customer = _by_customer(sold)
    rates = {key: habit.return_rate for key, habit in draft.habits.items()}
    strangers = buying.passers_by(random, since=draft.since, on=on, count=round(420 * scale))
    return Company(
        on=on,
        staff=staff.STAFF,
        teams=staff.TEAMS,
        pools=staff.POOLS,
        goods=goods.GOODS,
        parties=tuple(draft.parties.values()),
        members=tuple(draft.members),
        links=tuple(draft.links),
        sales=tuple(sorted([*sold, *strangers], key=lambda sale: (sale.placed_at, sale.number))),
        returns=tuple(buying.returns(_stream(seed, "returns"), sold, rates=rates, on=on)),
        talks=tuple(_talks(seed, draft, by_customer)),
        promises=tuple(talking.promises(_stream(seed, "promises"), parties=list(draft.parties.values()), on=on)),
        jars=tuple(_jars(seed, draft, by_customer)),
        stories=draft.stories,
    )


def _stream(seed: int, name: str) -> Random:
    """A source of chance of its own for each part, so that a change in one leaves the others as they were."""
    return Random(f"{seed}:{name}")


def _by_customer(sold: list[Sale]) -> dict[str, list[Sale]]:
    found: dict[str, list[Sale]] = {}
    for sale in sold:
        found.setdefault(sale.customer, []).append(sale)
    return found


def _people(seed: int, *, on: date, scale: float) -> stories.Draft:
    random = _stream(seed, "people")
    since = on - timedelta(days=YEARS_BACK)
    draft = stories.Draft(on=on, since=since, parties={}, habits={}, members=[], links=[])
    numbers = places.mobiles(random)
    for index in range(1, round(homes.HOUSEHOLDS * scale) + 1):
        _home(random, draft, index=index, mobile=next(numbers), on=on)
    for index in range(1, round(homes.SINGLES * scale) + 1):
        party = homes.person(random, key=f"p{index:04d}", mobile=next(numbers), on=on, since=_joined(random, draft))
        _add(draft, party, habits.of_person(random, party=party, on=on))
    for index in range(1, round(homes.CONTACTS * scale) + 1):
        _contact_person(random, draft, index=index, mobile=next(numbers))
    return draft


def _joined(random: Random, draft: stories.Draft) -> date:
    early = random.random() < 0.55
    return draft.since + timedelta(days=random.randint(0, 40) if early else random.randint(40, YEARS_BACK - 4))


def _add(draft: stories.Draft, party: Party, habit: Habit | None) -> None:
    draft.parties[party.key] = party
    if habit:
        draft.habits[party.key] = habit


def _home(random: Random, draft: stories.Draft, *, index: int, mobile: str, on: date) -> None:
    """One household; in three of five its head is a customer record of his or her own."""
    key, size = f"h{index:04d}", random.choices((1, 2, 3, 4, 5, 6), (4, 20, 34, 24, 12, 6))[0]
    head = homes.person(random, key=f"m{index:04d}", mobile=mobile, on=on, since=_joined(random, draft), ages=(27, 72))
    family = homes.relatives(random, household=key, head=head, size=size, on=on)
    if random.random() < 0.6:
        draft.parties[head.key] = head
    else:
        family[0] = replace(family[0], person="")
    draft.members += family
    party = homes.household(random, key=key, head=head, size=size)
    habit = habits.of_household(random, party=party, size=size, on=on)
    if random.random() < JAR_HOMES:
        habit = replace(habit, staple=2 if goods.BY_SKU[habit.favourite].servings_milli == 100_000 else 4)
    _add(draft, party, habit)


def _contact_person(random: Random, draft: stories.Draft, *, index: int, mobile: str) -> None:
    """Somebody who works for an organisation and is known by name; buys nothing for himself."""
    person = homes.person(
        random, key=f"c{index:04d}", mobile=mobile, on=draft.on, since=_joined(random, draft), ages=(25, 58)
    )
    draft.parties[person.key] = replace(person, owner="sun.yue", pool="", tags=(), market_kind="business")


def _organisations(seed: int, draft: stories.Draft, *, scale: float) -> None:
    random = _stream(seed, "firms")
    taken: set[str] = set()
    keys = (f"o{index:04d}" for index in range(1, 1000))
    phones = (f"+86199000{index:05d}" for index in range(20_000, 30_000))
    contacts = [key for key in draft.parties if key.startswith("c")]
    for group, code, branches in firms.GROUPS:
        parent = _firm(random, draft, key=next(keys), name=group, code=code, phone=next(phones), parent="", buys=False)
        for branch in branches:
            _firm(random, draft, key=next(keys), name=branch, code=code, phone=next(phones), parent=parent)
    for trade in firms.TRADES:
        for _ in range(round(trade.count * scale)):
            name = firms.name_of(random, trade=trade, taken=taken)
            _firm(random, draft, key=next(keys), name=name, code=trade.code, phone=next(phones), parent="")
    organisations = [key for key in draft.parties if key.startswith("o")]
    for key in organisations:
        people = [contacts.pop() for _ in range(min(len(contacts), random.choice((1, 1, 2, 3))))]
        draft.links += firms.buying_people(random, organisation=key, people=people)


def _firm(
    random: Random, draft: stories.Draft, *, key: str, name: str, code: str, phone: str, parent: str, buys: bool = True
) -> str:
    trade = firms.trade_named(code)
    since = _joined(random, draft)
    party = firms.organisation(
        random, key=key, name=name, trade=trade, on=draft.on, since=since, phone=phone, parent=parent
    )
    habit = habits.of_firm(random, party=party, favourites=trade.favourites, gap_days=trade.gap_days, on=draft.on)
    if "中央厨房" in name and not habit:
        habit = habits.Habit(key=key, start=since, stop=draft.on, gap_days=9, favourite="R007", firm=True)
    _add(draft, party, habit if buys else None)
    return key


def _talks(seed: int, draft: stories.Draft, sold: dict[str, list[Sale]]) -> list[Talk]:
    random = _stream(seed, "talks")
    quiet = set(draft.stories.get("newly_won", ()))
    talks = list(draft.talks)
    for party in draft.parties.values():
        if party.key not in quiet:
            talks += talking.usual_talks(
                random, party=party, sold=sold.get(party.key, []), since=draft.since, on=draft.on
            )
    return sorted(talks, key=lambda talk: (talk.at, talk.customer))


def _jars(seed: int, draft: stories.Draft, sold: dict[str, list[Sale]]) -> list[JarFacts]:
    random = _stream(seed, "jars")
    found: list[JarFacts] = []
    for key, habit in draft.habits.items():
        party = draft.parties[key]
        if party.kind == "household" and habit.staple:
            size = int(party.archive["family_size"])
            one = jars.jar(random, party=party, habit=habit, size=size, sold=sold.get(key, []), on=draft.on)
            found += [one] if one else []
    return found
