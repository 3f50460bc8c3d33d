"""A membership programme in words: what is counted, from how many points, how long it holds, what happens then."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from minghua.domain.tiering.types import (
    EarningRule,
    EntryRow,
    Level,
    Measure,
    MeasureKind,
    Movement,
    ProgrammeSpec,
    Validity,
    ValidityKind,
)
from minghua.foundation.measures import register
from minghua.interfaces.web import display
from minghua.kernel.words import Text

MEASURES: Final[Mapping[str, Text]] = {
    "growth": Text("成长值（累计余额）", "Growth value (a running balance)"),
    "rolling_days": Text("最近若干天的合计", "Sum of the last days"),
    "rolling_months": Text("最近若干个月的合计", "Sum of the last months"),
    "natural_months": Text("已结束的自然月，按远近加权", "Closed months, weighted by age"),
    "calendar_sum": Text("本期累计（月、季、半年、年）", "Sum of the calendar period"),
    "monthly_average": Text("月日均余额", "Monthly average of daily balances"),
    "registered": Text("现成指标（贡献、销售额、订单数）", "A ready measure (contribution, sales, orders)"),
}
_MEASURED: Final[Mapping[str, Text]] = {
    **MEASURES,
    "rolling_days": Text("最近 {n} 天的合计", "Sum of the last {n} days"),
    "rolling_months": Text("最近 {n} 个月的合计", "Sum of the last {n} months"),
    "calendar_sum": Text("每{unit}累计，期初清零", "Sum of the {unit}, beginning anew with each"),
    "registered": Text(
        "最近 {n} 个月的{name}，每夜读取截至前一天的数值",
        "{name} of the last {n} months, read each night by the end of the day before",
    ),
}
UNITS: Final[Mapping[str, Text]] = {
    "month": Text("月", "month"),
    "quarter": Text("季度", "quarter"),
    "half": Text("半年", "half-year"),
    "year": Text("年", "year"),
}
UPGRADES: Final[Mapping[str, Text]] = {
    "immediate": Text("达到门槛立即升级", "As soon as the threshold is reached"),
    "next_period": Text("下月 1 日升级", "On the first of the next month"),
    "at_expiry": Text("有效期满时升级", "When the present period ends"),
}
EXPIRIES: Final[Mapping[str, Text]] = {
    "regrade": Text("按当时成绩重新定级", "Graded anew by the score of that day"),
    "deduct": Text("先扣减，再重新定级", "The level's deduction is taken, then graded anew"),
    "one_down": Text("重新定级，至多降一级", "Graded anew, never more than one level lower"),
}
REFUNDS: Final[Mapping[str, Text]] = {
    "revoke_cause": Text("退货撤销因它而来的升级，恢复原等级和有效期", "A rise it caused is undone; the earlier period stands again"),
    "immediate": Text("退货后立即重新定级", "Graded anew on the spot"),
    "at_expiry": Text("退货只减成绩，等级保留到期满", "The score falls, the level stays to its end"),
}  # fmt: skip
GATES: Final[Mapping[str, Text]] = {
    "reputation": Text("信誉良好", "Good reputation"),
    "ordered": Text("已完成首单", "First order completed"),
    "person": Text("仅个人", "Persons only"),
    "enterprise": Text("仅企业", "Enterprises only"),
}
GATE_EFFECTS: Final[Mapping[str, Text]] = {
    "at_once": Text("条件不满足时立即调整", "At once when a condition fails"),
    "at_next_evaluation": Text("下次定级时调整", "At the next grading"),
}
MEMBERS: Final[Mapping[str, Text]] = {
    "all": Text("所有客户", "All customers"),
    "person": Text("个人与家庭", "Persons and households"),
    "enterprise": Text("企业", "Enterprises"),
}
LEAPS: Final[Mapping[str, Text]] = {
    "month_end": Text("算到月末（2 月 28 日）", "To the month's end (28 February)"),
    "clamp": Text("在月末前一天结束", "It ends before the last of the month"),
}
GAPS: Final[Mapping[str, Text]] = {
    "carry": Text("沿用上次余额", "The last balance stands"),
    "zero": Text("按零计", "Counted as nothing"),
}
EARNINGS: Final[Mapping[str, Text]] = {
    "order": Text("订单", "Orders"),
    "login": Text("登录", "Login"),
    "order_days": Text("多日下单", "Orders on several days"),
    "review": Text("评价", "Reviews"),
    "photo_review": Text("晒单", "Photo reviews"),
    "promotion": Text("活动", "Promotions"),
}
ZONES: Final[Mapping[str, Text]] = {"Asia/Shanghai": Text("北京时间", "Beijing time")}
_NOBODY: Final = Text("加入即得", "From the beginning")
_JOINED: Final = Text("新加入", "Joined since")


def measure(of: Measure) -> str:
    """Return what the score is."""
    told = display.say(_MEASURED[str(of.kind)])
    return told.format(n=of.length, unit=display.say(UNITS[str(of.unit)]), name=measured_by(of.name))


def named() -> dict[str, Text]:
    """Return code → name and meaning of the registered measures by which members may be graded."""
    return {
        code: Text(f"{one.name.zh}：{one.about.zh}", f"{one.name.en}: {one.about.en}")
        for code, one in register.ranking().items()
    }


def measured_by(code: str) -> str:
    """Return the name of a registered measure; the code when no room declares it any more."""
    known = register.known()
    return display.say(known[code].name) if code in known else code


def validity(of: Validity) -> str:
    """Return how long a level is valid."""
    if of.kind is ValidityKind.NONE:
        return display.say(Text("长期有效", "Without an end"))
    if of.kind is ValidityKind.DAYS:
        return display.say(Text(f"{of.length} 天", f"{of.length} days"))
    if of.kind is ValidityKind.MONTHS:
        return display.say(_months(of.length))
    unit = UNITS[str(of.unit)]
    return display.say(
        Text(f"到第 {of.length} 个{unit.zh}末", f"to the end of {unit.en} {of.length}")
        if of.length > 1
        else Text(f"到本{unit.zh}末", f"to the end of the {unit.en}")
    )


def _months(length: int) -> Text:
    if length % 12:
        return Text(f"{length} 个月", f"{length} months")
    years = length // 12
    return Text(f"{years} 年", f"{years} years" if years > 1 else "1 year")


def band(spec: ProgrammeSpec, place: int) -> str:
    """Return the scores of a level: "2,000–9,999", "30,000 起"."""
    level = spec.levels[place]
    if level.threshold is None:
        return display.say(_NOBODY)
    above = spec.levels[place + 1].threshold if place + 1 < len(spec.levels) else None
    if above is None:
        return display.say(Text(f"{level.threshold:,} 起", f"from {level.threshold:,}"))
    if above - 1 <= level.threshold or spec.measure.kind is MeasureKind.MONTHLY_AVERAGE:
        return display.say(Text(f"{level.threshold:,} 起", f"from {level.threshold:,}"))
    return f"{level.threshold:,}–{above - 1:,}"


def terms(spec: ProgrammeSpec, level: Level) -> list[str]:
    """Return what else holds for a level: gates, validity, deduction, patience."""
    said = [display.say(GATES[gate]) for gate in level.gates if gate in GATES]
    if spec.validity_of(level).kind is not ValidityKind.NONE:
        said.append(display.say(Text("有效 ", "valid ")) + validity(spec.validity_of(level)))
    if level.deduct:
        said.append(display.say(Text(f"到期扣 {level.deduct:,}", f"{level.deduct:,} deducted at expiry")))
    patience = spec.patience if level.patience is None else level.patience
    if patience > 1 and level.threshold is not None:
        said.append(display.say(Text(f"连续 {patience} 个月不达标才降级", f"falls after {patience} failing months")))
    return said


def rules(spec: ProgrammeSpec) -> Iterator[tuple[str, str]]:
    """Yield name and words of each rule of a programme."""
    for name, said in _rules(spec):
        yield display.say(name), said


def _rules(spec: ProgrammeSpec) -> Iterator[tuple[Text, str]]:
    yield Text("计什么", "What is counted"), measure(spec.measure)
    if spec.earning:
        joint = display.say(Text("、", ", "))
        yield Text("怎样得", "How it is earned"), joint.join(dict.fromkeys(earned(rule) for rule in spec.earning))
    if spec.evaluate_day:
        day = Text(f"每月 {spec.evaluate_day} 日考核", f"Evaluated on day {spec.evaluate_day} of each month")
        yield Text("何时定级", "When it is graded"), display.say(day)
    else:
        yield Text("何时升级", "When one rises"), display.say(UPGRADES[str(spec.upgrade)])
    yield Text("期满以后", "When the period ends"), display.say(EXPIRIES[str(spec.at_expiry)])
    yield Text("退货", "Returns"), display.say(REFUNDS[str(spec.refund)])
    if any(level.gates for level in spec.levels):
        yield Text("条件", "Conditions"), display.say(GATE_EFFECTS[str(spec.gate_effect)])
    yield Text("谁能加入", "Who may join"), display.say(MEMBERS[str(spec.members)])
    yield from _days(spec)


def _days(spec: ProgrammeSpec) -> Iterator[tuple[Text, str]]:
    if spec.grace_days:
        yield Text("宽限", "Grace"), display.say(Text(f"{spec.grace_days} 天", f"{spec.grace_days} days"))
    if spec.pending_days:
        pending = Text(f"{spec.pending_days} 天后计入", f"counts after {spec.pending_days} days")
        yield Text("待确认", "Pending"), display.say(pending)
    if spec.floor:
        yield Text("保底", "Floor"), name(spec, spec.floor)
    late = Text(f"{spec.correction_days} 天内按发生日计", f"counted on their own day for {spec.correction_days} days")
    yield Text("迟到的事", "Late news"), display.say(late)
    yield Text("时区", "Time zone"), display.say(ZONES.get(spec.zone, Text(spec.zone, spec.zone)))


def earned(rule: EarningRule) -> str:
    """Return a way to earn in a few words."""
    named = display.say(EARNINGS.get(rule.kind, Text(rule.kind, rule.kind)))
    minor = rule.term("minor_per_point")
    if rule.kind == "order" and isinstance(minor, int):
        return named + display.say(Text(f"每 {minor / 100:g} 元 1 分", f" 1 per {minor / 100:g} yuan"))
    return named


KINDS: Final[Mapping[str, Text]] = {
    "score": Text("计分", "Score"),
    "reading": Text("余额", "Balance"),
    "gate": Text("条件", "Condition"),
    "opening": Text("带入等级", "Brought along"),
}


ORIGINS: Final[Mapping[str, Text]] = {
    "orders": Text("订单", "Orders"),
    "hand": Text("人工登记", "By hand"),
    "measure": Text("每夜读取", "Read at night"),
}


def order_of(entry: EntryRow) -> str:
    """Return the id of the order a line came from, "" for what came from elsewhere."""
    kind, _, number = entry.key.partition(":")
    return number if entry.source == "orders" and kind == "order" and number.isdigit() else ""


def origin(entry: EntryRow) -> str:
    """Return where a line came from; other systems by their own name and key."""
    known = ORIGINS.get(entry.source)
    return display.say(known) if known else f"{entry.source} · {entry.key}"


def line(entry: EntryRow) -> str:
    """Return what a line of the ledger is about."""
    if entry.kind == "reading" and entry.source == "measure":
        return measured_by(entry.name)
    if entry.kind == "score" and entry.name in EARNINGS:
        return display.say(EARNINGS[entry.name])
    if entry.kind == "gate" and entry.name in GATES:
        return display.say(GATES[entry.name])
    return display.say(KINDS.get(entry.kind, Text(entry.kind, entry.kind)))


def name(spec: ProgrammeSpec | None, code: str) -> str:
    """Return the name of a level in the reader's language; the code when the rules no longer have it."""
    if not code:
        return display.say(_JOINED)
    rank = spec.rank(code) if spec else None
    return display.say(spec.levels[rank].name) if spec and rank is not None else code


