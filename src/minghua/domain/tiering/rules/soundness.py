"""What no programme may be: levels nobody can hold, thresholds that overlap, expiries that demote everybody, circles."""

from collections.abc import Callable, Collection

from minghua.domain.tiering.rules import earning
from minghua.domain.tiering.rules.parsing import Reader
from minghua.domain.tiering.types.spec import (
    GATES,
    AtExpiry,
    Gaps,
    Level,
    Measure,
    MeasureKind,
    Members,
    ProgrammeSpec,
    ValidityKind,
)
from minghua.kernel.words import Text

MOST_MONTHS = 1_200  # a hundred years: nothing that is judged lies further back
READINGS = {MeasureKind.MONTHLY_AVERAGE, MeasureKind.REGISTERED}


def examine(read: Reader, spec: ProgrammeSpec, *, measures: Collection[str]) -> None:
    """Gather every defect of a specification that was read whole."""
    if len(spec.levels) < 2:
        _say(read, "levels", "few_levels", "至少要有两个等级。", "At least two levels are needed.",
             "请写出起点等级和更高的等级。", "Write the level everybody starts with and a higher one.")  # fmt: skip
        return
    for check in (_codes, _thresholds, _gates, _expiry, _moments, _floor, _rules, _circles):
        check(read, spec)
    _measure(read, spec.measure, spec, measures)


