"""Fields made by an administrator: defined, changed, archived and brought back, never deleted."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from django.db.models import F, Max

from minghua.domain.customers.models import CustomField, ShapeStamp
from minghua.domain.customers.operations import field_indexes, terms
from minghua.domain.customers.queries import register
from minghua.domain.customers.rules import shaping as rules
from minghua.domain.customers.rules import typed, values
from minghua.domain.customers.types.fields import ArchiveField
from minghua.domain.customers.types.shaping import NewField
from minghua.foundation.audit import operations as audit
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.search.folding import fold
from minghua.foundation.search.pinyin import readings
from minghua.foundation.vocabulary import operations as vocabularies
from minghua.foundation.vocabulary.types import OwnTerm
from minghua.kernel.errors import Conflict, Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT = "customers.CustomField"
REINDEX = "customers.reindex"
_FIXED = frozenset({"code", "type", "options", "places"})
_PLAIN = frozenset(field.name for field in fields(NewField)) - _FIXED - {"minimum", "maximum", "kinds"}


class FieldTaken(Refusal):
    """Another field has that code or that name."""

    code = "field_taken"
    status = 409
    text = Text("已有名为「{name}」的字段。", "There is a field “{name}” already.")
    remedy = Text(
        "请换一个名称；已归档的字段可以恢复使用。", "Choose another name; an archived field can be brought back."
    )


class SensitivityFixed(Refusal):
    """Values are sealed, or not, from the first one on."""

    code = "sensitivity_fixed"
    status = 409
    text = Text("字段是否敏感在建立时就定了，不能再改。", "Whether a field is sensitive is settled when it is made.")
    remedy = Text("请新建一个字段，再把原来的归档。", "Make a new field and archive this one.")


class TooManyFields(Refusal):
    """The archive has as many self-made fields as it can bear."""

    code = "too_many_fields"
    status = 409
    text = Text("自定义字段已达 {most} 个上限。", "There are {most} self-made fields already, the most there may be.")
    remedy = Text("请先归档不再使用的字段。", "Archive fields that are no longer used first.")


def define_field(new: NewField, *, by: Actor, at: datetime) -> str:
    """Make a field of the archive and return its code; raises Invalid naming what is wrong, FieldTaken."""
    require(by, "parameters.edit")
    new = replace(new, en=new.en.strip() or new.zh.strip(), zh=new.zh.strip())
    rules.judge(new)
    hold()
    code = _free_code(new)
    row = CustomField(code=code, type=new.type, created_at=at, updated_at=at)
    row.vocabulary = f"custom.{code}" if new.options else ""
    _fill(row, new)
    row.position = new.position if new.position is not None else _last_place()
    if new.options:
        options = [OwnTerm(option.zh, option.en or option.zh, option.code, option.colour) for option in new.options]
        vocabularies.begin_own(row.vocabulary, options, by=by, at=at)
    row.default = _default(row, new.default, at=at)
    row.save(force_insert=True)
    _settle(row, at=at)
    data = {"zh": row.zh, "en": row.en, "type": row.type, "kinds": row.kinds, "sensitive": row.sensitive}
    audit.record("field.defined", SUBJECT, code, data, by=by, at=at)
    return code


def change_field(code: str, changes: Mapping[str, Any], *, base_version: int | None, by: Actor, at: datetime) -> int:
    """Change what may change of a field and return its new version; its code and its type stay.

    Raises NotFound, Conflict when it was changed meanwhile, Invalid, ValuesRepeat.
    """
    require(by, "parameters.edit")
    hold()
    row = row_of(code)
    if base_version is not None and row.version != base_version:
        raise Conflict(field="version")
    unknown = set(changes) - _PLAIN - {"minimum", "maximum", "kinds"}
    if unknown:
        raise Invalid("这一项不能修改。", "This cannot be changed.", field=sorted(unknown)[0])
    before = as_new(row)
    new = replace(before, **dict(changes))
    rules.judge(new)
    if new.sensitive != before.sensitive:
        raise SensitivityFixed(field="sensitive")
    _refuse_namesake(new, besides=code)
    _fill(row, new)
    row.default = _default(row, new.default, at=at)
    row.position = new.position if new.position is not None else row.position
    row.version, row.updated_at = row.version + 1, at
    row.save()
    _settle(row, at=at, unsearched=before.searchable and not new.searchable)
    data = {key: [_said(getattr(before, key)), _said(getattr(new, key))] for key in changes}
    audit.record("field.changed", SUBJECT, code, data, by=by, at=at)
    return row.version


def archive_field(code: str, *, by: Actor, at: datetime) -> None:
    """Hide a field everywhere; its values stay in the archives. Twice is once; raises NotFound."""
    require(by, "parameters.edit")
    hold()
    row = row_of(code)
    if row.archived_at is not None:
        return
    CustomField.objects.filter(pk=row.pk).update(archived_at=at, indexed=False, version=F("version") + 1, updated_at=at)
    field_indexes.drop(field_indexes.sort_name(row))
    field_indexes.drop(field_indexes.unique_name(row))
    register.stamp()
    audit.record("field.archived", SUBJECT, code, {"zh": row.zh}, by=by, at=at)


def restore_field(code: str, *, by: Actor, at: datetime) -> None:
    """Bring an archived field back with the values it had; raises NotFound, ValuesRepeat."""
    require(by, "parameters.edit")
    hold()
    row = row_of(code)
    if row.archived_at is None:
        return
    _refuse_namesake(as_new(row), besides=code)
    row.archived_at, row.version, row.updated_at = None, row.version + 1, at
    row.save()
    _settle(row, at=at)
    audit.record("field.restored", SUBJECT, code, {"zh": row.zh}, by=by, at=at)


def as_new(row: CustomField) -> NewField:
    """Return a stored definition in the form in which definitions are given."""
    plain = {key: getattr(row, key) for key in _PLAIN}
    limits = {key: rules.plain(getattr(row, key), places=row.places) for key in ("minimum", "maximum")}
    shown = typed.written(register.of_row(row), row.default)
    options = terms.options_of(row.vocabulary)
    facts = plain | limits | {"default": shown, "kinds": tuple(row.kinds), "options": options}
    return NewField(code=row.code, type=row.type, places=0 if row.type == "money" else row.places, **facts)


def ensure_indexes(*, at: datetime) -> int:
    """Make good the indexes that a rebuilt table lost, and return how many fields were looked after."""
    live, found = list(CustomField.objects.filter(archived_at=None)), field_indexes.present()
    lost = [row for row in live if row.unique and field_indexes.unique_name(row) not in found]
    for row in lost:
        field_indexes.make_unique(row)
    slow = [row for row in live if row.sortable and (not row.indexed or field_indexes.sort_name(row) not in found)]
    for row in slow:
        jobs.enqueue(field_indexes.JOB, {"code": row.code}, at=at)
    return len(lost) + len(slow)


def hold() -> None:
    """Put two changes of the shape in one order: the second waits here for the first."""
    ShapeStamp.objects.get_or_create(pk=register.ONLY_STAMP)
    ShapeStamp.objects.select_for_update().get(pk=register.ONLY_STAMP)


def row_of(code: str) -> CustomField:
    """Return a stored definition; raises NotFound."""
    row = CustomField.objects.filter(code=code).first()
    if row is None:
        raise NotFound(field="code")
    return row


def _free_code(new: NewField) -> str:
    taken = set(CustomField.objects.values_list("code", flat=True))
    if CustomField.objects.filter(archived_at=None).count() >= rules.MOST_FIELDS:
        raise TooManyFields(field="zh", most=rules.MOST_FIELDS)
    _refuse_namesake(new)
    if new.code:
        if rules.require_code(new.code) in taken:
            raise FieldTaken(field="code", name=new.code)
        return new.code
    return rules.code_of((new.en, *readings(fold(new.zh))[:1]), taken)


def _refuse_namesake(new: NewField, *, besides: str = "") -> None:
    """Two fields of one kind and one name could not be told apart in forms and files."""
    others = (field for field in register.archive_fields().values() if field.code != besides)
    for other in others:
        if new.zh == other.label.zh and other.kinds & set(new.kinds):
            raise FieldTaken(field="zh", name=new.zh)


def _last_place() -> int:
    return (CustomField.objects.aggregate(last=Max("position"))["last"] or 0) + 10


def _fill(row: CustomField, new: NewField) -> None:
    for key in _PLAIN - {"default", "position"}:
        setattr(row, key, getattr(new, key))
    row.kinds, row.places = list(new.kinds), rules.places_of(new)
    row.minimum, row.maximum = rules.scaled(new.minimum, new, "minimum"), rules.scaled(new.maximum, new, "maximum")
    row.sortable = new.sortable and rules.sorts(new.type) and not new.sensitive


def _default(row: CustomField, typed: Any, *, at: datetime) -> Any:
    field = replace(register.of_row(row), required=False)
    if typed in (None, "", []):
        return ""
    kind = sorted(field.kinds)[0]
    try:
        return values.clean(
            field.path, typed, kind=kind, on=local_date(at), terms=terms.lookup(), fields={field.code: field}
        )
    except Invalid as refusal:
        refusal.field = "default"
        raise


def _settle(row: CustomField, *, at: datetime, unsearched: bool = False) -> None:
    """Let the database and every process follow the definition."""
    if row.unique:
        field_indexes.make_unique(row)
    else:
        field_indexes.drop(field_indexes.unique_name(row))
    if not row.sortable:
        CustomField.objects.filter(pk=row.pk).update(indexed=False)
        field_indexes.drop(field_indexes.sort_name(row))
    elif not row.indexed:
        jobs.enqueue(field_indexes.JOB, {"code": row.code}, at=at)
    if (row.searchable and row.version > 1) or unsearched:
        jobs.enqueue(REINDEX, {"field": row.code}, at=at)
    register.stamp()


def _said(value: Any) -> Any:
    return (
        list(value)
        if isinstance(value, tuple) and all(isinstance(part, str) for part in value)
        else (len(value) if isinstance(value, tuple) else value)
    )


__all__ = ["ArchiveField", "FieldTaken", "archive_field", "change_field", "define_field", "restore_field"]