def percent(share: Fraction) -> str:
    """Return a share with two places (A14.7)."""
    return f"{float(share * 100):.2f}%"


def score(value: int, parts: int = 1) -> str:
    """Return a score as it is read: an average rounded down to two places."""
    if parts == 1:
        return f"{value:,}"
    whole, rest = divmod(value, parts)
    return f"{whole:,}.{rest * 100 // parts:02d}" if rest else f"{whole:,}"


def needs(lacking: int | None, parts: int = 1) -> str:
    """Return what is still needed, an average's days' sums per day rounded up; "—" where nothing ends."""
    return display.NOTHING if lacking is None else f"{-(-lacking // parts):,}"


def matrix(spec: ProgrammeSpec, moved: Movement) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """Return a row per level before, the highest first: (code, name, (direction, members) per level after)."""
    return table([*reversed(moved.levels)], moved.counts, spec)


def table(
    levels: list[str], counts: Mapping[tuple[str, str], int], spec: ProgrammeSpec | None
) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """Return the rows of a transition matrix over these levels, the highest first; who was no member stands last."""
    befores = [*levels, *([""] if any(before == "" for before, _ in counts) else [])]
    rank = {code: place for place, code in enumerate(reversed(levels))}

    def direction(before: str, after: str) -> str:
        if before not in rank or rank[before] == rank[after]:
            return ""
        return "up" if rank[after] > rank[before] else "down"

    return [
        (before, name(spec, before), [(direction(before, after), counts.get((before, after), 0)) for after in levels])
        for before in befores
    ]


MODES: Final[Mapping[str, Text]] = {"pin": Text("固定", "Pinned"), "floor": Text("保底", "Floor")}
