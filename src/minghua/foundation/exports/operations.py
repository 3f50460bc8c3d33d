"""Writes of exports: hand out a small file, ask for a large one, decide, take, withdraw, let lapse."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import F, Q

from minghua.foundation.audit import operations as audit
from minghua.foundation.exports import marks, queries, register, rules
from minghua.foundation.exports.models import Export, ExportDay
from minghua.foundation.exports.telling import tell_approvers, tell_requester
from minghua.foundation.exports.types import (
    FORMS,
    OPEN,
    AlreadyDecided,
    Asked,
    ExportKind,
    FileGone,
    Handed,
    NeedsApproval,
    NoReason,
    NothingToExport,
    OverQuota,
    OwnRequest,
    State,
)
from minghua.foundation.files import operations as files
from minghua.foundation.files.models import StoredFile
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.ids import hex_id
from minghua.kernel.periods import local_date

JOB: Final = "exports.make"
SUBJECT: Final = "exports.Export"
SHORTEST_REASON = 4


def hand_out(asked: Asked, *, by: Actor, at: datetime) -> Handed:
    """Let a small export leave now; raises NeedsApproval, OverQuota, NothingToExport."""
    kind = _kind(asked, by)
    size = queries.size_up(by, asked, at=at)
    _refuse(size)
    if size.way is rules.Way.ASK:
        raise NeedsApproval(rows=_told(size), limit=size.facts.approval_above)
    unapproved = size.rows if kind.personal else 0
    _charge(by, size.rows, unapproved, facts=size.facts, on=local_date(at))
    made = _store(asked, kind, size.rows, State.HANDED, by=by, at=at, rows_made=size.rows, made_at=at, ended_at=at)
    data = {"export": made.pk, "mark": made.mark, "rows": size.rows, "form": asked.form, **_shape(asked)}
    audit.record(kind.verb, kind.subject, "many", data, by=by, at=at)
    return Handed(made.pk, made.mark, size.rows)


def request(asked: Asked, *, by: Actor, at: datetime) -> str:
    """Ask a second person for an export and return its id; raises NoReason, OverQuota, NothingToExport."""
    kind = _kind(asked, by)
    reason = " ".join(asked.reason.replace("\x00", "").split())
    if len(reason) < SHORTEST_REASON:
        raise NoReason(field="reason")
    size = queries.size_up(by, asked, at=at)
    _refuse(size)
    until = at + timedelta(hours=int(parameters.value("exports.ask_hours", on=local_date(at))))
    made = _store(asked, kind, size.rows, State.WAITING, by=by, at=at, reason=reason[:300], ask_until=until)
    audit.record(
        "export.requested", SUBJECT, made.pk, {"kind": kind.code, "rows": size.rows, **_shape(asked)}, by=by, at=at
    )
    tell_approvers(made, kind, by=by, at=at)
    return made.pk


def approve(export_id: str, *, reason: str = "", by: Actor, at: datetime) -> None:
    """Agree that the rows leave: the file is made at once; raises OwnRequest, AlreadyDecided, NotFound."""
    _decide(export_id, State.APPROVED, "export.approved", reason, by=by, at=at)
    jobs.enqueue(JOB, {"export_id": export_id}, at=at, key=f"{JOB}:{export_id}")


def refuse(export_id: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Say no and why; raises NoReason, OwnRequest, AlreadyDecided, NotFound."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise NoReason(field="reason")
    _decide(export_id, State.REFUSED, "export.refused", reason, by=by, at=at)


def _decide(export_id: str, to: State, verb: str, reason: str, *, by: Actor, at: datetime) -> None:
    require(by, "exports.approve")
    found = queries.one(by, export_id)
    if found.user_id == by.user_id:
        raise OwnRequest
    said = " ".join(reason.replace("\x00", "").split())[:300]
    # No join here: PostgreSQL looks again only at the row's own columns once it has waited for another decision.
    working = User.objects.filter(is_active=True).values("pk")
    waiting = Export.objects.filter(pk=export_id, state=State.WAITING, ask_until__gt=at, user_id__in=working)
    ended = {"ended_at": at} if to is State.REFUSED else {}
    if not waiting.update(state=to, decided_by_id=by.user_id, decided_at=at, decision_reason=said, **ended):
        raise AlreadyDecided
    audit.record(verb, SUBJECT, export_id, {"rows": found.rows_asked, "for": found.user_id}, by=by, at=at)
    if to is State.REFUSED:
        tell_requester(found, to, by=by, at=at)


def withdraw(export_id: str, *, by: Actor, at: datetime) -> None:
    """Take one's own request back, or have one's file deleted before its time; raises AlreadyDecided, NotFound."""
    require(by, "signed_in")
    found = queries.exports(by).filter(pk=export_id, user_id=by.user_id or 0).first()
    if found is None:
        raise NotFound(field="export_id")
    if not Export.objects.filter(pk=export_id, state__in=OPEN).update(state=State.WITHDRAWN, ended_at=at):
        raise AlreadyDecided
    _delete_file(export_id)
    audit.record("export.withdrawn", SUBJECT, export_id, {}, by=by, at=at)


def take(export_id: str, *, by: Actor, at: datetime) -> StoredFile:
    """Count one download of one's own file and return it; raises FileGone, NotFound."""
    found = queries.exports(by).filter(pk=export_id, user_id=by.user_id or 0).first()
    if found is None:
        raise NotFound(field="export_id")
    require(by, register.kind(found.kind).permission)
    there = Export.objects.filter(pk=export_id, state=State.READY, file_until__gt=at, downloads__lt=F("most_downloads"))
    if not there.update(downloads=F("downloads") + 1):
        raise FileGone
    data = {"kind": found.kind, "mark": found.mark, "rows": found.rows_made, "time": found.downloads + 1}
    audit.record("export.downloaded", SUBJECT, export_id, data, by=by, at=at)
    return StoredFile.objects.get(pk=found.file_id)


