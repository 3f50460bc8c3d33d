"""The words of the personal-data register: what a column holds of whom, why, for how long, and what erasure does to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from minghua.kernel.words import NO_TEXT, Text

PURPOSES: Final[dict[str, Text]] = {
    "identify": Text("识别客户", "Know the customer"),
    "contact": Text("与客户联系", "Reach the customer"),
    "serve": Text("送货与服务", "Deliver and serve"),
    "care": Text("了解需要、关怀客户", "Know needs, care for the customer"),
    "trade": Text("交易与记账", "Trade and books"),
    "follow": Text("跟进记录", "Record of contacts"),
    "import": Text("导入数据", "Bring data in"),
    "account": Text("责任追溯", "Say who did what"),
    "staff": Text("员工账号", "Staff accounts"),
    "security": Text("账号与接口安全", "Security of accounts and API"),
}
BASES: Final[dict[str, Text]] = {
    "contract": Text(
        "订立、履行合同所必需（个保法第十三条第一款第二项）", "Needed for a contract (PIPL art. 13(1)(2))"
    ),
    "consent": Text("个人同意（第十三条第一款第一项）", "Consent (PIPL art. 13(1)(1))"),
    "separate": Text("单独同意（第二十九条）", "Separate consent (PIPL art. 29)"),
    "duty": Text("履行法定职责或义务（第十三条第一款第三项）", "Legal duty (PIPL art. 13(1)(3))"),
    "employment": Text("人力资源管理所必需（第十三条第一款第二项）", "Needed to manage staff (PIPL art. 13(1)(2))"),
}
SENSITIVITIES: Final[dict[str, Text]] = {
    "identity": Text("直接标识", "Identifies directly"),
    "ordinary": Text("一般个人信息", "Ordinary"),
    "sensitive": Text("敏感个人信息", "Sensitive"),
}
RETENTIONS: Final[dict[str, Text]] = {
    "archive": Text("与客户的关系存续期间，删除请求时删除", "While the relation lasts; erased on request"),
    "story": Text("跟进记录期限", "Period of contact records"),
    "trade": Text("账簿保存期（法定，只留金额不留姓名）", "Period of the books (law; amounts, no names)"),
    "staging": Text("导入文件期限", "Period of import files"),
    "answers": Text("两天（幂等应答）", "Two days (keyed answers)"),
    "jobs": Text("三十天（后台任务）", "Thirty days (background jobs)"),
    "account": Text("审计期限；个人值以客户密钥加封", "Period of the audit; values sealed by customer"),
    "notices": Text("通知期限", "Period of notices"),
    "session": Text("登录会话期限", "While signed in"),
    "staff": Text("在职期间及其后审计期限", "Employment and the audit period after"),
    "views": Text("由建立者删除", "Until its owner deletes it"),
    "index": Text("随来源即时更新", "Follows its source at once"),
}


class Erase(StrEnum):
    """What an erasure does to a value of the person."""

    BLANK = "blank"
    TOMBSTONE = "tombstone"
    ROW = "row"
    FILE = "file"
    SWEEP = "sweep"
    SEALED = "sealed"
    KEEP = "keep"


ERASURES: Final[dict[str, Text]] = {
    Erase.BLANK: Text("清空", "Blanked"),
    Erase.TOMBSTONE: Text("换成「已删除客户＋编号」", "Becomes “erased customer” and the number"),
    Erase.ROW: Text("整行删除", "The row goes"),
    Erase.FILE: Text("文件删除", "The file goes"),
    Erase.SWEEP: Text("逐条查找并清除", "Searched for and cleared"),
    Erase.SEALED: Text("密钥销毁后不可读", "Unreadable once the key is destroyed"),
    Erase.KEEP: Text("保留（见依据）", "Kept (see the basis)"),
}
STAFF: Final = "staff"  # subject of data about the firm's own people
MANY: Final = "many"  # subject of texts that may speak of many people at once
FILES: Final = "files"  # subject of stored files: whoever the rows that name them belong to
MENTIONED: Final = "mentioned"  # subject of texts of staff: the customers whose number or name stands in them
GENERIC: Final = "generic"  # subject named by the row itself: subject_type and subject_id


@dataclass(frozen=True, slots=True)
class Personal:
    """One column that holds personal data; `key` names one key of a JSON column, `subject` leads to the customer."""

    model: str
    column: str
    subject: str
    purpose: str
    basis: str
    sensitivity: str
    retention: str
    erase: Erase
    key: str = ""
    sealed: bool = False
    label: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Register:
    """What one room or package declares: its personal columns, and the columns it says hold nothing personal."""

    personal: tuple[Personal, ...]
    impersonal: frozenset[tuple[str, str]]


def register(model: str, subject: str, lines: str, *, impersonal: str = "") -> Register:
    """Return the register of one model.

    A line is `column column … | purpose basis sensitivity retention erase`; `subject` is the lookup from the model to
    the customer ("pk", "customer_id", "jar__customer_id", several for a row about several), or staff, many, generic.
    """
    found = [entry for line in lines.strip().splitlines() if line.strip() for entry in _line(model, subject, line)]
    return Register(tuple(found), frozenset((model, column) for column in impersonal.split()))


def together(registers: Iterable[Register]) -> Register:
    """Return one register of several."""
    all_of_them = list(registers)
    return Register(
        tuple(entry for each in all_of_them for entry in each.personal),
        frozenset(pair for each in all_of_them for pair in each.impersonal),
    )


def _line(model: str, subject: str, line: str) -> list[Personal]:
    columns, answers = line.split("|")
    purpose, basis, sensitivity, retention, erase = answers.split()
    for word, known in ((purpose, PURPOSES), (basis, BASES), (sensitivity, SENSITIVITIES), (retention, RETENTIONS)):
        if word not in known:
            raise ValueError(f"{model}: the register knows no “{word}”")
    return [
        Personal(model, column, subject, purpose, basis, sensitivity, retention, Erase(erase))
        for column in columns.split()
    ]
