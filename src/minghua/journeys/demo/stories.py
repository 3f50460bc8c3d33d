"""Stories hidden in the demo company, for later features to find; each is a small change to people's habits."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from minghua.journeys.demo import seasons, talking
from minghua.journeys.demo.facts import Link, Member, Party, Talk
from minghua.journeys.demo.habits import Habit, changed


@dataclass(slots=True)
class Draft:
    """The company while it is being made up."""

    on: date
    since: date
    parties: dict[str, Party]
    habits: dict[str, Habit]
    members: list[Member]
    links: list[Link]
    talks: list[Talk] = field(default_factory=list)
    stories: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def free(self, kind: str) -> list[str]:
        """Return the keys of that kind of customer who buy and are in no story yet."""
        used = {key for keys in self.stories.values() for key in keys}
        early = self.since + timedelta(days=150)
        return [
            key
            for key, habit in self.habits.items()
            if self.parties[key].kind == kind and key not in used and habit.start < early and habit.stop == self.on
        ]


def lapsed_loyal(random: Random, draft: Draft) -> list[str]:
    """Faithful for more than a year, silent for four to eight months: somebody should call."""
    keys = random.sample(draft.free("household"), 22) + random.sample(draft.free("person"), 18)
    for key in keys:
        stop = draft.on - timedelta(days=random.randint(125, 235))
        draft.habits[key] = changed(draft.habits[key], gap_days=random.uniform(10, 18), stop=stop)
    return keys


def new_baby(random: Random, draft: Draft) -> list[str]:
    """A child was born: more is eaten, and there is rice flour for infants in the basket."""
    keys = random.sample(draft.free("household"), 6)
    for key in keys:
        born = draft.on - timedelta(days=random.randint(40, 230))
        name = draft.parties[key].name[0] + random.choice(("小满", "谷雨", "乐乐", "禾禾", "果果"))
        draft.members.append(
            Member(household=key, name=name, relation="child", gender="female", birthday=born, since_on=born)
        )
        draft.habits[key] = changed(draft.habits[key], turn=(born, 0.72, 1.0), new_need="G006")
    return keys


def smaller_household(random: Random, draft: Draft) -> list[str]:
    """A student left for university in September: half as much rice is eaten since."""
    leaving = date(draft.on.year if draft.on > date(draft.on.year, 9, 20) else draft.on.year - 1, 9, 1)
    keys = random.sample([key for key in draft.free("household") if draft.habits[key].staple], 8)
    for key in keys:
        draft.habits[key] = changed(draft.habits[key], turn=(leaving, 1.9, 1.0))
        for index, member in enumerate(draft.members):
            if member.household == key and member.relation == "child":
                draft.members[index] = replace(member, until_on=leaving, note="外地读书")
                break
    return keys


def many_returns(random: Random, draft: Draft) -> list[str]:
    """Buys much and brings almost half of it back: a negative-value customer."""
    keys = random.sample(draft.free("person"), 7)
    for key in keys:
        draft.habits[key] = changed(draft.habits[key], gap_days=16.0, basket=4, return_rate=0.46)
    return keys


def falling_firm(random: Random, draft: Draft) -> list[str]:
    """Orders shrink from quarter to quarter: another supplier is in the kitchen."""
    keys = random.sample(draft.free("organization"), 5)
    for key in keys:
        draft.habits[key] = changed(draft.habits[key], trend=0.33, quantity=24, gap_days=11.0)
    return keys


def late_payer(random: Random, draft: Draft) -> list[str]:
    """The largest account pays, but months late and only after being asked again and again."""
    key = next(key for key in draft.habits if draft.parties[key].name.startswith("合味餐饮中央"))
    draft.habits[key] = changed(draft.habits[key], quantity=48, gap_days=9.0, stop=draft.on, trend=1.15)
    party = draft.parties[key]
    credit = {"terms": "月结 30 天", "credit": "拖欠", "past_credit_problems": "连续四个月逾期 40 天以上，经催收后付清"}
    draft.parties[key] = replace(party, credit_grade="D", archive=party.archive | credit)
    scripts = talking.CHASING * 4
    draft.talks += talking.series(random, party=party, scripts=scripts, on=draft.on, span=330, agent="wang.fang")
    return [key]


def referral_chain(random: Random, draft: Draft) -> list[str]:
    """One neighbour brought the next, five times over."""
    keys = random.sample(draft.free("person"), 18)
    chains = [keys[0:6], keys[6:11], keys[11:15], keys[15:18]]
    for chain in chains:
        for source, target in itertools.pairwise(chain):
            draft.links.append(Link(source=source, target=target, kind="referral", note="介绍来的街坊"))
            draft.parties[target] = replace(draft.parties[target], origin_channel="referral")
    return keys


def repeated_complaint(random: Random, draft: Draft) -> list[str]:
    """The same grievance three times and more: the fault was never mended."""
    keys = random.sample(draft.free("household"), 4) + random.sample(draft.free("organization"), 2)
    for key in keys:
        grievance = random.choice(talking.COMPLAINTS)
        scripts = (grievance,) * random.randint(3, 5)
        draft.talks += talking.series(
            random, party=draft.parties[key], scripts=scripts, on=draft.on, span=150, agent=talking.SERVICE
        )
    return keys


def won_back(random: Random, draft: Draft) -> list[str]:
    """Gone for more than half a year, then back a few weeks ago."""
    keys = random.sample(draft.free("person"), 12)
    for key in keys:
        back = draft.on - timedelta(days=random.randint(15, 50))
        gone = back - timedelta(days=random.randint(190, 260))
        draft.habits[key] = changed(draft.habits[key], gap_days=13.0, away=((gone, back),))
    return keys


def birthday_this_week(random: Random, draft: Draft) -> list[str]:
    """Somebody to congratulate in the coming seven days."""
    keys = random.sample(draft.free("person"), 14)
    for index, key in enumerate(keys):
        day = draft.on + timedelta(days=index % 7)
        draft.parties[key] = replace(draft.parties[key], birthday=_birthday(day, age=random.randint(28, 71)))
    return keys


def _birthday(day: date, *, age: int) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - age, 2, 28)
    return day.replace(year=day.year - age)


def newly_won(random: Random, draft: Draft) -> list[str]:
    """The first order is two weeks old and nobody has called yet."""
    used = {key for keys in draft.stories.values() for key in keys}
    people = [key for key, habit in draft.habits.items() if draft.parties[key].kind == "person" and key not in used]
    keys = random.sample(people, 16)
    for key in keys:
        start = draft.on - timedelta(days=random.randint(3, 14))
        draft.parties[key] = replace(draft.parties[key], created_at=seasons.moment(random, start, firm=True))
        draft.habits[key] = changed(
            draft.habits[key], start=start, stop=start + timedelta(days=2), gap_days=1.0, turn=None
        )
    return keys


STORIES: tuple[Callable[[Random, Draft], list[str]], ...] = (
    late_payer,
    lapsed_loyal,
    new_baby,
    smaller_household,
    many_returns,
    falling_firm,
    referral_chain,
    repeated_complaint,
    won_back,
    birthday_this_week,
    newly_won,
)


def tell(random: Random, draft: Draft) -> None:
    """Hide every story in the draft and note in whom."""
    for story in STORIES:
        draft.stories[story.__name__] = tuple(story(random, draft))
