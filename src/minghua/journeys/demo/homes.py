"""Families and single people: who lives together, what the shop wrote down about them."""

from datetime import date, timedelta
from random import Random
from typing import Any

from minghua.journeys.demo import names, places, staff
from minghua.journeys.demo.facts import Member, Party
from minghua.journeys.demo.seasons import evening

HOUSEHOLDS, SINGLES, CONTACTS = 500, 760, 240
TASTES = (
    "偏爱软糯的米",
    "爱吃面食",
    "口味清淡，少油",
    "喜欢粗粮",
    "只认东北米",
    "爱做米饭炒菜",
    "孩子爱吃甜粥",
    "老人要软饭",
)
LEISURE = ("广场舞", "钓鱼", "带孩子", "打太极", "看书", "下棋", "逛公园", "追剧")
JOBS = ("小学教师", "公交司机", "退休", "护士", "个体户", "公司职员", "工程师", "快递员", "会计", "社区工作者")
HOBBIES = ("做饭", "养花", "跑步", "书法", "烘焙", "骑行", "摄影", "太极")
ORIGINS = (
    ("store", 46),
    ("mini_program", 18),
    ("referral", 14),
    ("phone", 9),
    ("app", 6),
    ("exhibition", 4),
    ("chance", 3),
)
TAGS = ("送货上门", "老街坊", "爱囤货", "价格敏感", "重品质", "微信群", "周末采购", "有老人", "有小孩")


def birthday(random: Random, *, youngest: int, oldest: int, on: date) -> date:
    """Return a birthday of somebody between the two ages."""
    return on - timedelta(days=random.randint(youngest * 365 + 20, oldest * 365))


def tags(random: Random, *, most: int = 2) -> tuple[str, ...]:
    """Return up to `most` different tags."""
    return tuple(random.sample(TAGS, random.randint(0, most)))


def origin(random: Random) -> str:
    """Return how somebody came to us."""
    return random.choices([code for code, _ in ORIGINS], weights=[weight for _, weight in ORIGINS])[0]


def person_archive(random: Random, *, rich: bool) -> dict[str, Any]:
    """Return what was asked of a person; a rich archive knows more."""
    archive: dict[str, Any] = {"preference": random.choice(TASTES)}
    if rich:
        archive |= {
            "present_job": random.choice(JOBS),
            "leisure": random.choice(LEISURE),
            "hobbies": random.choice(HOBBIES),
            "marital_state": random.choice(("married", "married", "single")),
            "degree": random.choice(("senior", "college", "bachelor", "junior")),
            "temperament": random.choice(("steady", "hasty", "between")),
            "payment_way": random.choice(("微信", "支付宝", "现金", "银行卡")),
            "buying_channel": random.choice(("到店", "小程序", "电话")),
        }
    return archive


def person(random: Random, *, key: str, mobile: str, on: date, since: date, ages: tuple[int, int] = (22, 78)) -> Party:
    """Return one person as a customer."""
    sex = names.gender(random)
    born = birthday(random, youngest=ages[0], oldest=ages[1], on=on)
    place = places.home(random)
    owner, pool = staff.keeper(random, area_index=tuple(places.AREAS).index(place.area))
    return Party(
        key=key,
        kind="person",
        name=names.surname(random) + names.given(random, gender=sex, born=born.year),
        created_at=evening(since),
        gender=sex,
        birthday=born if random.random() < 0.82 else None,
        mobile=mobile,
        wechat=f"mh_{key}" if random.random() < 0.35 else "",
        district=places.DISTRICT,
        address=place.address,
        area=place.area,
        origin_channel=origin(random),
        attitude=random.choice(("economic", "ethical", "personalised", "convenience", "")),
        screening=random.choice(("none", "none", "accepted")),
        owner=owner,
        pool=pool,
        archive=person_archive(random, rich=random.random() < 0.3),
        tags=tags(random),
    )


def door(address: str) -> str:
    """Return what tells one door from another in a list: the estate with its building, or the house number."""
    street, _, estate = address.partition("号")
    return f"{estate.split('栋')[0]}栋" if estate else f"{street}号"


def household(random: Random, *, key: str, head: Party, size: int) -> Party:
    """Return the household around its head: same door, same owner."""
    surname = head.name[:2] if head.name[:2] in names.COMPOUND else head.name[:1]
    return Party(
        key=key,
        kind="household",
        name=f"{surname}家（{door(head.address)}）",
        created_at=head.created_at,
        mobile=head.mobile,
        short_name=head.name,
        district=head.district,
        address=head.address,
        area=head.area,
        origin_channel=head.origin_channel,
        attitude=head.attitude,
        owner=head.owner,
        pool=head.pool,
        archive={
            "family_size": size,
            "food_preference": random.choice(TASTES),
            "spending_frequency": random.choice(("每周", "半月", "每月")),
            "preference": random.choice(TASTES),
        },
        tags=tags(random, most=3),
    )


def relatives(random: Random, *, household: str, head: Party, size: int, on: date) -> list[Member]:
    """Return the people of a household: the head first, then spouse, children, the old ones."""
    born = head.birthday or birthday(random, youngest=30, oldest=60, on=on)
    since = head.created_at.date()
    people = [
        Member(
            household=household,
            name=head.name,
            relation="head",
            gender=head.gender,
            birthday=born,
            person=head.key,
            since_on=since,
        )
    ]
    roles = ["spouse", "child", "child" if random.random() < 0.4 else "parent", "parent", "grandparent", "child"]
    for role in roles[: size - 1]:
        people.append(_relative(random, household=household, head=head, role=role, born=born, since=since, on=on))
    return people


def _relative(random: Random, *, household: str, head: Party, role: str, born: date, since: date, on: date) -> Member:
    shift = {"spouse": (-4, 4), "child": (23, 34), "parent": (-33, -22), "grandparent": (-58, -46)}[role]
    day = min(born + timedelta(days=365 * random.randint(*shift) + random.randint(-170, 170)), on - timedelta(days=400))
    sex = random.choice(("male", "female"))
    if role == "spouse":
        sex = "male" if head.gender == "female" else "female"
    own = head.name[0] if role in ("child", "parent") else names.surname(random)
    return Member(
        household=household,
        name=own + names.given(random, gender=sex, born=day.year),
        relation=role,
        gender=sex,
        birthday=day,
        since_on=max(since, day),
    )
