"""The composer on top of the story: a call, a visit, a message or a note, and what comes next."""

from datetime import datetime, time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions.types import Direction, NewContact, NewNextStep
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, customer_panels, display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages import customer as customer_page
from minghua.journeys.log_contact import log_contact
from minghua.kernel.errors import Invalid, Refusal

DUE_AT = time(9)


@page("interactions.log", methods=("POST",))
def contacts(request: Any, customer_id: int) -> HttpResponse:
    """Log a contact, with the next step if one is named; a refusal keeps what was typed."""
    try:
        with unit_of_work(request.actor, at=request.at):
            new = _contact(request, customer_id)
            log_contact(new, next_step=_next_step(request, customer_id), by=request.actor, at=request.at)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        return _answer(request, customer_id, refusal=refusal)
    return _answer(request, customer_id)


@page("interactions.log", methods=("POST",))
def done(request: Any, customer_id: int, step_id: int) -> HttpResponse:
    """Tick a next step off."""
    with unit_of_work(request.actor, at=request.at):
        interactions.complete_next_step(step_id, by=request.actor, at=request.at)
    return _answer(request, customer_id, text=_("已完成。"))


def _contact(request: Any, customer_id: int) -> NewContact:
    form = request.POST
    direction = form.get("direction", "out")
    if direction not in {each.value for each in Direction}:
        raise Invalid("请选择方向。", "Choose a direction.", field="direction")
    return NewContact(
        customer_id=customer_id,
        channel=form.get("channel", ""),
        direction=Direction(direction),
        happened_at=request.at,
        subject=form.get("subject", ""),
        body=form.get("body", ""),
        outcome=form.get("outcome", ""),
        sentiment=form.get("sentiment", ""),
        topic=form.get("topic", ""),
        minutes=answers.optional_number(form.get("minutes"), field="minutes"),
    )


def _next_step(request: Any, customer_id: int) -> NewNextStep | None:
    text = request.POST.get("next_text", "").strip()
    day = answers.optional_day(request.POST.get("next_on"), field="next_on")
    if not text and day is None:
        return None
    if day is None:
        raise Invalid("请选择下一步的日期。", "Choose the day of the next step.", field="next_on")
    due_at = datetime.combine(day, DUE_AT, tzinfo=display.ZONE)
    return NewNextStep(customer_id=customer_id, text=text or _("跟进"), due_at=due_at)


def _answer(request: Any, customer_id: int, *, refusal: Refusal | None = None, text: str = "") -> HttpResponse:
    """Answer composer and thread anew, with the open steps beside them."""
    card = customer_reads.customer(request.actor, customer_id)
    language = display.language()
    context = {
        "card": card,
        "customer_id": customer_id,
        "typed": request.POST if refusal else {},
        "errors": {refusal.field: refusal.message(language)} if refusal else {},
        "toast_text": "" if refusal else text or _("已记录。"),
        **customer_panels.common(request),
        **customer_page.story(request, customer_id),
        **customer_panels.steps(request, customer_id),
    }
    status = refusal.status if refusal else 200
    return render(request, "customer/_story_answer.html", context, status=status, using="jinja")


_AT = "customers/<int:customer_id>/"
urls = [
    path(f"{_AT}contacts", contacts, name="customer_contacts"),
    path(f"{_AT}steps/<int:step_id>/completion", done, name="customer_step_done"),
]
