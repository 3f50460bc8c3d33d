"""Programmes are installed, drafted and published: a draft may be rewritten, what was published never changes."""

import json
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from minghua.domain.tiering.models import Membership, Programme, ProgrammeDraft, ProgrammeVersion, Simulation
from minghua.domain.tiering.operations.bounding import refuse_heavier
from minghua.domain.tiering.queries import plans
from minghua.domain.tiering.rules.soundness import READINGS
from minghua.domain.tiering.types import ProgrammeSpec
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import add_months, local_date
from minghua.kernel.words import Text

SUBJECT = "tiering.Programme"
EARLIEST = date(1970, 1, 1)
MOST_YEARS = 10


class NoDraft(Refusal):
    """There is nothing to publish."""

    code = "no_programme_draft"
    status = 409
    text = Text("计划「{programme}」没有草稿。", "The programme “{programme}” has no draft.")
    remedy = Text("请先保存草稿。", "Save a draft first.")


class NotSimulated(Refusal):
    """Nobody has seen what exactly this version would change."""

    code = "not_simulated"
    status = 409
    text = Text("这一版还没有试算。", "Exactly this version has not been simulated.")
    remedy = Text("请先试算，看清谁升谁降，再发布。", "Simulate it first, see who moves, then publish.")


class ProgrammeStopped(Refusal):
    """The programme was stopped."""

    code = "programme_stopped"
    status = 409
    text = Text("计划「{programme}」已停用。", "The programme “{programme}” was stopped.")
    remedy = Text("请新建一个计划。", "Make another programme.")


def install_preset(preset: str, *, by: Actor, at: datetime) -> str:
    """Make a draft of a programme that the product ships with and return the programme's code; raises NotFound."""
    require(by, "tiering.manage")
    text = plans.preset_texts().get(preset)
    if text is None:
        raise NotFound(field="preset")
    return save_draft(text=text, by=by, at=at)


def save_draft(*, text: str = "", data: Any = None, of: str | None = None, by: Actor, at: datetime) -> str:
    """Keep what the next version is to say, from a text (YAML, JSON) or a form's data, and return the programme's code.

    With `of` the text must be that programme's, "" asks for a new one. Raises ProgrammeInvalid with every defect, its
    line or path and its remedy; NotFound and Invalid for `of`; ProgrammeStopped.
    """
    require(by, "tiering.manage")
    if of and not Programme.objects.filter(code=of).exists():
        raise NotFound(field="programme")
    if text:
        spec, plain = plans.read(text)
    else:
        spec, plain = plans.read_data(data), json.loads(json.dumps(data))
    if of and spec.code != of:
        raise Invalid(
            f"这里改的是「{of}」，code 不能改成「{spec.code}」。",
            f"This is the page of “{of}”: its code cannot become “{spec.code}”.",
            field="code",
        )
    programme = _programme(spec, new=of == "", by=by, at=at)
    kept = {
        "data": plain,
        "text": text,
        "fingerprint": plans.fingerprint(plain),
        "updated_at": at,
        "updated_by_id": by.user_id,
    }
    ProgrammeDraft.objects.update_or_create(programme=programme, defaults=kept)
    audit.record("tiering.drafted", SUBJECT, programme.pk, {"fingerprint": kept["fingerprint"]}, by=by, at=at)
    return programme.code


