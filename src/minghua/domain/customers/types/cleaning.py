"""The words of cleaning: which rules there are, what a rule proposes, where a run stands (R06.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from minghua.kernel.words import Text


class Rule(StrEnum):
    """The rules in the order in which they are applied; each sees what those before it made."""

    FOLD = "fold"
    PHONE = "phone"
    EMAIL = "email"
    ID_CARD = "id_card"
    USCC = "uscc"
    DATES = "dates"
    REGION = "region"
    ENUMS = "enums"
    OUTLIERS = "outliers"


RULES: Final[dict[str, tuple[Text, Text]]] = {
    Rule.FOLD: (
        Text("空格与全角", "Blanks and full width"),
        Text(
            "去掉首尾与多余空格、不可见字符，全角字母数字改半角。",
            "Trim, drop invisible characters, narrow wide letters.",
        ),
    ),
    Rule.PHONE: (
        Text("电话号码", "Telephone numbers"),
        Text("统一成国际格式；座机放错栏的移到固定电话。", "One spelling; landlines move out of the mobile field."),
    ),
    Rule.EMAIL: (
        Text("电子邮箱", "E-mail"),
        Text("改小写，去空格；不成立的列出来。", "Lower case; impossible ones are listed."),
    ),
    Rule.ID_CARD: (
        Text("身份证号", "ID card numbers"),
        Text("校验位不符的列出来。", "Those with a wrong check digit are listed."),
    ),
    Rule.USCC: (
        Text("统一社会信用代码", "Social credit codes"),
        Text("改大写；校验位不符的列出来。", "Upper case; wrong check characters are listed."),
    ),
    Rule.DATES: (
        Text("日期", "Dates"),
        Text("统一成年-月-日；不可能的日期列出来。", "Year-month-day; impossible dates are listed."),
    ),
    Rule.REGION: (
        Text("行政区划", "Regions"),
        Text(
            "省市用全称，补上能确定的省、市、区与国标代码。",
            "Full names; province, city, district and code where certain.",
        ),
    ),
    Rule.ENUMS: (
        Text("选项", "Options"),
        Text("把选项的名称换成代码；不认识的列出来。", "Names of options become codes; unknown ones are listed."),
    ),
    Rule.OUTLIERS: (
        Text("离群值", "Outliers"),
        Text(
            "与整批相比大得离谱的数（四分位法）与不可能的数。",
            "Numbers far out of the set (quartiles), or impossible ones.",
        ),
    ),
}


class RunState(StrEnum):
    """Where a cleaning run stands."""

    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"


class ChangeState(StrEnum):
    """What became of one proposal."""

    OPEN = "open"
    PROPOSED = "proposed"
    DECLINED = "declined"
    APPLIED = "applied"
    SKIPPED = "skipped"
    REFUSED = "refused"
    UNDONE = "undone"
    KEPT = "kept"


RUN_STATES: Final[dict[str, Text]] = {
    RunState.CHECKING: Text("检查中", "Checking"),
    RunState.CHECKED: Text("等您决定", "Waiting for you"),
    RunState.APPLYING: Text("写入中", "Applying"),
    RunState.APPLIED: Text("已写入", "Applied"),
    RunState.UNDOING: Text("撤销中", "Undoing"),
    RunState.UNDONE: Text("已撤销", "Undone"),
}
CHANGE_STATES: Final[dict[str, Text]] = {
    ChangeState.OPEN: Text("要人看", "For a person"),
    ChangeState.PROPOSED: Text("建议修改", "Proposed"),
    ChangeState.DECLINED: Text("不改", "Declined"),
    ChangeState.APPLIED: Text("已修改", "Changed"),
    ChangeState.SKIPPED: Text("已另改，跳过", "Changed since, skipped"),
    ChangeState.REFUSED: Text("未接受", "Refused"),
    ChangeState.UNDONE: Text("已恢复", "Restored"),
    ChangeState.KEPT: Text("后来又改，保留", "Changed since, kept"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that could be better: with `mend` the new one, without it a matter for a person."""

    path: str
    old: Any
    new: Any
    rule: Rule
    reason: Text
    mend: bool = True


class Fence(NamedTuple):
    """The bounds beyond which a number is far out of its set."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RunCard:
    """One run as it is shown; `counts` by rule: proposals and open findings."""

    id: int
    label: str
    state: RunState
    rules: tuple[str, ...]
    total: int
    done: int
    proposed: Mapping[str, int]
    open: Mapping[str, int]
    missing: Mapping[str, int]
    outcome: Mapping[str, int]
    created_by: str
    created_at: datetime
    checked_at: datetime | None
    applied_at: datetime | None
    undone_at: datetime | None

    @property
    def busy(self) -> bool:
        """Whether the worker has it."""
        return self.state in (RunState.CHECKING, RunState.APPLYING, RunState.UNDOING)

    @property
    def proposals(self) -> int:
        """How many changes are proposed."""
        return sum(self.proposed.values())


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One proposal of a run, values masked as everywhere."""

    id: int
    customer_id: int
    customer_name: str
    path: str
    label: Text
    old: Any
    new: Any
    rule: str
    reason: Text
    state: ChangeState
