"""Settings: what the options of lists are called, in which order they stand, and which are still in use."""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import merging as terms_merging
from minghua.foundation.vocabulary import operations as vocabulary
from minghua.foundation.vocabulary import queries as vocabulary_reads
from minghua.foundation.vocabulary.register import declared
from minghua.foundation.vocabulary.types import COLOURS, OWN_PREFIX, OwnTerm
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
    "service": Text("客户服务", "Customer service"),
    "tiering": Text("等级", "Levels and grades"),
    "custom": Text("自定义字段", "Custom fields"),
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
    "customers.reveal_reason": Text("查看原文的原因", "Reason to look behind a mask"),
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
    "interactions.topic": Text("谈什么", "Topic"),
    "interactions.consent_purpose": Text("同意的用途", "Purpose of a consent"),
    "interactions.consent_channel": Text("同意的渠道", "Channel of a consent"),
    "interactions.consent_how": Text("怎样同意的", "How consent was given"),
    "interactions.rights_ask": Text("权利请求的内容", "What a person asks"),
    "interactions.rights_standing": Text("权利请求的进度", "State of a request"),
    "interactions.rights_channel": Text("请求从哪来", "How a request came in"),
    "interactions.rights_requester": Text("谁提出的请求", "Who asks"),
    "interactions.rights_identity": Text("怎样核实身份", "How identity is checked"),
    "interactions.rights_ground": Text("拒绝的理由", "Ground of a refusal"),
    "tiering.cause": Text("升降级的原因", "Cause of a move"),
    "tiering.mode": Text("人工授予的方式", "Way of a level by hand"),
    "tiering.grade": Text("企业等级", "Business grade"),
    "care.preset": Text("补货方式", "Refill preset"),
    "care.outcome": Text("上门结果", "Outcome of a visit"),
    "care.verdict": Text("送货学到什么", "What a delivery taught"),
    "care.notice": Text("补货提示", "Refill notices"),
    "care.alarm": Text("补货警示", "Refill alarms"),
    "service.kind": Text("工单类型", "Kind of case"),
    "service.severity": Text("工单轻重", "Severity of a case"),
    "service.standing": Text("工单进度", "Standing of a case"),
    "service.outcome": Text("工单结果", "Outcome of a case"),
    "service.clock": Text("工单时限", "Clock of a case"),
    "service.cause": Text("投诉原因", "Cause of a complaint"),
    "service.remedy": Text("投诉处理方式", "Remedy of a complaint"),
    "service.reaction": Text("客户的态度", "Reaction of a customer"),
    "service.payment": Text("补偿方式", "What is given"),
    "service.pause": Text("等待原因", "Reason to wait"),
    "service.symptom": Text("故障现象", "Symptom"),
    "service.condition": Text("故障出现的条件", "Condition of a fault"),
    "service.repair": Text("维修结果", "Outcome of a repair"),
    "service.problem_state": Text("故障进度", "State of a problem"),
    "service.promise": Text("承诺类型", "Kind of promise"),
    "service.promise_state": Text("承诺结果", "State of a promise"),
    "service.promise_origin": Text("承诺来源", "Origin of a promise"),
    "service.card_state": Text("卡的状态", "State of a card"),
    "catalog.cover_source": Text("保障来源", "Source of cover"),
    "catalog.cover_scope": Text("保障范围", "Scope of cover"),
    "catalog.payer": Text("谁付费", "Who pays"),
}
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")


@page("parameters.view")
def vocabularies(request: Any) -> HttpResponse:
    """Show every vocabulary with its first options."""
    require(request.actor, "parameters.view")
    grouped: dict[str, list[tuple[str, Text, list[Text]]]] = {}
    for name in (*declared(), *vocabulary_reads.own_names()):
        options = [label for _code, label in vocabulary_reads.terms(name)]
        grouped.setdefault(name.split(".")[0], []).append((name, title(name), options))
    rooms = [(ROOMS.get(room, Text(room, room)), found) for room, found in grouped.items()]
    return show(request, "vocabularies", "vocabularies", {"rooms": rooms})


