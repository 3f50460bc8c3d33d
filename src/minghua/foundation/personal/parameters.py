"""How long what is told of people is kept; 0 means as long as the relation lasts."""

from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.words import Text

_DAYS = Text("天", "days")


def _days(code: str, default: int, label: Text) -> ParameterDef:
    return ParameterDef(code, Kind.INTEGER, default, label, _DAYS, "N7", minimum=0, maximum=36_500)


PARAMETERS = (
    _days("retention.story_days", 0, Text("跟进文字的保存期限（0：不限）", "Keep the text of contacts (0: no limit)")),
    _days("retention.notice_days", 365, Text("通知的保存期限（0：不限）", "Keep notices (0: no limit)")),
)