def publish(programme: str, *, from_on: date, fingerprint: str = "", by: Actor, at: datetime) -> int:
    """Put the draft into force from a local day on and return the version's number; members follow by the night.

    The first version may begin on any day, a later one after today: what was told of the past stays true.
    Raises NotFound, NoDraft, ProgrammeStopped, Invalid (day), NotSimulated, ScoreTooLarge; with `fingerprint` also when the draft is another.
    """
    require(by, "tiering.manage")
    row = Programme.objects.select_for_update().filter(code=programme).first()
    if row is None:
        raise NotFound(field="programme")
    if row.stopped_at is not None:
        raise ProgrammeStopped(programme=row.code)
    draft = ProgrammeDraft.objects.filter(programme=row).first()
    if draft is None:
        raise NoDraft(programme=row.code)
    spec = plans.specified(json.dumps(draft.data, sort_keys=True))
    last = ProgrammeVersion.objects.filter(programme=row).order_by("-number").first()
    _may_begin(spec, last, from_on, at=at)
    number = 1 if last is None else last.number + 1
    simulated = Simulation.objects.filter(programme=row, fingerprint=draft.fingerprint, base=number - 1)
    if fingerprint not in ("", draft.fingerprint) or not simulated.exists():
        raise NotSimulated()
    refuse_heavier(row.pk, spec)
    ProgrammeVersion.objects.create(
        programme=row,
        number=number,
        from_on=from_on,
        data=draft.data,
        text=draft.text,
        fingerprint=draft.fingerprint,
        published_at=at,
        published_by_id=by.user_id,
    )
    draft.delete()
    Programme.objects.filter(pk=row.pk).update(name_zh=spec.name.zh, name_en=spec.name.en, walk_after=0)
    members = Membership.objects.filter(Q(due_on=None) | Q(due_on__gt=from_on), programme=row)
    members.update(due_on=from_on)
    told = {"number": number, "from_on": from_on, "fingerprint": draft.fingerprint}
    audit.record("tiering.published", SUBJECT, row.pk, told, by=by, at=at)
    return number


def stop(programme: str, *, by: Actor, at: datetime) -> None:
    """End a programme: nobody is judged by it any more, its history stays; raises NotFound."""
    require(by, "tiering.manage")
    if not Programme.objects.filter(code=programme, stopped_at=None).update(stopped_at=at, walk_after=None):
        raise NotFound(field="programme")
    pk = Programme.objects.values_list("pk", flat=True).get(code=programme)
    audit.record("tiering.stopped", SUBJECT, pk, by=by, at=at)


def _programme(spec: ProgrammeSpec, *, new: bool, by: Actor, at: datetime) -> Programme:
    names = {"name_zh": spec.name.zh, "name_en": spec.name.en, "created_at": at, "created_by_id": by.user_id}
    row, made = Programme.objects.get_or_create(code=spec.code, defaults=names)
    if made:
        audit.record("tiering.installed", SUBJECT, row.pk, {"code": row.code}, by=by, at=at)
    elif new:
        raise Invalid(
            f"代码「{spec.code}」已有计划在用，请换一个，或到那个计划里改规则。",
            f"A programme has the code “{spec.code}”: choose another, or change the rules there.",
            field="code",
        )
    if row.stopped_at is not None:
        raise ProgrammeStopped(programme=row.code)
    return row


def require_day(from_on: date, *, at: datetime) -> None:
    """Raise Invalid for a day that no version begins on: before 1970, or more than ten years ahead."""
    latest = add_months(local_date(at), 12 * MOST_YEARS)
    if not EARLIEST <= from_on <= latest:
        raise Invalid(
            f"「{from_on}」不能作生效日。", f"No version begins on {from_on}.", field="from_on",
            remedy_zh=f"请填 {EARLIEST} 到 {latest} 之间的日期。", remedy_en=f"Choose a day from {EARLIEST} to {latest}.",
        )  # fmt: skip


def refuse_another_ledger(before: ProgrammeSpec, spec: ProgrammeSpec) -> None:
    """Raise Invalid where points would become readings or readings points: the one is added up, the other stands."""
    if (before.measure.kind in READINGS) != (spec.measure.kind in READINGS):
        raise Invalid(
            "同一个计划不能从计分改成按余额或指标定级，也不能反过来。", "A programme cannot change from points to balances or measures, nor back.",
            field="measure.kind",
            remedy_zh="请新建一个计划，再停用这一个。", remedy_en="Make a new programme, and stop this one.",
        )  # fmt: skip


def _may_begin(spec: ProgrammeSpec, last: ProgrammeVersion | None, from_on: date, *, at: datetime) -> None:
    require_day(from_on, at=at)
    if last is None:
        return
    refuse_another_ledger(plans.specified(json.dumps(last.data, sort_keys=True)), spec)
    least = max(last.from_on, local_date(at, spec.tz))
    if from_on <= least:
        raise Invalid(f"新版本要从 {least} 之后开始。", f"A new version begins after {least}.", field="from_on")
