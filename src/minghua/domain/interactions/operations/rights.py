"""The desk of requests: received, identified, extended, fulfilled or refused, each with its record; warned in time."""

from datetime import date, datetime
from typing import Final

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.operations import holding
from minghua.domain.interactions import queries
from minghua.domain.interactions.models import PersonRequest, RequestDeed
from minghua.domain.interactions.operations import consent, policies
from minghua.domain.interactions.rules import rights
from minghua.domain.interactions.types.consent import MARKETING, PROFILING, Act, NewConsent
from minghua.domain.interactions.types.rights import Ask, Deed, NewDeed, NewRequest, Standing
from minghua.foundation.audit import operations as audit
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel import working_days
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT: Final = "interactions.PersonRequest"
_DONE: Final = {"identify": "identified", "extend": "extended", "fulfil": "fulfilled", "refuse": "refused"}


class NotNow(Refusal):
    """The deed may not follow on how the request stands."""

    code = "request_step_not_allowed"
    status = 409
    text = Text("这个请求现在不能这样办理。", "This cannot be done to the request as it stands.")
    remedy = Text(
        "先核实身份再满足；延期只能一次；已办结的请求请新登记。",
        "Check the identity before fulfilling; extend once only; for a closed one record a new request.",
    )


class NotErasedYet(Refusal):
    """A request for deletion cannot be fulfilled while the customer is still there."""

    code = "not_erased_yet"
    status = 409
    text = Text("客户的信息还没有删除。", "The customer has not been erased yet.")
    remedy = Text("请先删除个人信息，再登记已满足。", "Erase the person first, then record the request as fulfilled.")


def receive_request(new: NewRequest, *, by: Actor, at: datetime) -> int:
    """Keep a request, start its clock and return its id; raises Invalid, NotFound."""
    require(by, "rights.handle")
    on = local_date(at)
    _refuse_first(
        rights.problems(
            new,
            asks=vocabulary.codes("interactions.rights_ask"),
            channels=vocabulary.codes("interactions.rights_channel"),
            requesters=vocabulary.codes("interactions.rights_requester"),
            on=on,
        )
    )
    if new.customer_id not in holding.visible_ids(by, [new.customer_id]):
        raise NotFound(field="customer_id")
    received = new.received_on or on
    due = rights.due(received, queries.clock(on=on))
    row = PersonRequest.objects.create(
        customer_id=new.customer_id,
        ask=new.ask,
        standing=Standing.RECEIVED,
        channel=new.channel,
        requester=new.requester,
        requester_name=new.requester_name.strip()[:80],
        text=new.text.strip(),
        received_on=received,
        received_by_id=by.user_id,
        due_on=due.on,
        provisional=due.provisional,
        created_at=at,
    )
    _tell(row, "received", by=by, at=at)
    return row.pk


def do_deed(request_id: int, new: NewDeed, *, by: Actor, at: datetime) -> int:
    """Do one thing about a request and return the record's id; raises NotFound, Invalid, NotNow.

    Fulfilling restricts, records the objection or withdraws where that is what was asked.
    """
    require(by, "rights.handle")
    holding.hold_of(visible(PersonRequest.objects.filter(pk=request_id), by))
    rows = visible(PersonRequest.objects.select_for_update(of=("self",)), by)
    row = rows.filter(pk=request_id).first()
    if row is None:
        raise NotFound(field="request_id")
    on = local_date(at)
    _refuse_first(
        rights.deed_problems(
            new,
            hows=vocabulary.codes("interactions.rights_identity"),
            grounds=vocabulary.codes("interactions.rights_ground"),
            longest_extension=parameters.value("rights.extension_days", on=on),
        )
    )
    after = rights.follows(row.standing, new.deed, extended=row.extended)
    if after is None:
        raise NotNow(field="deed")
    if new.deed == Deed.FULFIL:
        _carry_out(row, by=by, at=at)
    due_on = _extended(row, new.days) if new.deed == Deed.EXTEND else None
    deed = RequestDeed.objects.create(
        request=row,
        deed=new.deed,
        at=at,
        by_id=by.user_id,
        note=new.note.strip(),
        how=new.how if new.deed == Deed.IDENTIFY else "",
        ground=new.ground if new.deed == Deed.REFUSE else "",
        file_id=new.file_id,
        due_on=due_on,
    )
    row.standing, row.closed_at = after, None if after in (Standing.RECEIVED, Standing.IDENTIFIED) else at
    row.save(update_fields=["standing", "closed_at", "due_on", "provisional", "extended", "warned_on"])
    _tell(row, _DONE[new.deed], by=by, at=at)
    return deed.pk


def _extended(row: PersonRequest, days: int) -> date:
    due = working_days.after(row.due_on, days)
    row.due_on, row.extended, row.warned_on = due.on, True, None
    row.provisional = row.provisional or due.provisional
    return due.on


def _carry_out(row: PersonRequest, *, by: Actor, at: datetime) -> None:
    """Do at once what the desk itself can do; a deletion must have been done before it is said to be."""
    if row.ask == Ask.DELETE and not customer_reads.is_erased(row.customer_id):
        raise NotErasedYet(field="deed")
    if row.ask == Ask.RESTRICT:
        policies.restrict(row.customer_id, reason=f"#{row.pk}", by=by, at=at)
    purposes = {Ask.OBJECT: PROFILING, Ask.WITHDRAW: MARKETING}
    if row.ask in purposes:
        told = NewConsent(
            customer_id=row.customer_id,
            purpose=purposes[Ask(row.ask)],
            act=Act.WITHDRAWN,
            how="request",
            note=f"#{row.pk}",
        )
        consent.withdraw_told(told, by=by, at=at)


def _refuse_first(wrong: dict[str, str]) -> None:
    for field, code in wrong.items():
        text = rights.PROBLEMS[code]
        raise Invalid(text.zh, text.en, field=field, code=code)


def _tell(row: PersonRequest, event: str, *, by: Actor, at: datetime) -> None:
    data = {"event": event, "ask": row.ask, "due_on": row.due_on}
    timeline.post(row.customer_id, "request", at=at, data=data, ref=("request", row.pk), by=by)
    audit.record(f"request.{event}", SUBJECT, row.pk, {"customer": row.customer_id, **data}, by=by, at=at)
