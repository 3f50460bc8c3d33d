"""Numbers of the business that this room reads; each stands here once with its default (P01–P03)."""

from minghua.domain.customers.types import reveals
from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.words import Text

_DAYS = Text("天", "days")
_HEADS = Text("位", "customers")
_POINTS = Text("分", "points")


def _number(code: str, default: int, label: Text, unit: Text, source: str) -> ParameterDef:
    return ParameterDef(code, Kind.INTEGER, default, label, unit, source, minimum=1, maximum=100_000)


def _percent(code: str, default: int, label: Text) -> ParameterDef:
    return ParameterDef(code, Kind.INTEGER, default, label, Text("%", "%"), "R06.8", minimum=0, maximum=100)


PARAMETERS: tuple[ParameterDef, ...] = (
    ParameterDef(
        "tags.open", Kind.SWITCH, True, Text("打标签的人可以新建标签", "Whoever tags may make new tags"), source="R12.2"
    ),
    _number("pool.return_days", 30, Text("未跟进退回公海", "Return to the pool without follow-up"), _DAYS, "P01"),
    _number("pool.claim_limit", 50, Text("领取上限（库容）", "Claim limit per salesperson"), _HEADS, "P02"),
    _number("standing.churn_days", 180, Text("流失窗口", "Churn window"), _DAYS, "P03"),
    _number("standing.regained_days", 180, Text("赢回状态保持", "Stay regained"), _DAYS, "R01.2"),
    _number("standing.loyal_index", 80, Text("忠诚指数界线", "Index of a loyal customer"), _POINTS, "P34"),
    _number("archive.cycle_days_a", 30, Text("A 类档案更新周期", "Archive update cycle, class A"), _DAYS, "R07.4"),
    _number("archive.cycle_days_b", 91, Text("B 类档案更新周期", "Archive update cycle, class B"), _DAYS, "R07.4"),
    _number("archive.cycle_days_c", 182, Text("C 类档案更新周期", "Archive update cycle, class C"), _DAYS, "R07.4"),
    _number("duplicates.undo_days", 30, Text("合并可撤销期限", "A merge can be undone for"), _DAYS, "R06.8"),
    ParameterDef(
        "duplicates.auto_merge", Kind.SWITCH, False, Text("允许批量合并", "Allow merging many at once"), source="R06.8"
    ),
    _percent("duplicates.weight_phone", 35, Text("重复评分：电话权重", "Match score: weight of the phone")),
    _percent(
        "duplicates.weight_email", 20, Text("重复评分：邮箱或微信权重", "Match score: weight of e-mail or WeChat")
    ),
    _percent("duplicates.weight_name", 20, Text("重复评分：姓名权重", "Match score: weight of the name")),
    _percent("duplicates.weight_birthday", 15, Text("重复评分：生日权重", "Match score: weight of the birthday")),
    _percent("duplicates.weight_address", 10, Text("重复评分：地址权重", "Match score: weight of the address")),
    _percent("duplicates.suggest_percent", 85, Text("建议合并的分数线", "Score from which a merge is suggested")),
    _percent("duplicates.review_percent", 60, Text("需人工核对的分数线", "Score from which a person looks")),
    _percent(
        "duplicates.likely_percent", 95, Text("很可能是同一位的概率线", "Chance from which a pair is probably one")
    ),
    *reveals.PARAMETERS,
)