def lapse(*, at: datetime, most: int = 200) -> int:
    """Delete files whose time is over and close requests nobody decided; return how many."""
    over = Q(state=State.READY, file_until__lte=at) | Q(state=State.WAITING, ask_until__lte=at)
    found = list(Export.objects.filter(over).values_list("pk", flat=True)[:most])
    for export_id in found:
        _delete_file(export_id)
    return Export.objects.filter(over, pk__in=found).update(state=State.LAPSED, ended_at=at)


def forget_people(*, at: datetime) -> int:
    """Delete the files of exports that name people, for one of them was erased; return how many. They can be asked anew."""
    found = list(Export.objects.filter(state=State.READY, personal=True).values_list("pk", flat=True))
    for export_id in found:
        _delete_file(export_id)
    return Export.objects.filter(pk__in=found, state=State.READY).update(state=State.LAPSED, ended_at=at)


def charge_approved(found: Export, *, by: Actor, at: datetime) -> None:
    """Count an approved export against the day; raises OverQuota."""
    asked = Asked(found.kind, found.spec, found.form)
    size = queries.size_up(by, asked, at=at)
    _charge(by, found.rows_asked, 0, facts=size.facts, on=local_date(at))


def _kind(asked: Asked, by: Actor) -> ExportKind:
    kind = register.kind(asked.kind)
    require(by, kind.permission)
    if asked.form not in FORMS:
        raise Invalid("请选择 CSV 或 XLSX。", "Choose CSV or XLSX.", field="form")
    return kind


def _refuse(size: queries.Size) -> None:
    if size.way is rules.Way.EMPTY:
        raise NothingToExport
    if size.way is rules.Way.OVER_QUOTA:
        raise OverQuota(cap=size.facts.daily_cap, taken=size.facts.taken_today)


def _told(size: queries.Size) -> str:
    counted = max(size.facts.daily_cap, size.facts.approval_above)
    return f"{counted}+" if size.rows > counted else str(size.rows)


def _charge(by: Actor, rows: int, unapproved: int, *, facts: rules.Facts, on: date) -> None:
    """Count the rows against the day by one conditional update: of two at once, the one that does not fit is refused."""
    if by.user_id is None:
        return
    ExportDay.objects.get_or_create(user_id=by.user_id, day=on)
    fits = Q(rows__lte=facts.daily_cap - rows)
    if unapproved:
        fits &= Q(unapproved__lte=facts.approval_above - unapproved)
    today = ExportDay.objects.filter(fits, user_id=by.user_id, day=on)
    if not today.update(rows=F("rows") + rows, unapproved=F("unapproved") + unapproved):
        raise OverQuota(cap=facts.daily_cap, taken=facts.taken_today)


def _store(asked: Asked, kind: ExportKind, rows: int, state: State, *, by: Actor, at: datetime, **more: Any) -> Export:
    if by.user_id is None:
        raise NotFound(field="user")
    header = next(kind.rows(by, asked.spec, local_date(at)))
    return Export.objects.create(
        id=hex_id(),
        user_id=by.user_id,
        kind=kind.code,
        spec=asked.spec,
        form=asked.form,
        language=by.language,
        columns=list(header),
        rows_asked=rows,
        personal=kind.personal,
        channel=by.channel,
        token_id=asked.token_id,
        mark=marks.draw(),
        state=state,
        asked_at=at,
        **more,
    )


def _shape(asked: Asked) -> dict[str, Any]:
    """What was asked, for the record: the filter's fields and not its values, which may name a person."""
    ids = asked.spec.get("ids")
    return {"chosen": len(ids)} if isinstance(ids, list) else {}


def _delete_file(export_id: str) -> None:
    kept = Export.objects.filter(pk=export_id).exclude(file_id="").values_list("file_id", flat=True).first()
    if kept:
        Export.objects.filter(pk=export_id).update(file_id="")
        files.forget(kept)
