"""The cover of a package, in Chinese and English, readable in any browser: what is in it, what for, on which ground."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any, Final

from minghua.foundation.people.types import Actor
from minghua.foundation.personal import register
from minghua.journeys.export_person.reaching import CUSTOMER
from minghua.kernel.periods import SHANGHAI
from minghua.kernel.personal import BASES, PURPOSES, RETENTIONS
from minghua.kernel.words import Text

NAMES: Final[dict[str, Text]] = {
    "customers.Customer": Text("客户档案", "Customer archive"),
    "customers.Attachment": Text("附件", "Attachments"),
    "customers.CustomerTag": Text("标签", "Tags"),
    "customers.HouseholdMember": Text("家庭成员", "Household members"),
    "customers.OwnerSpell": Text("负责人历史", "Who looked after you"),
    "customers.Relation": Text("与其他客户的关系", "Relations to other customers"),
    "customers.Reveal": Text("查看原文记录", "Looks behind masks"),
    "customers.MatchKey": Text("查重用的键", "Keys for finding duplicates"),
    "care.Jar": Text("米缸", "Rice jar"),
    "care.Delivery": Text("送货", "Deliveries"),
    "care.Visit": Text("上门", "Visits"),
    "history.FieldChange": Text("档案变更记录", "History of changes"),
    "interactions.ConsentRecord": Text("同意与撤回", "Consents and withdrawals"),
    "interactions.ConsentState": Text("同意现状", "Where consent stands"),
    "interactions.Contact": Text("联系记录", "Contacts"),
    "interactions.NextStep": Text("下一步", "Next steps"),
    "interactions.PersonRequest": Text("权利请求", "Your requests"),
    "interactions.RequestDeed": Text("权利请求办理记录", "What was done about them"),
    "notices.Notice": Text("发给员工的通知", "Notices to staff"),
    "orders.Order": Text("订单", "Orders"),
    "orders.OrderLine": Text("订单明细", "Order lines"),
    "orders.Return": Text("退货", "Returns"),
    "orders.ReturnLine": Text("退货明细", "Return lines"),
    "routing.RoutedItem": Text("流转给员工的信息", "Information routed to staff"),
    "service.Case": Text("工单", "Cases"),
    "service.CaseEntry": Text("工单往来", "What was said and done in cases"),
    "service.Holding": Text("您的设备", "Your units"),
    "service.Card": Text("保修卡", "Warranty cards"),
    "service.VisitCharge": Text("上门收费", "Charges of visits"),
    "service.Problem": Text("故障", "Problems"),
    "service.Occurrence": Text("报修", "Reports of faults"),
    "service.Repair": Text("维修记录", "What was done about faults"),
    "service.Rest": Text("故障的结束", "Ends of problems"),
    "service.Promise": Text("对您的承诺", "Promises to you"),
    "timeline.TimelineEntry": Text("时间线", "Timeline"),
}
_STYLE: Final = (
    "body{font:15px/1.6 system-ui,'Noto Sans SC',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2421}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #c9c4b8;padding:.3rem .6rem;text-align:left;"
    "vertical-align:top}th{background:#f4f1ea}h1{color:#0c6b62}small{color:#656d69}"
)
Found = Mapping[str, Sequence[Mapping[str, Any]]]


def page(found: Found, *, number_of_files: int, by: Actor, at: datetime) -> str:
    """Return the cover as one HTML text without scripts or links to elsewhere."""
    customer = found.get(CUSTOMER, [{}])[0]
    made = at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    rows = "".join(_row(label, len(rows)) for label, rows in found.items())
    return (
        "<!doctype html><html lang='zh-Hans'><head><meta charset='utf-8'><title>个人信息资料包 Personal data</title>"
        f"<style>{_STYLE}</style></head><body><h1>个人信息资料包 <small lang='en'>Personal data package</small></h1>"
        f"<p>{escape(str(customer.get('name', '')))} · {escape(str(customer.get('number', '')))}</p>"
        f"<p>生成于 {made}（北京时间），经办人 {escape(by.name)}。"
        f"<br><small lang='en'>Made on {made} (Beijing time) by {escape(by.name)}.</small></p>"
        "<p>本包含有我们保存的关于您的全部信息：<b>data.json</b> 供程序读取，<b>csv</b> 文件夹可用表格软件打开，"
        f"<b>files</b> 文件夹是 {number_of_files} 个附件。请妥善保管。<br><small lang='en'>Everything we keep about you: "
        f"data.json for programs, csv for spreadsheets, files with {number_of_files} attachments. Keep it safe.</small></p>"
        "<table><thead><tr><th>内容 What</th><th>条数 Rows</th><th>用途 Purpose</th><th>依据 Ground</th>"
        f"<th>保存多久 Kept</th></tr></thead><tbody>{rows}</tbody></table>"
        "<p>您可以要求更正、补充、删除或限制处理，撤回同意，或拒绝个性化分析；我们在 15 个工作日内答复。"
        "对处理有异议，可向网信部门投诉、举报。<br><small lang='en'>You may ask us to correct, complete, delete or restrict, "
        "withdraw consent or refuse profiling; we answer within 15 working days. You may complain to the cyberspace "
        "administration.</small></p></body></html>"
    )


def _row(label: str, count: int) -> str:
    entries = register.columns_of(label).values()
    purposes = _both(dict.fromkeys(PURPOSES[entry.purpose] for entry in entries))
    bases = _both(dict.fromkeys(BASES[entry.basis] for entry in entries))
    kept = _both(dict.fromkeys(RETENTIONS[entry.retention] for entry in entries))
    return f"<tr><td>{_both([NAMES.get(label, Text(label, label))])}</td><td>{count}</td><td>{purposes}</td><td>{bases}</td><td>{kept}</td></tr>"


def _both(texts: Any) -> str:
    named = list(texts)
    zh, en = "、".join(text.zh for text in named), ", ".join(text.en for text in named)
    return f"{escape(zh)}<br><small lang='en'>{escape(en)}</small>" if named else "—"
