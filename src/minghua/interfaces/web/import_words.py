"""How imports are put into words on the pages: states, steps, options, counts."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from minghua.foundation.imports.operations.lifecycle import WORDS as STATES
from minghua.foundation.imports.queries import RunCard
from minghua.foundation.imports.types import State
from minghua.interfaces.web import display
from minghua.kernel.words import Text

TONES = {
    State.DONE: "ok",
    State.FAILED: "danger",
    State.RUNNING: "info",
    State.CHECKING: "info",
    State.UNDOING: "warn",
    State.CHECKED: "accent",
}
_STEP_OF = {
    State.UPLOADED: 2,
    State.MAPPED: 3,
    State.CHECKING: 4,
    State.CHECKED: 4,
    State.RUNNING: 5,
    State.FAILED: 5,
}
NOUNS = {
    "orders": Text("订单", "Orders"),
    "returns": Text("退货", "Returns"),
    "customers": Text("客户", "Customers"),
    "products": Text("产品", "Products"),
}


def state(code: str) -> Text:
    """Return how a state is called."""
    return STATES[code]


def tone(code: str) -> str:
    """Return the colour of a state."""
    return TONES.get(State(code), "plain")


def steps(run: RunCard | None) -> list[dict[str, str]]:
    """Return the steps of the wizard; those that can be gone back to carry their address."""
    back = f"/imports/{run.id}/mapping" if run and run.state in {"mapped", "checked"} else ""
    return [
        {"text": _("上传"), "url": ""},
        {"text": _("列与字段"), "url": back},
        {"text": _("预览"), "url": ""},
        {"text": _("检查"), "url": ""},
        {"text": _("导入"), "url": ""},
    ]


def step(run: RunCard | None) -> int:
    """Return which step the run stands at, from 1; a finished one is past the last."""
    return 1 if run is None else _STEP_OF.get(State(run.state), 6)


def modes() -> list[tuple[str, str]]:
    """Return what can be done with known and unknown records."""
    return [("upsert", _("新增并更新")), ("insert", _("仅新增")), ("update", _("仅更新"))]


def alike() -> list[tuple[str, str]]:
    """Return what can be done with rows that look like a customer we have."""
    return [("list", _("照常新建并列出")), ("skip", _("跳过")), ("update", _("并入已有客户"))]


def date_orders() -> list[tuple[str, str]]:
    """Return the orders of date parts."""
    return [("", _("自动识别")), ("ymd", _("年/月/日")), ("mdy", _("月/日/年")), ("dmy", _("日/月/年"))]


def kinds() -> list[tuple[str, str]]:
    """Return the kinds a new customer can be of."""
    return [("person", _("个人")), ("organization", _("组织")), ("household", _("家庭"))]


def time_zones() -> list[tuple[str, str]]:
    """Return the time zones offered."""
    return [
        ("Asia/Shanghai", _("北京时间")),
        ("Asia/Hong_Kong", _("香港")),
        ("Asia/Taipei", _("台北")),
        ("Asia/Tokyo", _("东京")),
        ("Europe/London", _("伦敦")),
        ("America/New_York", _("纽约")),
        ("UTC", "UTC"),
    ]


def nouns() -> list[tuple[str, str]]:
    """Return what is counted, in order."""
    return [(code, display.say(text)) for code, text in NOUNS.items()]


def verbs() -> list[tuple[str, str]]:
    """Return what became of a record, in order."""
    return [
        ("created", _("新增")),
        ("updated", _("更新")),
        ("unchanged", _("无变化")),
        ("skipped", _("跳过")),
        ("failed", _("失败")),
    ]


def table(counts: Mapping[str, int]) -> list[tuple[str, list[int]]]:
    """Return a row per noun that was met, a figure per verb."""
    rows = [(name, [counts.get(f"{noun}.{verb}", 0) for verb, _text in verbs()]) for noun, name in nouns()]
    return [row for row in rows if any(row[1])]


def counted(key: str) -> str:
    """Return what a count is called ("customers.created", "lines.failed"); "" for what is none."""
    if key in dict(_lines()):
        return dict(_lines())[key]
    noun, _dot, verb = key.partition(".")
    return f"{dict(nouns())[noun]} · {dict(verbs())[verb]}" if noun in dict(nouns()) and verb in dict(verbs()) else ""


def _lines() -> list[tuple[str, str]]:
    return [
        ("lines.order", _("成为订单明细")),
        ("lines.return", _("成为退货明细")),
        ("lines.customer", _("成为客户")),
        ("lines.unchanged", _("早已存在，无变化")),
        ("lines.skipped", _("跳过")),
        ("lines.failed", _("失败")),
        ("customers.alike", _("与已有客户相似")),
    ]


def lines(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return what became of every row of the file."""
    return [(text, counts[name]) for name, text in _lines() if counts.get(name)]


def phase(run: RunCard) -> str:
    """Return what is being done right now."""
    return {
        "read": _("正在读取文件"),
        "check": _("正在逐单检查"),
        "ties": _("正在把退货关联到原单"),
        "standing": _("正在更新客户状态"),
        "undo": _("正在撤销"),
    }.get(run.phase, _("正在写入"))


def mebibytes(size: int) -> str:
    """Return a size as people read it."""
    return f"{max(1, round(size / 1024))} KB" if size < 1 << 20 else f"{size / (1 << 20):.1f} MB"


def delimiter(mark: str) -> str:
    """Return the name of a delimiter."""
    return {",": _("逗号"), ";": _("分号"), "\t": _("制表符"), "|": _("竖线"), "\uff0c": _("全角逗号")}.get(mark, mark)


def encoding(name: str) -> str:
    """Return an encoding as people know it."""
    return {"utf-8-sig": "UTF-8 (BOM)", "gb18030": "GB18030 / GBK"}.get(name, name.upper())
