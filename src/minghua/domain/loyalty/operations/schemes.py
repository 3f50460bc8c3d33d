"""Schemes are published and stopped: what was published never changes."""

from datetime import date, datetime

from minghua.domain.loyalty.models import BenefitScheme, BenefitVersion
from minghua.domain.loyalty.queries import plans
from minghua.domain.loyalty.rules import scheme as rules
from minghua.domain.loyalty.types import SchemeSpec
from minghua.domain.loyalty.types.scheme import FIRST_DAY, LAST_DAY
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT = "loyalty.BenefitScheme"


class SchemeStopped(Refusal):
    """The scheme was stopped."""

    code = "scheme_stopped"
    status = 409
    text = Text("权益方案「{scheme}」已停用。", "The scheme “{scheme}” was stopped.")
    remedy = Text("请换一个代码新建。", "Publish it under another code.")


def install_preset(preset: str, *, from_on: date, by: Actor, at: datetime) -> str:
    """Publish a scheme that the product ships with and return its code; raises what `publish_scheme` raises."""
    require(by, "benefits.manage")
    text = plans.preset_texts().get(preset)
    if text is None:
        raise NotFound(field="preset")
    return publish_scheme(text, from_on=from_on, by=by, at=at)


def publish_scheme(text: str, *, from_on: date, by: Actor, at: datetime) -> str:
    """Put a scheme into force from a local day on and return its code.

    The first version may begin on any day from 1900 to 2999, a later one after today. Raises SchemeInvalid with every defect, its line and
    remedy; NoProgramme; SchemeStopped; Invalid (`from_on`, `programme`, a code that another scheme gives already).
    """
    require(by, "benefits.manage")
    _can_be_reckoned(from_on)
    first = rules.from_text(text)
    programme = plans.programme_rules(first.programme, on=max(from_on, local_date(at)))
    spec = rules.from_text(text, levels=[level.code for level in programme.levels])
    row = _scheme(spec, by=by, at=at)
    _codes_are_free(spec, row)
    last = BenefitVersion.objects.filter(scheme=row).order_by("-number").first()
    if last is not None:
        _may_begin(max(last.from_on, local_date(at, programme.tz)), from_on)
    number = 1 if last is None else last.number + 1
    BenefitVersion.objects.create(
        scheme=row, number=number, from_on=from_on, text=text, published_at=at, published_by_id=by.user_id
    )
    BenefitScheme.objects.filter(pk=row.pk).update(name_zh=spec.name.zh, name_en=spec.name.en)
    audit.record("benefits.published", SUBJECT, row.pk, {"number": number, "from_on": from_on}, by=by, at=at)
    return row.code


def stop_scheme(code: str, *, by: Actor, at: datetime) -> None:
    """End a scheme: nothing is given by it any more, what was given stays; raises NotFound."""
    require(by, "benefits.manage")
    if not BenefitScheme.objects.filter(code=code, stopped_at=None).update(stopped_at=at):
        raise NotFound(field="scheme")
    pk = BenefitScheme.objects.values_list("pk", flat=True).get(code=code)
    audit.record("benefits.stopped", SUBJECT, pk, by=by, at=at)


def _scheme(spec: SchemeSpec, *, by: Actor, at: datetime) -> BenefitScheme:
    told = {
        "programme": spec.programme, "name_zh": spec.name.zh, "name_en": spec.name.en, "created_at": at,
        "created_by_id": by.user_id,
    }  # fmt: skip
    row, _ = BenefitScheme.objects.select_for_update().get_or_create(code=spec.code, defaults=told)
    if row.stopped_at is not None:
        raise SchemeStopped(field="code", scheme=row.code)
    if row.programme != spec.programme:
        raise Invalid(
            f"这个方案属于计划「{row.programme}」。", f"This scheme belongs to the programme “{row.programme}”.",
            field="programme", remedy_zh="请换一个代码新建。", remedy_en="Publish it under another code.",
        )  # fmt: skip
    return row


def _codes_are_free(spec: SchemeSpec, row: BenefitScheme) -> None:
    """A benefit of a programme is told by one scheme alone: its code is part of what is given once for ever."""
    others = BenefitScheme.objects.filter(programme=spec.programme).exclude(pk=row.pk)
    for version in BenefitVersion.objects.filter(scheme__in=others).select_related("scheme").order_by("pk"):
        other = plans.specified(version.text)
        if clash := spec.codes & other.codes:
            code = min(clash)
            raise Invalid(
                f"「{code}」已由方案「{version.scheme.code}」规定。", f"“{code}” is told by the scheme “{version.scheme.code}” already.",
                field="code", remedy_zh="请换一个权益代码。", remedy_en="Choose another code for it.",
            )  # fmt: skip


def _can_be_reckoned(from_on: date) -> None:
    if not FIRST_DAY <= from_on <= LAST_DAY:
        raise Invalid(
            f"「{from_on}」太远，无法推算。", f"“{from_on}” is too far away to reckon with.", field="from_on",
            remedy_zh=f"请填 {FIRST_DAY} 到 {LAST_DAY} 之间的日期。", remedy_en=f"Choose a day from {FIRST_DAY} to {LAST_DAY}.",
        )  # fmt: skip


def _may_begin(after: date, from_on: date) -> None:
    if from_on <= after:
        raise Invalid(f"新版本要从 {after} 之后开始。", f"A new version begins after {after}.", field="from_on")
