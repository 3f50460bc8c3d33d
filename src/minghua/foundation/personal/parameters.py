"""How long what is told of people is kept; 0 means as long as the relation lasts."""

from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.words import Text

_DAYS = Text("天", "days")


def _days(code: str, default: int, label: Text) -> ParameterDef:
    return ParameterDef(code, Kind.INTEGER, default, label, _DAYS, "N7", minimum=0, maximum=36_500)


PARAMETERS = (
    _days(
        "retention.customer_days",
        0,
        Text("没有往来的客户多久后删除个人信息（0：不限）", "Erase customers without dealings after (0: never)"),
    ),
    _days("retention.story_days", 0, Text("跟进文字的保存期限（0：不限）", "Keep the text of contacts (0: no limit)")),
    _days("retention.notice_days", 365, Text("通知的保存期限（0：不限）", "Keep notices (0: no limit)")),
    _days("retention.import_days", 30, Text("导入文件的保存期限（0：不限）", "Keep imported files (0: no limit)")),
    _days("retention.export_days", 730, Text("导出记录的保存期限（0：不限）", "Keep records of exports (0: no limit)")),
    _days(
        "retention.merge_days",
        60,
        Text(
            "合并不可撤销后，还原凭据的保存期限（0：不限）",
            "Keep what a merge took, after it can no longer be undone (0: no limit)",
        ),
    ),
    _days("retention.webhook_days", 30, Text("对外通知的保存期限（0：不限）", "Keep webhook messages (0: no limit)")),
    _days("retention.session_days", 90, Text("登录记录的保存期限（0：不限）", "Keep sign-ins (0: no limit)")),
    _days("retention.job_days", 30, Text("已完成任务的保存期限（0：不限）", "Keep jobs that are done (0: no limit)")),
    _days("retention.check_days", 90, Text("核对结果的保存期限（0：不限）", "Keep results of checks (0: no limit)")),
    _days(
        "retention.simulation_days",
        90,
        Text("等级试算里点名的客户的保存期限（0：不限）", "Keep who simulations of levels name (0: no limit)"),
    ),
)
