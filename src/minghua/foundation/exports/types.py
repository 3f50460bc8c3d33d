"""The words of exports: what is asked for, where it stands, what can leave, and why not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from minghua.foundation.people.types import Actor
from minghua.kernel.errors import Refusal
from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.words import Text

Spec = dict[str, Any]
Rows = Iterator[Sequence[str]]
FORMS: Final = ("csv", "xlsx")
BATCH: Final = 400  # rows between two looks at whether they may still leave
TOO_OLD: Final = timedelta(days=90)


class State(StrEnum):
    """Where an export stands."""

    HANDED = "handed"
    WAITING = "waiting"
    APPROVED = "approved"
    READY = "ready"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    LAPSED = "lapsed"


STATES: Final[dict[str, Text]] = {
    State.HANDED: Text("已直接导出", "Handed out"),
    State.WAITING: Text("待审批", "Awaiting approval"),
    State.APPROVED: Text("生成中", "Being made"),
    State.READY: Text("可下载", "Ready"),
    State.REFUSED: Text("未批准", "Refused"),
    State.WITHDRAWN: Text("已撤回", "Withdrawn"),
    State.FAILED: Text("已中止", "Stopped"),
    State.LAPSED: Text("已过期删除", "Lapsed and deleted"),
}
OPEN: Final = (State.WAITING, State.APPROVED, State.READY)

PARAMETERS: Final = (
    ParameterDef(
        "exports.approval_above", Kind.INTEGER, 500, Text("导出多少行以上需要审批", "Rows above which an export needs approval"),
        Text("行/人/天", "rows per person and day"), source="P09", minimum=0, maximum=1_000_000,
    ),
    ParameterDef(
        "exports.daily_rows", Kind.INTEGER, 20_000, Text("每人每天最多导出", "Most rows a person may export a day"),
        Text("行", "rows"), minimum=0, maximum=10_000_000,
    ),
    ParameterDef(
        "exports.file_hours", Kind.INTEGER, 24, Text("导出文件保留", "An exported file is kept for"),
        Text("小时", "hours"), minimum=1, maximum=168,
    ),
    ParameterDef(
        "exports.most_downloads", Kind.INTEGER, 3, Text("导出文件最多下载", "An exported file may be taken"),
        Text("次", "times"), minimum=1, maximum=20,
    ),
    ParameterDef(
        "exports.ask_hours", Kind.INTEGER, 72, Text("导出申请有效", "A request for an export stands for"),
        Text("小时", "hours"), minimum=1, maximum=720,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportKind:
    """Something that can leave: `size` counts its rows up to `most`, `rows` yields its header and its rows."""

    code: str
    label: Text
    permission: str
    verb: str
    subject: str
    size: Callable[[Actor, Spec, date, int], int]
    rows: Callable[[Actor, Spec, date], Rows]
    personal: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants: which kind, which part of it, in which form; by which token and session."""

    kind: str
    spec: Spec = field(default_factory=dict)
    form: str = "csv"
    reason: str = ""
    token_id: int | None = None
    session_key: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """The right to let these rows leave now, under this mark."""

    export_id: str
    mark: str
    rows: int


class NeedsApproval(Refusal):
    """So many rows with personal data leave only when a second person agrees."""

    code = "export_needs_approval"
    status = 403
    text = Text(
        "这次要导出 {rows} 行。每天超过 {limit} 行的个人信息，须由另一位同事批准。",
        "This would export {rows} rows. Personal data above {limit} rows a day needs a second person's approval.",
    )
    remedy = Text("请填写事由提出申请，或缩小范围。", "Ask for it with a reason, or narrow the list.")


class OverQuota(Refusal):
    """More rows than this person (or token) may take in a day."""

    code = "export_over_quota"
    status = 429
    text = Text("超过每天可导出的 {cap} 行，今天已导出 {taken} 行。", "Beyond {cap} rows a day; {taken} taken today.")
    remedy = Text("请缩小范围、明天再来，或请管理员提高额度。", "Narrow it, go on tomorrow, or ask for a higher quota.")


class NoReason(Refusal):
    """A request must say what the rows are for."""

    code = "export_without_reason"
    text = Text("请写明导出用途（至少 4 个字）。", "Say what the rows are for (at least four characters).")
    remedy = Text("审批人会看到它。", "The approver reads it.")


class NothingToExport(Refusal):
    """The list is empty."""

    code = "export_empty"
    text = Text("没有可导出的内容。", "There is nothing to export.")
    remedy = Text("请调整筛选条件。", "Change the filter.")


class OwnRequest(Refusal):
    """Nobody approves what they asked for themselves."""

    code = "export_own_request"
    status = 403
    text = Text("不能审批自己的申请。", "Nobody approves their own request.")
    remedy = Text("请另一位有审批权限的同事处理。", "Another colleague who may approve has to decide.")


class AlreadyDecided(Refusal):
    """The request is not waiting any more."""

    code = "export_already_decided"
    status = 409
    text = Text("这个申请已经处理或已过期。", "This request has been decided or has lapsed.")
    remedy = Text("请刷新页面查看结果。", "Reload the page to see how it ended.")


class FileGone(Refusal):
    """The file is not there to be taken: not made yet, lapsed, or taken often enough."""

    code = "export_file_gone"
    status = 404
    text = Text(
        "文件还未生成、已过期或已达下载次数。", "The file is not made yet, has lapsed or was taken often enough."
    )
    remedy = Text("如仍需要，请重新申请。", "Ask for it again if you still need it.")


class Stopped(Exception):
    """Whoever was to receive these rows may not any more: nothing further leaves."""
