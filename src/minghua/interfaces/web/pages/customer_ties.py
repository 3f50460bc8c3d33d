"""What hangs together with a customer: tags, relations, members of the household, attached files."""

from typing import Any, cast

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types import NewMember
from minghua.foundation.files import operations as files
from minghua.foundation.files import queries as file_reads
from minghua.foundation.search import queries as search
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, customer_panels
from minghua.interfaces.web.guard import page
from minghua.kernel.errors import Invalid, NotFound

MOST_CHOICES = 8


@page("customers.tag", methods=("POST",))
def tags(request: Any, customer_id: int) -> HttpResponse:
    """Put a tag on the customer."""
    with unit_of_work(request.actor, at=request.at):
        customers.tag(customer_id, name=request.POST.get("name", ""), by=request.actor, at=request.at)
    return _panel(request, customer_id, "tags")


@page("customers.tag", methods=("DELETE",))
def tag(request: Any, customer_id: int, tag_id: int) -> HttpResponse:
    """Take a tag off the customer."""
    with unit_of_work(request.actor, at=request.at):
        customers.untag(customer_id, tag_id=tag_id, by=request.actor, at=request.at)
    return _panel(request, customer_id, "tags")


@page("customers.edit", methods=("POST",))
def relations(request: Any, customer_id: int) -> HttpResponse:
    """Relate the customer to another one."""
    form = request.POST
    other = answers.number(form.get("other_id"), field="other_id")
    here, there = (other, customer_id) if form.get("direction") == "in" else (customer_id, other)
    with unit_of_work(request.actor, at=request.at):
        customers.relate(
            here,
            to_customer_id=there,
            kind=form.get("kind", ""),
            role=form.get("role", "") if form.get("kind") == "buying_role" else "",
            note=form.get("note", ""),
            by=request.actor,
            at=request.at,
        )
    return _panel(request, customer_id, "ties", _("关系已建立。"))


@page("customers.edit", methods=("DELETE",))
def relation(request: Any, customer_id: int, relation_id: int) -> HttpResponse:
    """End a relation today."""
    with unit_of_work(request.actor, at=request.at):
        customers.unrelate(relation_id, by=request.actor, at=request.at)
    return _panel(request, customer_id, "ties", _("关系已解除，历史仍可查。"))


@page("customers.edit", methods=("POST",))
def members(request: Any, customer_id: int) -> HttpResponse:
    """Add a person to the household."""
    form = request.POST
    new = NewMember(
        name=form.get("name", ""),
        relation=form.get("relation", ""),
        gender=form.get("gender", ""),
        birthday=answers.optional_day(form.get("birthday"), field="birthday"),
        note=form.get("note", ""),
    )
    with unit_of_work(request.actor, at=request.at):
        customers.add_member(customer_id, new, by=request.actor, at=request.at)
    return _panel(request, customer_id, "home", _("成员已加入。"))


@page("customers.edit", methods=("DELETE",))
def member(request: Any, customer_id: int, member_id: int) -> HttpResponse:
    """Let a member leave the household today."""
    with unit_of_work(request.actor, at=request.at):
        customers.end_member(member_id, by=request.actor, at=request.at)
    return _panel(request, customer_id, "home", _("成员已离开，历史仍可查。"))


@page("customers.edit", methods=("POST",))
def attachments(request: Any, customer_id: int) -> HttpResponse:
    """Keep a file with the customer."""
    upload = request.FILES.get("file")
    if upload is None:
        raise Invalid("请选择文件。", "Choose a file.", field="file")
    with unit_of_work(request.actor, at=request.at):
        stored = files.store(
            upload,
            name=upload.name or "",
            content_type=upload.content_type or "",
            as_named=True,
            by=request.actor,
            at=request.at,
        )
        customers.attach(
            customer_id, file_id=stored.pk, kind=request.POST.get("kind", "other"), by=request.actor, at=request.at
        )
    return _panel(request, customer_id, "files", _("文件已保存。"))


@page("customers.edit", methods=("DELETE",))
def attachment(request: Any, customer_id: int, attachment_id: int) -> HttpResponse:
    """Take a file off the customer."""
    with unit_of_work(request.actor, at=request.at):
        customers.detach(attachment_id, by=request.actor, at=request.at)
    return _panel(request, customer_id, "files", _("附件已移除。"))


@page("customers.view")
def attached_file(request: Any, customer_id: int, attachment_id: int) -> HttpResponse:
    """Send an attached file, always as a download."""
    found = customer_reads.attachments(request.actor, customer_id)
    card = next((each for each in found if each.id == attachment_id), None)
    if card is None:
        raise NotFound(field="attachment_id")
    stream = file_reads.open_stream(card.file_id)
    sent = FileResponse(stream, as_attachment=True, filename=card.name, content_type="application/octet-stream")
    return cast(HttpResponse, sent)


@page("customers.view")
def choices(request: Any) -> HttpResponse:
    """Answer the customers one may mean by what was typed, to choose one from."""
    text = request.GET.get("text", "").strip()
    hits = search.find(request.actor, text, kinds=("customer",), limit=MOST_CHOICES) if text else []
    return render(request, "customer/_choices.html", {"hits": hits, "text": text}, using="jinja")


def _panel(request: Any, customer_id: int, code: str, toast_text: str = "") -> HttpResponse:
    """Answer one panel as it is now."""
    context = {
        "card": customer_reads.customer(request.actor, customer_id),
        "customer_id": customer_id,
        "toast_text": toast_text,
        **customer_panels.common(request),
        **customer_panels.PANELS[code](request, customer_id),
    }
    return render(request, f"customer/_{code}.html", context, using="jinja")


_AT = "customers/<int:customer_id>/"
urls = [
    path("customers/choices", choices, name="customer_choices"),
    path(f"{_AT}tags", tags, name="customer_tags"),
    path(f"{_AT}tags/<int:tag_id>", tag, name="customer_tag"),
    path(f"{_AT}relations", relations, name="customer_relations"),
    path(f"{_AT}relations/<int:relation_id>", relation, name="customer_relation"),
    path(f"{_AT}members", members, name="customer_members"),
    path(f"{_AT}members/<int:member_id>", member, name="customer_member"),
    path(f"{_AT}attachments", attachments, name="customer_attachments"),
    path(f"{_AT}attachments/<int:attachment_id>", attachment, name="customer_attachment"),
    path(f"{_AT}attachments/<int:attachment_id>/file", attached_file, name="customer_file"),
]
