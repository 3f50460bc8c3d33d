"""The settings: which pages there are for whom, and the frame they share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from minghua.foundation.people import freshness
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web.guard import page
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the settings and the permission to open it."""

    code: str
    needs: str
    icon: str
    name: Text
    about: Text

    @property
    def url(self) -> str:
        """Where it is."""
        return f"/settings/{self.code}"


SECTIONS = (
    Section("people", "people.view", "users-round", Text("员工", "Staff"), Text("账号、所属部门与角色；停用后立即退出。", "Accounts, teams and roles; deactivation signs out at once.")),
    Section("teams", "people.view", "building-2", Text("部门", "Teams"), Text("部门树决定「本部门及下级」能看到谁。", "The tree decides whom “team and below” can see.")),
    Section("roles", "people.view", "shield-check", Text("角色权限", "Roles"), Text("能做什么、看到多少、哪些字段脱敏。", "What one may do, how far one sees, which fields are masked.")),
    Section("parameters", "parameters.view", "sliders-horizontal", Text("业务参数", "Parameters"), Text("带生效日期与版本的业务数字。", "Business numbers with effective dates and versions.")),
    Section("vocabularies", "parameters.view", "list", Text("选项与名称", "Vocabularies"), Text("下拉选项的中英文名称、顺序与停用。", "Names, order and use of the options in lists.")),
    Section("fields", "parameters.view", "list-plus", Text("自定义字段", "Custom fields"), Text("给客户档案加上本店需要的字段。", "Fields of your own in the archive of customers.")),
    Section("tags", "parameters.view", "tags", Text("标签", "Tags"), Text("改名、分组、颜色、合并与使用人数。", "Names, groups, colours, merging and use.")),
    Section("layouts", "parameters.view", "layout-panel-left", Text("版式与模板", "Layouts and templates"), Text("档案怎样排列、必须填什么、打印空白卡。", "How archives are laid out, what they must hold, blank cards.")),
    Section("policies", "policy.publish", "shield", Text("隐私政策", "Privacy policy"), Text("每一版的全文、发布时间，以及有多少客户同意。", "Each version in full, when it was published, how many consented.")),
    Section("pools", "pool.manage", "waves", Text("公海规则", "Pool rules"), Text("库容、领取、冷却与自动退回。", "Capacity, claims, cool-down and return.")),
    Section("routing", "routing.manage", "route", Text("信息流转", "Routing"), Text("哪类信息、多重要，给谁、多快、怎样处理。", "Which news of whom goes to whom, how soon, to do what.")),
    Section("jobs", "jobs.view", "timer", Text("后台任务", "Jobs"), Text("排队、执行中与失败的任务。", "Work waiting, running and failed.")),
    Section("mail", "jobs.view", "mail", Text("邮件", "Mail"), Text("通知怎样发出，哪些没有送到。", "How notices leave, and which did not arrive.")),
    Section("webhooks", "webhooks.manage", "send", Text("对外通知", "Webhooks"), Text("有变化时签名告知别的系统，可重发。", "Other systems are told of changes, signed; replayable.")),
    Section("system", "system.view", "server", Text("运行状况", "System"), Text("安装检查与数据核对的结果。", "What the doctor says, and whether the data holds.")),
    Section("backups", "system.view", "database", Text("备份", "Backups"), Text("每日备份、多大、多旧，怎样恢复。", "Daily backups, their size and age, how to restore.")),
    Section("personal", "privacy.view", "fingerprint", Text("个人信息登记", "Personal data"), Text("存了谁的什么、为什么、留多久。", "What is kept of whom, why, for how long.")),
    Section("retention", "privacy.view", "scale", Text("保存期限与保全", "Retention and holds"), Text("每类数据留多久、到期怎样，谁的数据依法保全。", "How long each kind is kept, what then, whose data is held.")),
    Section("audit", "audit.view", "history", Text("审计记录", "Audit"), Text("谁在何时做了什么，前后相连不可改。", "Who did what and when, chained and unchangeable.")),
    Section("reveals", "audit.view", "eye", Text("查看原文", "Reveals"), Text("谁说明什么理由看了脱敏字段。", "Who looked behind which mask, and why.")),
    Section("tokens", "tokens.own", "key-round", Text("接口令牌", "API tokens"), Text("给程序用的、有范围和限额的钥匙。", "Scoped and capped keys for programs.")),
)  # fmt: skip


def sections_for(actor: Actor) -> list[Section]:
    """Return the sections this person may open."""
    return [section for section in SECTIONS if actor.may(section.needs)]


def frame(request: Any, section: str) -> dict[str, Any]:
    """Return what templates/settings/frame.html needs."""
    fresh = freshness.is_fresh(request, at=request.at)
    return {"sections": sections_for(request.actor), "section": section, "fresh": fresh}


def show(request: Any, section: str, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render a page within the frame of the settings."""
    filled = frame(request, section) | context
    return render(request, f"settings/{template}.html", filled, status=status, using="jinja")


def attempt(request: Any, act: Callable[[], Any], *, confirmed: bool = False) -> Refusal | None:
    """Do the act as one unit of work; return the refusal that undid it, to be shown beside the form.

    With `confirmed` the person shows first who they are: for what gives or takes power (T16).
    """
    try:
        if confirmed:
            freshness.confirm(request, at=request.at)
        with unit_of_work(request.actor, at=request.at):
            act()
    except NotFound:
        raise
    except Refusal as refusal:
        request.refused_as = refusal.code  # the watch reads it
        return refusal
    return None


def done(request: Any, text: str, where: str) -> HttpResponse:
    """Lead to a page and say there what has been done."""
    messages.success(request, text)
    return redirect(where)


@page("signed_in")
def settings_home(request: Any) -> HttpResponse:
    """Show the sections as doors."""
    return show(request, "", "home", {})


urls = [path("settings", settings_home, name="settings")]
