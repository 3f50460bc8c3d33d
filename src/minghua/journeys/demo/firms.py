"""Canteens, restaurants, schools and dealers: their trees, their people with buying roles, their papers."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from minghua.journeys.demo import names, places, staff
from minghua.journeys.demo.facts import Link, Party
from minghua.journeys.demo.seasons import evening

USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@dataclass(frozen=True, slots=True)
class Trade:
    """A kind of organisation: how many, what they are called, what they buy."""

    code: str
    count: int
    market_kind: str
    channel_kind: str
    form: str
    endings: tuple[str, ...]
    favourites: tuple[str, ...]
    gap_days: float
    size: str = "small"


TRADES: tuple[Trade, ...] = (
    Trade(
        "餐馆",
        62,
        "business",
        "",
        "sole",
        ("饭店", "酒楼", "土菜馆", "小炒店", "农家菜馆"),
        ("R007", "O005", "O003", "S005"),
        11,
    ),
    Trade(
        "面点早餐",
        26,
        "business",
        "",
        "sole",
        ("面馆", "包子铺", "早点铺", "饺子馆"),
        ("F003", "F002", "O003", "S001"),
        9,
    ),
    Trade(
        "企业食堂",
        22,
        "business",
        "",
        "private",
        ("电子有限公司食堂", "机械厂食堂", "物流园食堂"),
        ("R007", "O005", "D001"),
        13,
        "medium",
    ),
    Trade(
        "学校",
        18,
        "government",
        "",
        "public",
        ("小学", "中学", "幼儿园", "职业学校"),
        ("R007", "O002", "D004", "D001"),
        14,
        "medium",
    ),
    Trade(
        "机关单位",
        10,
        "government",
        "",
        "public",
        ("街道办事处食堂", "卫生院食堂", "敬老院", "供电所食堂"),
        ("R004", "O001", "D001"),
        18,
    ),
    Trade(
        "社区超市",
        30,
        "channel",
        "retailer",
        "sole",
        ("便利店", "生活超市", "粮油店", "菜店"),
        ("R001", "R003", "O003", "S003"),
        12,
    ),
    Trade(
        "经销商",
        14,
        "channel",
        "distributor",
        "private",
        ("粮油经营部", "商贸有限公司", "食品批发部"),
        ("R003", "O003", "F001"),
        16,
        "medium",
    ),
    Trade(
        "酒店",
        8,
        "business",
        "",
        "private",
        ("大酒店", "宾馆", "度假村"),
        ("R002", "R004", "O002", "O004"),
        15,
        "medium",
    ),
)
WORDS = [
    "禾",
    "丰",
    "金",
    "福",
    "瑞",
    "和",
    "顺",
    "安",
    "明",
    "祥",
    "源",
    "聚",
    "鑫",
    "盛",
    "春",
    "兴",
    "康",
    "乐",
    "嘉",
    "泰",
    "佳",
    "宏",
    "锦",
    "荣",
]
GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("合味餐饮管理有限公司", "餐馆", ("合味餐饮新城店", "合味餐饮南塘店", "合味餐饮学府店", "合味餐饮中央厨房")),
    ("稻香教育集团", "学校", ("稻香实验小学", "稻香实验中学", "稻香幼儿园")),
    ("金仓商贸有限公司", "经销商", ("金仓商贸北桥分店", "金仓商贸城南仓库")),
    ("康颐养老服务中心", "机关单位", ("康颐桂花巷养老院", "康颐米市街日间照料站")),
)


def uscc(random: Random) -> str:
    """Return a unified social credit code with a right check digit, of an area code that does not exist."""
    body = "92" + "349900" + "".join(random.choice(USCC_SIGNS) for _ in range(9))
    total = sum(USCC_SIGNS.index(sign) * weight for sign, weight in zip(body, USCC_WEIGHTS, strict=True))
    return body + USCC_SIGNS[(31 - total % 31) % 31]


def papers(random: Random, *, trade: Trade, on: date, chief: str) -> dict[str, Any]:
    """Return what the archive of an organisation says."""
    return {
        "founded": date(random.randint(1996, on.year - 2), random.randint(1, 12), random.randint(1, 28)).isoformat(),
        "form": trade.form,
        "trade": trade.code,
        "size": trade.size,
        "uscc": uscc(random),
        "market_area": random.choice(("本街区", "全区", "本校师生", "周边三公里")),
        "staff_quality": random.choice(("high", "medium", "medium")),
        "willingness": random.choice(("high", "high", "medium", "low")),
        "terms": random.choice(("货到付款", "月结 30 天", "半月结", "现款现货")),
        "credit": random.choice(("良好", "一般", "优秀")),
        "owner_name": chief,
        "manager_name": chief,
        "rivals": random.choice(("同时用两家供货商", "只用我们", "从批发市场补货", "比价后采购")),
    }


def organisation(
    random: Random, *, key: str, name: str, trade: Trade, on: date, since: date, phone: str, parent: str = ""
) -> Party:
    """Return one organisation; heads of groups and hotels are large accounts."""
    place = places.premises(random)
    owner, pool = staff.account_keeper(random, large=trade.size == "medium" and random.random() < 0.4)
    chief = names.surname(random) + names.given(random, gender="male", born=1975)
    return Party(
        key=key,
        kind="organization",
        name=name,
        created_at=evening(since),
        mobile=phone,
        phone=f"0551-6000{random.randint(0, 9999):04d}",
        district=places.DISTRICT,
        address=place.address,
        area=place.area,
        market_kind=trade.market_kind,
        channel_kind=trade.channel_kind,
        origin_channel=random.choice(("phone", "referral", "exhibition", "partner", "store")),
        attitude=random.choice(("economic", "ethical", "convenience")),
        credit_grade=random.choice("AABBBC"),
        screening="accepted",
        owner=owner,
        pool=pool,
        parent=parent,
        archive=papers(random, trade=trade, on=on, chief=chief),
        tags=(trade.code,),
    )


def trade_named(code: str) -> Trade:
    """Return the trade of that code."""
    return next(trade for trade in TRADES if trade.code == code)


def name_of(random: Random, *, trade: Trade, taken: set[str]) -> str:
    """Return a name no other organisation has."""
    while True:
        body = "".join(random.sample(WORDS, 2))
        if trade.market_kind == "government":
            body = random.choice(("稻香", "南塘", "北桥", "米市", "学府", "禾香", "桂花", "粮道")) + random.choice(
                ("", "第二", "新区")
            )
        name = body + random.choice(trade.endings)
        if name not in taken:
            taken.add(name)
            return name


def buying_people(random: Random, *, organisation: str, people: list[str]) -> list[Link]:
    """Return who decides, who buys, who keeps the gate; `people` are keys of persons."""
    roles = ("decider", "buyer", "user", "approver", "influencer", "gatekeeper")
    return [
        Link(source=person, target=organisation, kind="buying_role", role=role, note="")
        for person, role in zip(people, roles, strict=False)
    ]