def _say(read: Reader, path: str, code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> None:
    read.wrong(path, code, Text(zh, en), Text(remedy_zh, remedy_en))


def _codes(read: Reader, spec: ProgrammeSpec) -> None:
    lists: tuple[tuple[str, list[str]], ...] = (
        ("levels", [level.code for level in spec.levels]),
        ("earning", [rule.code for rule in spec.earning]),
        ("benefits", [benefit.code for benefit in spec.benefits]),
    )
    for name, codes in lists:
        for place, code in enumerate(codes):
            if code in codes[:place]:
                _say(read, f"{name}[{place}].code", "twice", f"代码「{code}」用了两次。", f"The code “{code}” is used twice.",
                     "请换一个代码。", "Choose another code.")  # fmt: skip


def _thresholds(read: Reader, spec: ProgrammeSpec) -> None:
    first, *above = spec.levels
    if first.threshold or first.gates:
        _say(read, "levels[0]", "no_start", "第一个等级是所有人的起点，不能有门槛或条件。",
             "The first level is where everybody starts: it can have no threshold or gate.",
             "请去掉 from 和 gates，或在前面加一个起点等级。", "Remove from and gates, or put a starting level before it.")  # fmt: skip
    below: Level = first
    for place, level in enumerate(above, start=1):
        _threshold(read, f"levels[{place}].from", below, level)
        below = level


def _threshold(read: Reader, path: str, below: Level, level: Level) -> None:
    if level.threshold is None:
        _say(read, path, "no_threshold", f"「{level.code}」没有门槛。", f"“{level.code}” has no threshold.",
             "请填写 from。", "Write from.")  # fmt: skip
        return
    floor = below.threshold or 0
    if level.threshold < floor:
        _say(read, path, "overlap", f"门槛 {level.threshold} 低于前一等级的 {floor}，区间重叠。",
             f"The threshold {level.threshold} lies below that of the level before it ({floor}): they overlap.",
             "门槛要从低到高。", "Thresholds must ascend.")  # fmt: skip
    elif level.threshold == floor and set(level.gates) <= set(below.gates):
        _say(read, path, "unreachable", f"「{below.code}」永远得不到：{level.threshold} 起就是「{level.code}」。",
             f"Nobody can hold “{below.code}”: from {level.threshold} on it is “{level.code}”.",
             "请提高门槛，或给较高等级加条件。", "Raise the threshold, or give the higher level a gate.")  # fmt: skip


def _gates(read: Reader, spec: ProgrammeSpec) -> None:
    for place, level in enumerate(spec.levels):
        for inner, gate in enumerate(level.gates):
            path = f"levels[{place}].gates[{inner}]"
            if gate not in GATES:
                read.one_of(gate, path, GATES)
            elif _never_opens(spec, level, gate):
                _say(read, path, "unreachable", f"条件「{gate}」不可能满足，「{level.code}」永远得不到。",
                     f"The gate “{gate}” can never open: nobody can hold “{level.code}”.",
                     "请去掉这个条件。", "Remove the gate.")  # fmt: skip


def _never_opens(spec: ProgrammeSpec, level: Level, gate: str) -> bool:
    if gate == "ordered":
        return spec.measure.kind in READINGS
    if gate == "person":
        return spec.members is Members.ENTERPRISE or "enterprise" in level.gates
    return gate == "enterprise" and (spec.members is Members.PERSON or "person" in level.gates)


def _expiry(read: Reader, spec: ProgrammeSpec) -> None:
    deducts = spec.at_expiry is AtExpiry.DEDUCT
    if deducts and spec.measure.kind is not MeasureKind.GROWTH:
        _say(read, "at_expiry", "deduct_without_balance", "只有成长值可以到期扣减。", "Only a growth value can be deducted from.",
             "请改为 regrade，或把计量改为 growth。", "Say regrade, or measure growth.")  # fmt: skip
    for place, level in enumerate(spec.levels):
        if level.deduct and not deducts:
            _say(read, f"levels[{place}].deduct", "deduct_unused", "写了扣减，但到期不扣减。", "A deduction is written, but expiry deducts nothing.",
                 "请写 at_expiry: deduct，或去掉扣减。", "Say at_expiry: deduct, or remove it.")  # fmt: skip
    for place, (level, above) in enumerate(zip(spec.levels, spec.levels[1:], strict=False)):
        ends = spec.validity_of(level).kind is not ValidityKind.NONE
        if deducts and ends and (above.threshold or 0) - 1 - level.deduct < (level.threshold or 0):
            _say(read, f"levels[{place}].deduct", "demotes_everyone",
                 f"到期扣 {level.deduct} 后，「{level.code}」的每个人都会降级。",
                 f"Taking {level.deduct} at expiry demotes everybody of “{level.code}”.",
                 "扣减要小于该等级的区间宽度。", "The deduction must be smaller than the width of the level.")  # fmt: skip


def _moments(read: Reader, spec: ProgrammeSpec) -> None:
    patient = spec.patience > 1 or any(level.patience for level in spec.levels)
    if patient and not spec.evaluate_day:
        _say(read, "patience", "watch_without_evaluation", "关注期要按月考核。", "Patience counts monthly evaluations.",
             "请写 evaluate_day: 1。", "Say evaluate_day: 1.")  # fmt: skip
    if spec.grace_days and all(spec.validity_of(level).kind is ValidityKind.NONE for level in spec.levels):
        _say(read, "grace_days", "grace_without_validity", "没有有效期，就没有宽限期。", "Without a validity there is no grace.",
             "请填写 validity。", "Write a validity.")  # fmt: skip
    if spec.evaluate_day and spec.upgrade.value != "immediate":
        _say(read, "upgrade", "two_moments", "按月考核的计划在考核日升级。", "A programme evaluated monthly raises levels on that day.",
             "请去掉 upgrade。", "Remove upgrade.")  # fmt: skip


def _floor(read: Reader, spec: ProgrammeSpec) -> None:
    codes = [level.code for level in spec.levels]
    if spec.floor and spec.floor not in codes:
        read.one_of(spec.floor, "floor", codes)
    for place, rule in enumerate(spec.earning):
        for inner, code in enumerate(rule.not_levels):
            if code not in codes:
                read.one_of(code, f"earning[{place}].not_levels[{inner}]", codes)


def _rules(read: Reader, spec: ProgrammeSpec) -> None:
    if spec.earning and spec.measure.kind in READINGS:
        _say(read, "earning", "earning_unused", "按余额或指标定级的计划不计分。", "A programme that is graded by balances or a measure counts no points.",
             "请去掉 earning，或改用成长值等计分方式。", "Remove earning, or measure points.")  # fmt: skip
    for place, rule in enumerate(spec.earning):
        if rule.kind not in earning.TERMS:
            read.one_of(rule.kind, f"earning[{place}].kind", sorted(earning.TERMS))
            continue
        if rule.kind == "order_days" and rule.not_levels:
            _say(read, f"earning[{place}].not_levels", "levels_unused", "下单天数按月记，不能按等级排除。",
                 "Order days are counted by month and cannot leave out levels.",
                 "请去掉 not_levels。", "Remove not_levels.")  # fmt: skip
        known = earning.TERMS[rule.kind]
        for name, value in rule.terms:
            path = f"earning[{place}].terms.{name}"
            if name not in known:
                read.one_of(name, path, sorted(known))
            else:
                read.whole(value, path, least=0)


def _circles(read: Reader, spec: ProgrammeSpec) -> None:
    """Benefits may include others, never in a circle; levels name only benefits that exist."""
    includes = {benefit.code: benefit.includes for benefit in spec.benefits}
    for place, level in enumerate(spec.levels):
        for inner, code in enumerate(level.benefits):
            if includes and code not in includes:
                read.one_of(code, f"levels[{place}].benefits[{inner}]", sorted(includes))
    for place, benefit in enumerate(spec.benefits):
        for inner, code in enumerate(benefit.includes):
            path = f"benefits[{place}].includes[{inner}]"
            if code not in includes:
                read.one_of(code, path, sorted(includes))
            elif _leads_to(code, benefit.code, includes.get, frozenset()):
                _say(read, path, "circle", f"「{benefit.code}」绕一圈又包含了自己。", f"“{benefit.code}” includes itself in a circle.",
                     "请去掉其中一个包含关系。", "Remove one link of the circle.")  # fmt: skip


def _leads_to(code: str, goal: str, includes: Callable[[str], tuple[str, ...] | None], seen: frozenset[str]) -> bool:
    if code == goal:
        return True
    if code in seen:
        return False
    return any(_leads_to(each, goal, includes, seen | {code}) for each in includes(code) or ())


def _measure(read: Reader, measure: Measure, spec: ProgrammeSpec, measures: Collection[str]) -> None:
    if measure.kind is MeasureKind.REGISTERED and measure.name not in measures:
        read.one_of(measure.name, "measure.name", sorted(measures) or ["—"])
    if measure.kind is MeasureKind.NATURAL_MONTHS and not any(percent for _, percent in measure.weights):
        _say(read, "measure.weights", "unreachable", "权重全为零，任何等级都得不到。", "All weights are zero: no level can be reached.",
             "请写 weights: [{months: 12, percent: 100}]。", "Say weights: [{months: 12, percent: 100}].")  # fmt: skip
    if (months := sum(each for each, _ in measure.weights)) > MOST_MONTHS:
        _say(read, "measure.weights", "too_long", f"权重共覆盖 {months} 个月，最多 {MOST_MONTHS} 个月。",
             f"The weights reach back {months} months; {MOST_MONTHS} at most.",
             "请减少段数，或缩短每段的月数。", "Write fewer bands, or shorter ones.")  # fmt: skip
    if measure.kind is MeasureKind.MONTHLY_AVERAGE and not spec.evaluate_day:
        _say(read, "evaluate_day", "no_evaluation", "月日均要按月考核。", "Monthly averages are evaluated monthly.",
             "请写 evaluate_day: 1。", "Say evaluate_day: 1.")  # fmt: skip
    hasty = any((spec.patience if level.patience is None else level.patience) < 2 for level in spec.levels[1:])
    if measure.kind is MeasureKind.MONTHLY_AVERAGE and measure.gaps is Gaps.ZERO and hasty:
        _say(read, "measure.gaps", "demotes_everyone", "少导入一个月的余额，所有人都会立刻降级。", "One month without an import would demote everybody at once.",
             "请写 gaps: carry，或 patience: 2 以上。", "Say gaps: carry, or patience: 2 and more.")  # fmt: skip
