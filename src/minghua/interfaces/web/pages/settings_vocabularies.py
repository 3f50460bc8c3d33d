"""Settings: what the options of lists are called, in which order they stand, and which are still in use."""

import re
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import operations as vocabulary
from minghua.foundation.vocabulary import queries as vocabulary_reads
from minghua.foundation.vocabulary.register import declared
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text

ROOMS = {
    "customers": Text("客户", "Customers"),
    "catalog": Text("产品", "Products"),
    "orders": Text("订单", "Orders"),
    "interactions": Text("跟进", "Contacts"),
    "care": Text("补货", "Refills"),
}
NAMES = {
    "customers.kind": Text("客户类型", "Kind of party"),
    "customers.market_kind": Text("市场类型", "Market kind"),
    "customers.channel_kind": Text("渠道类型", "Channel kind"),
    "customers.relation_time": Text("关系时间", "Relation in time"),
    "customers.status": Text("客户状态", "Status"),
    "customers.screening": Text("筛选结果", "Screening"),
    "customers.value_class": Text("价值分类", "Value class"),
    "customers.pyramid_tier": Text("金字塔层级", "Pyramid tier"),
    "customers.lifecycle_stage": Text("生命周期阶段", "Lifecycle stage"),
    "customers.loyalty_class": Text("忠诚分类", "Loyalty class"),
    "customers.relation_type": Text("关系类型", "Relation type"),
    "customers.attitude": Text("客户态度", "Attitude"),
    "customers.origin_channel": Text("来源渠道", "Origin channel"),
    "customers.credit_grade": Text("信用等级", "Credit grade"),
    "customers.gender": Text("性别", "Gender"),
    "customers.confidentiality": Text("保密级别", "Confidentiality"),
    "customers.buying_role": Text("采购角色", "Buying role"),
    "customers.relation_kind": Text("关联类型", "Kind of relation"),
    "customers.family_relation": Text("家庭成员关系", "Family relation"),
    "customers.owner_reason": Text("归属变更原因", "Reason of ownership"),
    "customers.attachment_kind": Text("附件类型", "Kind of attachment"),
    "customers.marital_state": Text("婚姻状况", "Marital state"),
    "customers.degree": Text("学历", "Education"),
    "customers.temperament": Text("性格", "Temperament"),
    "customers.habit": Text("习惯频度", "Habit"),
    "customers.organisation_form": Text("企业性质", "Form of organisation"),
    "customers.organisation_size": Text("企业规模", "Size of organisation"),
    "customers.level": Text("高中低", "Level"),
    "catalog.nature": Text("行项目性质", "Nature of a line"),
    "orders.kind": Text("订单类别", "Kind of order"),
    "orders.status": Text("订单状态", "Order status"),
    "orders.kind_reason": Text("调整原因", "Reason of adjustment"),
    "orders.channel": Text("下单渠道", "Order channel"),
    "orders.match": Text("退货匹配", "Match of a return"),
    "interactions.channel": Text("联系方式", "Contact channel"),
    "interactions.direction": Text("联系方向", "Direction"),
    "interactions.outcome": Text("联系结果", "Outcome"),
    "interactions.sentiment": Text("客户情绪", "Sentiment"),
    "care.preset": Text("补货方式", "Refill preset"),
    "care.outcome": Text("上门结果", "Outcome of a visit"),
    "care.notice": Text("补货提示", "Refill notices"),
    "care.alarm": Text("补货警示", "Refill alarms"),
}
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")


@page("parameters.view")
def vocabularies(request: Any) -> HttpResponse:
    """Show every vocabulary with its first options."""
    require(request.actor, "parameters.view")
    grouped: dict[str, list[tuple[str, Text, list[Text]]]] = {}
    for name in declared():
        options = [label for _code, label in vocabulary_reads.terms(name)]
        grouped.setdefault(name.split(".")[0], []).append((name, title(name), options))
    rooms = [(ROOMS.get(room, Text(room, room)), found) for room, found in grouped.items()]
    return show(request, "vocabularies", "vocabularies", {"rooms": rooms})


@page("parameters.view", methods=("GET", "HEAD", "POST"))
def terms(request: Any, name: str) -> HttpResponse:
    """Show one vocabulary, or save one of its options or a new one."""
    if name not in declared():
        raise NotFound(field="vocabulary")
    if request.method != "POST":
        return _sheet(request, name)
    code = request.POST.get("code", "").strip()
    refusal = attempt(request, lambda: _save(request, name, code))
    if refusal is not None:
        return _sheet(request, name, refusal)
    return done(request, _("已保存，立即生效。"), f"/settings/vocabularies/{name}")


def title(name: str) -> Text:
    """Return what people call a vocabulary."""
    return NAMES.get(name, Text(name, name))


def _save(request: Any, name: str, code: str) -> None:
    form = request.POST
    if not _CODE.fullmatch(code):
        raise Invalid(
            "代码用小写字母开头，只含小写字母、数字和下划线。",
            "Begin with a lower-case letter; use lower-case letters, digits, underscores.",
            field="code",
        )
    labels = {key: form.get(key, "").replace("\x00", "").strip() for key in ("zh", "en")}
    for key, label in labels.items():
        if not 1 <= len(label) <= 80:
            raise Invalid(
                "请填写中英文名称（80 字以内）。", "Give it a name in both languages, at most 80 characters.", field=key
            )
    place = form.get("position", "")
    vocabulary.save_term(
        name,
        code,
        zh=labels["zh"],
        en=labels["en"],
        position=int(place) if place.isdecimal() and len(place) < 7 else 0,
        active=form.get("active") == "1",
        by=request.actor,
        at=request.at,
    )


def _sheet(request: Any, name: str, refusal: Refusal | None = None) -> HttpResponse:
    language = request.actor.language
    context = {
        "name": name,
        "title": title(name),
        "terms": vocabulary_reads.stored_terms(request.actor, name),
        "error": f"{refusal.message(language)} {refusal.advice(language)}" if refusal else "",
        "may_edit": request.actor.may("parameters.edit"),
    }
    return show(request, "vocabularies", "terms", context, status=refusal.status if refusal else 200)


urls = [
    path("settings/vocabularies", vocabularies, name="settings_vocabularies"),
    path("settings/vocabularies/<str:name>", terms, name="settings_vocabulary"),
]
