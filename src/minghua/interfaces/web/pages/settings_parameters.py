"""Settings: the numbers of the business, each with its day, version and reason."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.parameters import operations as parameters
from minghua.foundation.parameters import queries as parameter_reads
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.parameters import Kind
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

AREAS = {
    "archive": Text("客户档案", "Customer archives"),
    "calendar": Text("工作日历", "Working calendar"),
    "backups": Text("备份", "Backups"),
    "retention": Text("保存期限", "Retention"),
    "duplicates": Text("查重", "Duplicates"),
    "exports": Text("导出", "Exports"),
    "files": Text("文件", "Files"),
    "reveal": Text("查看原文", "Reveals"),
    "rights": Text("权利请求", "Data requests"),
    "tags": Text("标签", "Tags"),
    "grading": Text("企业评级", "Business grades"),
    "coupons": Text("优惠券", "Coupons"),
    "points": Text("积分", "Points"),
    "jar": Text("米缸与补货", "Jars and refills"),
    "pool": Text("公海", "Public pool"),
    "service": Text("客户服务", "Customer service"),
    "standing": Text("客户状态", "Customer standing"),
    "tiering": Text("会员等级", "Membership levels"),
    "value": Text("客户价值", "Customer value"),
}


@page("parameters.view")
def parameter_list(request: Any) -> HttpResponse:
    """Show every parameter with its value of today."""
    found = parameter_reads.all_in_force(request.actor, on=local_date(request.at))
    grouped: dict[str, list[Any]] = {}
    for each in found:
        grouped.setdefault(each.definition.code.split(".")[0], []).append(each)
    areas = [(AREAS.get(area, Text(area, area)), values) for area, values in grouped.items()]
    return show(request, "parameters", "parameters", {"areas": areas, "total": len(found)})


@page("parameters.view", methods=("GET", "HEAD", "POST"))
def parameter(request: Any, code: str) -> HttpResponse:
    """Show one parameter with its versions, or publish a new one."""
    if request.method != "POST":
        return _sheet(request, code, None)
    refusal = attempt(request, lambda: _publish(request, code))
    if refusal is not None:
        return _sheet(request, code, refusal)
    return done(request, _("新版本已发布，从生效日起使用。"), f"/settings/parameters/{code}")


def _publish(request: Any, code: str) -> None:
    form = request.POST
    reason = form.get("reason", "").strip().replace("\x00", "")
    if not reason or len(reason) > 200:
        raise Invalid("请写明修改原因（200 字以内）。", "Say why, in at most 200 characters.", field="reason")
    parameters.set_value(
        code,
        form.get("value", ""),
        valid_from=_day(form.get("valid_from", "")),
        reason=reason,
        by=request.actor,
        at=request.at,
    )


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid("请填写日期。", "Enter a date.", field="valid_from") from None
    if not 2000 <= day.year <= 2100:
        raise Invalid("请填写 2000 到 2100 年的日期。", "Enter a date from 2000 to 2100.", field="valid_from")
    return day


def _sheet(request: Any, code: str, refusal: Refusal | None) -> HttpResponse:
    today = local_date(request.at)
    try:
        shown = parameter_reads.in_force(code, on=today)
    except KeyError:
        raise NotFound(field="code") from None
    given = request.POST if refusal else {"value": shown.value, "valid_from": today.isoformat(), "reason": ""}
    error = refusal.message(request.actor.language) if refusal else ""
    context = {
        "parameter": shown,
        "versions": parameter_reads.versions(request.actor, code),
        "given": {key: given.get(key, "") for key in ("value", "valid_from", "reason")},
        "errors": {refusal.field: error} if refusal and refusal.field else {},
        "general": error if refusal and not refusal.field else "",
        "switch": shown.definition.kind is Kind.SWITCH,
        "today": today,
        "may_edit": request.actor.may("parameters.edit"),
    }
    return show(request, "parameters", "parameter", context, status=refusal.status if refusal else 200)


urls = [
    path("settings/parameters", parameter_list, name="settings_parameters"),
    path("settings/parameters/<str:code>", parameter, name="settings_parameter"),
]
