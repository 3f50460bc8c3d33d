"""Publishing a version of the scorecard (R15.2)."""

from datetime import date, datetime, timedelta
from typing import Any

from minghua.domain.tiering.models import GradeCard
from minghua.domain.tiering.rules import card_reading
from minghua.domain.tiering.types import BadCard, Fault
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid
from minghua.kernel.periods import local_date

FARTHEST = timedelta(days=366)


def publish_card(plain: Any, *, from_on: date | None = None, note: str = "", by: Actor, at: datetime) -> int:
    """Publish the next version and return its number; it is never changed afterwards.

    Raises BadCard with the first fault's place, Invalid for a day before today or before the last version's.
    """
    require(by, "grades.publish")
    card, faults = card_reading.read(plain)
    if card is None or faults:
        raise _bad(faults[0])
    last = GradeCard.objects.select_for_update().order_by("-version").first()
    begins = _begins(from_on, last, today=local_date(at))
    row = GradeCard.objects.create(
        version=last.version + 1 if last else 1,
        from_on=begins,
        body=card_reading.written(card),
        note=note.strip()[:200],
        published_at=at,
        published_by_id=by.user_id,
    )
    data = {"version": row.version, "from_on": begins, "note": row.note}
    audit.record("grade_card.published", "tiering.GradeCard", row.pk, data, by=by, at=at)
    return row.version


def _begins(from_on: date | None, last: GradeCard | None, *, today: date) -> date:
    begins = from_on or max(today, last.from_on if last else today)
    if begins < today or begins > today + FARTHEST:
        raise Invalid("生效日应在今天到一年之内。", "It begins between today and a year from now.", field="from_on")
    if last is not None and begins < last.from_on:
        raise Invalid(
            f"上一版从 {last.from_on} 起生效，新版不能更早。",
            f"The version before begins on {last.from_on}; this one cannot begin earlier.",
            field="from_on",
        )
    return begins


def _bad(fault: Fault) -> BadCard:
    return BadCard(
        field=fault.place,
        place=fault.place,
        zh=fault.what.zh,
        en=fault.what.en,
        remedy_zh=fault.remedy.zh,
        remedy_en=fault.remedy.en,
    )
