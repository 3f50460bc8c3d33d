"""Settings: the tags themselves: names, colours, groups, how many customers wear them, merged and split again."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.foundation.parameters import queries as parameters
from minghua.interfaces.web import answers
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date

LIST = "/settings/tags"


@page("parameters.view", methods=("GET", "HEAD", "POST"))
def tags(request: Any) -> HttpResponse:
    """Show every tag by group, or make one."""
    if request.method != "POST":
        return _list(request)
    form = request.POST
    refusal = attempt(
        request,
        lambda: customers.save_tag(
            form.get("name", ""),
            colour=form.get("colour", "grey"),
            group=form.get("group", ""),
            by=request.actor,
            at=request.at,
        ),
    )
    return _list(request, refusal) if refusal else done(request, _("标签已建立。"), LIST)


@page("parameters.edit", methods=("POST",))
def tag(request: Any, tag_id: int) -> HttpResponse:
    """Rename, colour and group a tag."""
    form = request.POST
    facts = {key: form.get(key, "").replace("\x00", "") for key in ("name", "colour", "group")}
    refusal = attempt(request, lambda: customers.change_tag(tag_id, **facts, by=request.actor, at=request.at))
    return _list(request, refusal) if refusal else done(request, _("标签已保存，立即生效。"), LIST)


@page("parameters.edit", methods=("POST",))
def merging(request: Any, tag_id: int) -> HttpResponse:
    """Merge a tag into another."""
    into = request.POST.get("into", "")
    tokens: list[str] = []
    refusal = attempt(
        request,
        lambda: tokens.append(
            customers.merge_tag(
                tag_id, into=int(into) if into.isdecimal() and len(into) < 19 else 0, by=request.actor, at=request.at
            )
        ),
    )
    return _list(request, refusal) if refusal else done(request, _("标签已合并，可以撤销。"), LIST)


@page("parameters.edit", methods=("POST",))
def unmerging(request: Any, token: str) -> HttpResponse:
    """Undo one's own merge."""
    refusal = attempt(request, lambda: customers.undo_bulk(token, by=request.actor, at=request.at))
    return _list(request, refusal) if refusal else done(request, _("合并已撤销，标签回来了。"), LIST)


@page("parameters.edit", methods=("POST",))
def deletion(request: Any, tag_id: int) -> HttpResponse:
    """Delete a tag that nobody wears."""
    refusal = attempt(request, lambda: customers.delete_tag(tag_id, by=request.actor, at=request.at))
    return _list(request, refusal) if refusal else done(request, _("标签已删除。"), LIST)


def _list(request: Any, refusal: Refusal | None = None) -> HttpResponse:
    found = customer_reads.tag_sheets(request.actor)
    groups: dict[str, list[Any]] = {}
    for sheet in found:
        groups.setdefault(sheet.group, []).append(sheet)
    context = {
        "groups": groups,
        "count": len(found),
        "options": [(sheet.id, sheet.name) for sheet in found],
        "colours": customers.COLOURS,
        "merges": customer_reads.tag_merges(request.actor),
        "open": parameters.value("tags.open", on=local_date(request.at)),
        "error": answers.told(refusal) if refusal else "",
        "may_edit": request.actor.may("parameters.edit"),
    }
    return show(request, "tags", "tags", context, status=refusal.status if refusal else 200)


urls = [
    path("settings/tags", tags, name="settings_tags"),
    path("settings/tags/merges/<slug:token>/undoing", unmerging, name="settings_tag_unmerging"),
    path("settings/tags/<int:tag_id>", tag, name="settings_tag"),
    path("settings/tags/<int:tag_id>/merging", merging, name="settings_tag_merging"),
    path("settings/tags/<int:tag_id>/deletion", deletion, name="settings_tag_deletion"),
]
