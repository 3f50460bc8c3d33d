"""What a unit can suffer from, in groups, and the numbers that say when a fault counts as the same (R20.7)."""

from typing import Final

from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.vocabularies import Term, Vocabularies
from minghua.kernel.words import Text

GROUPS: Final = {
    "not_cooling": "cooling",
    "no_restart": "cooling",
    "weak_cooling": "cooling",
    "not_heating": "heating",
    "leaking": "water",
    "noise": "noise",
    "no_power": "power",
    "remote": "control",
}


def group_of(symptom: str) -> str:
    """Return the group of a symptom; one that a company added is a group of its own."""
    return GROUPS.get(symptom, symptom)


REPEAT_DAYS: Final = ParameterDef(
    "service.repeat_days",
    Kind.INTEGER,
    365,
    Text("同一故障多少天内再次出现算重复", "Days within which the same fault counts as a repeat"),
    Text("天", "days"),
    "R20.7",
    minimum=1,
    maximum=36_500,
)
QUIET_DAYS: Final = ParameterDef(
    "service.quiet_days",
    Kind.INTEGER,
    30,
    Text("故障多少天不再出现才算好了", "Days a fault has to stay away to count as ended"),
    Text("天", "days"),
    "R20.8",
    minimum=1,
    maximum=3_650,
)
CARD_DAYS: Final = ParameterDef(
    "service.card_days",
    Kind.INTEGER,
    14,
    Text("欠卡几天内补给客户", "Days within which an owed card reaches the customer"),
    Text("天", "days"),
    "R20.9",
    minimum=1,
    maximum=365,
)
PARAMETERS: Final = (REPEAT_DAYS, QUIET_DAYS, CARD_DAYS)

VOCABULARIES: Final[Vocabularies] = {
    "service.symptom": (
        Term("unnamed", "说不清", "Cannot be named"),
        Term("not_cooling", "不制冷", "Does not cool"),
        Term("no_restart", "外机停后不再启动", "Outdoor unit does not restart"),
        Term("weak_cooling", "制冷弱", "Cools weakly"),
        Term("not_heating", "不制热", "Does not heat"),
        Term("leaking", "漏水", "Leaks"),
        Term("noise", "噪声大", "Is noisy"),
        Term("no_power", "不通电", "Has no power"),
        Term("remote", "遥控失灵", "Remote fails"),
    ),
    "service.condition": (
        Term("constant", "一直", "All the time"),
        Term("intermittent", "时有时无", "Now and then"),
        Term("when_hot", "天热时", "When it is hot"),
        Term("when_cold", "天冷时", "When it is cold"),
        Term("unknown", "不清楚", "Not known"),
    ),
    "service.repair": (
        Term("fixed", "已修好", "Repaired"),
        Term("works_again", "自己又好了", "Works again by itself"),
        Term("waiting_part", "等配件", "Waits for a part"),
        Term("not_reproduced", "现场未再现", "Could not be reproduced"),
        Term("cancelled", "客户取消", "Cancelled by the customer"),
        Term("open", "未修好", "Not repaired"),
    ),
    "service.problem_state": (
        Term("open", "处理中", "Open"),
        Term("watched", "观察中", "Watched"),
        Term("at_rest", "已证实好了", "Proven ended"),
    ),
    "service.promise": (
        Term("call_back", "回电", "Call back"),
        Term("reply", "答复", "Reply"),
        Term("visit", "上门", "Visit"),
        Term("part", "到配件", "Part"),
        Term("card", "补卡", "Card"),
        Term("tell", "告知", "Tell"),
        Term("other", "其他", "Other"),
    ),
    "service.promise_state": (
        Term("open", "未到期", "Open"),
        Term("kept", "按时兑现", "Kept in time"),
        Term("late", "迟到兑现", "Kept late"),
        Term("broken", "已失约", "Broken"),
        Term("waived", "客户免除", "Waived by the customer"),
    ),
    "service.promise_origin": (
        Term("hand", "人工登记", "By hand"),
        Term("sale", "销售时", "At the sale"),
        Term("hand_over", "转办时", "With a hand-over"),
        Term("system", "系统", "By the system"),
    ),
    "service.card_state": (
        Term("handed", "已交客户", "Handed over"),
        Term("owed", "欠着", "Owed"),
        Term("void", "作废", "Void"),
    ),
}
