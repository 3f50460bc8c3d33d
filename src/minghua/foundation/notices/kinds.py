"""The one table of what people are told about."""

from minghua.foundation.notices.types import Kind
from minghua.kernel.words import Text

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("steps.due", Text("待办提醒", "Next steps due"), "alarm-clock"),
        Kind("records.review", Text("档案复核", "Records to verify"), "clipboard-list"),
        Kind("grades.review", Text("企业评级复核", "Business grades to review"), "award"),
        Kind("levels.fell", Text("重点客户降级", "Key customers who fell"), "trending-down"),
        Kind("records.cleaned", Text("数据清洗结果", "Cleaning finished"), "sparkles"),
        Kind("records.duplicates", Text("重复客户", "Duplicate customers"), "git-merge"),
        Kind("routing.item", Text("客户信息", "Customer information"), "route"),
        Kind("routing.escalated", Text("逾期升级", "Escalations"), "alarm-clock", must=True),
        Kind("routing.waiting", Text("隔夜待处理", "Waiting since yesterday"), "alarm-clock"),
        Kind("service.problem", Text("同一故障再次出现", "The same fault again"), "wrench", must=True),
        Kind("service.promise", Text("承诺过期", "Promises overdue"), "alarm-clock", must=True),
        Kind("exports.approval", Text("导出审批", "Export approvals"), "file-down", must=True),
        Kind("rights.request", Text("个人信息请求", "Personal data requests"), "shield", must=True),
        Kind("service.clock", Text("工单时限", "Deadlines of cases"), "alarm-clock", must=True),
        Kind("service.hand_over", Text("工单转交", "Cases handed over"), "arrow-right-left"),
        Kind("security.alert", Text("安全提醒", "Security alerts"), "shield-check", must=True),
        Kind("system.failure", Text("系统故障", "System failures"), "triangle-alert"),
        Kind("system.test", Text("测试通知", "Test notices"), "mail", must=True),
    )
}
