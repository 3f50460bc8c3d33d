"""What was said: calls, messages, visits, complaints; and what somebody promised to do next."""

from datetime import date, datetime, timedelta
from random import Random

from minghua.journeys.demo.facts import Party, Promise, Sale, Talk
from minghua.journeys.demo.seasons import SHANGHAI, moment

USUAL = (  # channel, direction, subject, body, outcome, sentiment
    ("phone", "out", "回访：上次的米吃得怎么样", "说米饭香，孩子多吃了半碗。", "reached", "pleased"),
    ("phone", "out", "提醒补货", "家里还够吃几天，下周再送。", "to_follow_up", "neutral"),
    ("wechat", "in", "问新米什么时候到", "告知新米到店日期，愿意先订一袋。", "interested", "pleased"),
    ("wechat", "out", "节前问候和礼盒介绍", "回了谢谢，暂时不需要。", "declined", "neutral"),
    ("store", "in", "到店聊起家里人口", "说老人来住一阵，饭量会大些。", "reached", "neutral"),
    ("phone", "in", "要求改送货时间", "改到傍晚六点以后。", "resolved", "neutral"),
    ("sms", "out", "送货通知", "", "reached", "neutral"),
    ("face_to_face", "out", "上门送货时的闲谈", "门口放得下两袋，不用上楼。", "reached", "pleased"),
    ("phone", "in", "问价格", "比超市便宜两块，满意。", "resolved", "pleased"),
)
FIRM = (
    ("face_to_face", "out", "拜访采购负责人", "厨房月用量约二十袋，希望价格再谈。", "interested", "neutral"),
    ("phone", "out", "确认下周订货", "照旧，周一早上送到后门。", "ordered", "pleased"),
    ("phone", "in", "要发票和检验报告", "已随下一批货送去。", "resolved", "neutral"),
    ("face_to_face", "out", "季度对账", "账目一致，月底付款。", "resolved", "pleased"),
    ("wechat", "in", "临时加货", "当天下午补送。", "ordered", "neutral"),
)
COMPLAINTS = (
    ("phone", "in", "投诉：米里有小石子", "第二次了，要求说明原因。", "to_follow_up", "displeased"),
    ("phone", "in", "投诉：送货又晚了", "等到晚饭后才送来。", "to_follow_up", "displeased"),
    ("store", "in", "投诉：油桶渗漏", "当场换了一桶，仍有怨气。", "to_follow_up", "displeased"),
    ("wechat", "in", "投诉：打电话没人接", "说每次都要把事情从头讲一遍。", "to_follow_up", "displeased"),
)
CHASING = (
    ("phone", "out", "催收货款", "说月底一定付。", "to_follow_up", "neutral"),
    ("face_to_face", "out", "上门对账催款", "财务不在，再等一周。", "to_follow_up", "displeased"),
    ("phone", "out", "再次催收货款", "部分到账，余款拖到下月。", "to_follow_up", "displeased"),
)
NEXT = (
    "回访米的口感",
    "送检验报告",
    "带新米样品",
    "确认下月用量",
    "约上门量米缸",
    "核对送货时间",
    "介绍团购价",
    "问候生日",
)
OWNERS_STEPS = ("上门拜访，谈明年的用量", "谈结账日期", "带新米样品给厨师长", "看看仓库还放得下多少")
SERVICE, OWNER = "zhou.ting", "minghua"


def talk(random: Random, *, party: Party, day: date, script: tuple[str, ...], agent: str) -> Talk:
    """Return one contact on that day, in working hours."""
    channel, direction, subject, body, outcome, sentiment = script
    return Talk(
        customer=party.key,
        channel=channel,
        direction=direction,
        at=moment(random, day, firm=True),
        agent=agent,
        subject=subject,
        body=body,
        outcome=outcome,
        sentiment=sentiment,
        minutes=random.randint(2, 25) if channel in ("phone", "face_to_face") else None,
    )


def usual_talks(random: Random, *, party: Party, sold: list[Sale], since: date, on: date) -> list[Talk]:
    """Return the contacts of an ordinary customer: the more orders, the more there is to say."""
    firm = party.kind == "organization"
    count = min(random.randint(0, 2 + len(sold) // 6), 9)
    start = max(since, party.created_at.astimezone(SHANGHAI).date())
    if count == 0 or start >= on:
        return []
    agent = party.owner or SERVICE
    talks = []
    for _ in range(count):
        day = start + timedelta(days=random.randrange((on - start).days))
        script = random.choice(COMPLAINTS) if random.random() < 0.03 else random.choice(FIRM if firm else USUAL)
        said_by = SERVICE if script in COMPLAINTS else agent
        talks.append(talk(random, party=party, day=day, script=script, agent=said_by))
    return talks


def series(
    random: Random, *, party: Party, scripts: tuple[tuple[str, ...], ...], on: date, span: int, agent: str
) -> list[Talk]:
    """Return several contacts of one story spread over the last `span` days."""
    days = sorted(on - timedelta(days=random.randint(2, span)) for _ in scripts)
    return [
        talk(random, party=party, day=day, script=script, agent=agent)
        for day, script in zip(days, scripts, strict=True)
    ]


def promises(random: Random, *, parties: list[Party], on: date) -> list[Promise]:
    """Return next steps of owned customers: most are done, some due today, some overdue, the rest to come."""
    owned = [party for party in parties if party.owner]
    firms = [party for party in parties if party.kind == "organization"]
    steps = [_promise(random, party=party, on=on) for party in random.sample(owned, min(420, len(owned)))]
    due_today = [_due(random, party=party, on=on) for party in random.sample(owned, min(24, len(owned)))]
    return steps + due_today + _of_the_owner(random, firms=firms, on=on)


def _of_the_owner(random: Random, *, firms: list[Party], on: date) -> list[Promise]:
    """The owner of the shop visits firms and dealers himself."""
    days = (-2, 0, 0, 0, 1, 2, 4, 7)
    chosen = random.sample(firms, min(len(days), len(firms)))
    return [
        Promise(
            customer=party.key,
            text=random.choice(OWNERS_STEPS),
            due_at=moment(random, on + timedelta(days=day), firm=True),
            assignee=OWNER,
        )
        for party, day in zip(chosen, days, strict=False)
    ]


def _promise(random: Random, *, party: Party, on: date) -> Promise:
    day = on + timedelta(days=random.choice((*range(-90, -1), *range(1, 12), *range(1, 12))))
    due = moment(random, day, firm=True)
    overdue = day < on and random.random() < 0.12
    done: datetime | None = None if day > on or overdue else due - timedelta(hours=random.randint(1, 30))
    return Promise(customer=party.key, text=random.choice(NEXT), due_at=due, assignee=party.owner, done_at=done)


def _due(random: Random, *, party: Party, on: date) -> Promise:
    due = moment(random, on, firm=True)
    return Promise(customer=party.key, text=random.choice(NEXT), due_at=due, assignee=party.owner)
