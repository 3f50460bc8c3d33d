"""Opening cases: a report becomes one case, however often a channel repeats it (SVC-INV-1)."""

from datetime import datetime
from typing import NamedTuple

from minghua.domain.customers.operations import holding
from minghua.domain.service.models import Case
from minghua.domain.service.operations import deeds, grievances, repair_gate
from minghua.domain.service.queries import policies
from minghua.domain.service.rules import intake
from minghua.domain.service.types.cases import NewCase
from minghua.domain.service.types.complaints import Gravity
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.periods import local_date


class Opened(NamedTuple):
    """The case of a report, and whether this report made it."""

    id: int
    new: bool


def open_case(new: NewCase, *, by: Actor, at: datetime) -> Opened:
    """Make a case of a report, or return the one its key made before; raises Invalid, NotFound."""
    require(by, "service.work")
    for field, code in intake.problems(new, channels=vocabulary.codes("interactions.channel")).items():
        text = intake.PROBLEMS[code]
        raise Invalid(text.zh, text.en, field=field, code=code)
    if new.customer_id not in holding.visible_ids(by, [new.customer_id]):
        raise NotFound(field="customer_id")
    repair_gate.require_unit(new)
    kind, severity, found = grievances.first_word(new.kind, new.severity, f"{new.subject}。{new.story}")
    row = Case(
        customer_id=new.customer_id,
        kind=kind,
        subject=new.subject.strip(),
        story=new.story.strip(),
        channel=new.channel,
        severity=severity,
        accountable_id=by.user_id if new.taken else None,
        assignee_id=by.user_id if new.taken else None,
        opened_at=at,
        updated_at=at,
        holidays=policies.in_force(on=local_date(at))[1],
        key=new.key or None,
    )
    if new.key:
        Case.objects.bulk_create([row], ignore_conflicts=True)
        row = Case.objects.select_for_update().get(key=new.key)
        if row.version:
            return Opened(_within_reach(row, by=by), new=False)
    else:
        row.save(force_insert=True)
    _tell(row, found, answered=new.answered, by=by, at=at)
    return Opened(row.pk, new=True)


def _within_reach(row: Case, *, by: Actor) -> int:
    if not visible(Case.objects.filter(pk=row.pk), by).exists():
        raise NotFound(field="key")
    return row.pk


def _tell(row: Case, found: Gravity, *, answered: bool, by: Actor, at: datetime) -> None:
    policy, holidays = policies.in_force(on=local_date(at))
    data = {
        "kind": row.kind, "severity": row.severity, "channel": row.channel, "answered": answered, "policy": policy,
        "holidays": holidays, "level": row.level,
    }  # fmt: skip
    seq = deeds.do(row, "opened", text=row.story or row.subject, public=True, data=data, by=by, at=at)
    grievances.assess(row, found, by=by, at=at)
    deeds.finish(row, seq, by=by, at=at)
    told = {"event": "opened", "kind": row.kind, "subject": row.subject}
    timeline.post(row.customer_id, "case", at=at, data=told, ref=("case", row.pk), by=by)