@page("parameters.view", methods=("GET", "HEAD", "POST"))
def terms(request: Any, name: str) -> HttpResponse:
    """Show one vocabulary, or save one of its options or a new one."""
    if not vocabulary_reads.is_known(name):
        raise NotFound(field="vocabulary")
    if request.method != "POST":
        return _sheet(request, name)
    code = request.POST.get("code", "").strip() or _own_code(request, name)
    refusal = attempt(request, lambda: _save(request, name, code))
    if refusal is not None:
        return _sheet(request, name, refusal)
    return done(request, _("已保存，立即生效。"), f"/settings/vocabularies/{name}")


def title(name: str) -> Text:
    """Return what people call a vocabulary."""
    if name.startswith(OWN_PREFIX):
        return customer_reads.label_of(f"archive.{name.removeprefix(OWN_PREFIX)}")
    return NAMES.get(name, Text(name, name))


def _own_code(request: Any, name: str) -> str:
    """Return a code for a new option of one's own, made of its names."""
    taken = [term.code for term in vocabulary_reads.stored_terms(request.actor, name)]
    zh, en = request.POST.get("zh", "").strip(), request.POST.get("en", "").strip()
    return vocabulary.own_code(OwnTerm(zh, en), taken) if zh else ""


@page("parameters.edit", methods=("POST",))
def moving(request: Any, name: str, term_code: str) -> HttpResponse:
    """Let an option change places with the one above or below."""
    up = request.POST.get("up") == "1"
    return _acted(
        request,
        name,
        lambda: vocabulary.move_term(name, term_code, up=up, by=request.actor, at=request.at),
        _("顺序已保存。"),
    )


@page("parameters.edit", methods=("POST",))
def deletion(request: Any, name: str, term_code: str) -> HttpResponse:
    """Delete an option that people added and nobody uses."""
    return _acted(
        request,
        name,
        lambda: vocabulary.delete_term(name, term_code, by=request.actor, at=request.at),
        _("选项已删除。"),
    )


@page("parameters.edit", methods=("POST",))
def merging(request: Any, name: str, term_code: str) -> HttpResponse:
    """Merge an option into another."""
    into = request.POST.get("into", "")
    return _acted(
        request,
        name,
        lambda: terms_merging.merge_term(name, term_code, into=into, by=request.actor, at=request.at),
        _("已合并，可以撤销。"),
    )


@page("parameters.edit", methods=("POST",))
def unmerging(request: Any, name: str, merge_id: int) -> HttpResponse:
    """Undo a merge of options."""
    return _acted(
        request,
        name,
        lambda: terms_merging.undo_merge(merge_id, by=request.actor, at=request.at),
        _("合并已撤销。"),
    )


def _acted(request: Any, name: str, act: Callable[[], Any], said: str) -> HttpResponse:
    refusal = attempt(request, act)
    return _sheet(request, name, refusal) if refusal else done(request, said, f"/settings/vocabularies/{name}")


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
        colour=form.get("colour"),
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
        "usage": vocabulary_reads.usage(request.actor, name),
        "merges": vocabulary_reads.merges(request.actor, name),
        "colours": COLOURS,
        "own": name.startswith(OWN_PREFIX),
    }
    return show(request, "vocabularies", "terms", context, status=refusal.status if refusal else 200)


urls = [
    path("settings/vocabularies", vocabularies, name="settings_vocabularies"),
    path("settings/vocabularies/<str:name>/merges/<int:merge_id>/undoing", unmerging, name="settings_term_unmerging"),
    path("settings/vocabularies/<str:name>/terms/<slug:term_code>/moving", moving, name="settings_term_moving"),
    path("settings/vocabularies/<str:name>/terms/<slug:term_code>/merging", merging, name="settings_term_merging"),
    path("settings/vocabularies/<str:name>/terms/<slug:term_code>/deletion", deletion, name="settings_term_deletion"),
    path("settings/vocabularies/<str:name>", terms, name="settings_vocabulary"),
]
