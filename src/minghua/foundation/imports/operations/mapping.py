"""Decides which column fills which field, and keeps that decision as a template."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from minghua.foundation.audit import operations as audit
from minghua.foundation.files import operations as files
from minghua.foundation.imports import columns, targets
from minghua.foundation.imports.models import ImportRun, ImportTemplate
from minghua.foundation.imports.operations.lifecycle import SUBJECT, held, move
from minghua.foundation.imports.operations.uploading import described
from minghua.foundation.imports.readers import encoding, table
from minghua.foundation.imports.signatures import signature_of
from minghua.foundation.imports.types import DateOrder, Mode, Options, Reading, State
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text

_ALLOWED: dict[str, frozenset[str]] = {
    "mode": frozenset(Mode),
    "date_order": frozenset({"", *DateOrder}),
    "customer_kind": frozenset({"person", "organization", "household"}),
    "alike": frozenset({"list", "skip", "update"}),
}


class IncompleteMapping(Refusal):
    """A required field has no column."""

    code = "incomplete_mapping"
    status = 422
    text = Text("还没有为必填字段选择列：{zh}。", "Required fields without a column: {en}.")
    remedy = Text("请在「列与字段」页为它们选择列。", "Choose columns for them under “Columns and fields”.")


def reread(run_id: int, wanted: Reading, *, by: Actor, at: datetime) -> None:
    """Look at the file again with another encoding, delimiter or sheet; the mapping is guessed anew."""
    run = held(run_id, by=by)
    move(run, State.UPLOADED, at=at)
    if wanted.encoding and wanted.encoding not in encoding.CHOICES:
        raise Invalid("不支持这种编码。", "That encoding is not supported.", field="encoding")
    found = table.look(files.place_of(run.file_id), wanted=wanted)
    guessed = columns.detect(found.headers, targets.target(run.target).fields())
    ImportRun.objects.filter(pk=run.pk).update(mapping=guessed, **described(found, at=at))


def map_columns(
    run_id: int, mapping: Mapping[str, str], options: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    """Store header → field code and the options; raises Invalid, IncompleteMapping."""
    run = held(run_id, by=by)
    fields = targets.target(run.target).fields()
    kept = _clean_mapping(run, mapping, {field.code for field in fields})
    lacking = columns.missing(kept, fields)
    if lacking:
        raise IncompleteMapping(
            field=lacking[0].code,
            zh="、".join(field.label.zh for field in lacking),
            en=", ".join(field.label.en for field in lacking),
        )
    move(run, State.MAPPED, at=at)
    ImportRun.objects.filter(pk=run.pk).update(mapping=kept, options=clean_options(run.options | dict(options)))
    audit.record("import.mapped", SUBJECT, run.pk, {"mapping": kept}, by=by, at=at)


def _clean_mapping(run: ImportRun, mapping: Mapping[str, str], codes: set[str]) -> dict[str, str]:
    kept = {header: code for header, code in mapping.items() if code}
    unknown = [name for name in kept if name not in run.headers] + [code for code in kept.values() if code not in codes]
    if unknown:
        raise Invalid(f"没有这一列或字段：{unknown[0]}。", f"No such column or field: {unknown[0]}.", field="mapping")
    if len(set(kept.values())) != len(kept):
        raise Invalid("一个字段只能由一列填写。", "A field can be filled by one column only.", field="mapping")
    return kept


def clean_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return complete options; raises Invalid naming the first that is wrong."""
    names = {field.name for field in dataclasses.fields(Options)}
    options = dataclasses.asdict(Options()) | {name: value for name, value in given.items() if name in names}
    options["skip_bad_lines"] = options["skip_bad_lines"] in (True, "1", "on", "true")
    for name, allowed in _ALLOWED.items():
        if options[name] not in allowed:
            raise _bad_option(name)
    if options["timezone"] not in available_timezones():
        raise _bad_option("timezone")
    ZoneInfo(options["timezone"])
    currency = str(options["currency"]).upper()
    source = str(options["source"]).strip()
    if len(currency) != 3 or not currency.isalpha() or not currency.isascii():
        raise _bad_option("currency")
    if not 0 < len(source) <= 40 or not source.isprintable():
        raise _bad_option("source")
    prefix = str(options["return_prefix"]).strip()[:8]
    return options | {"currency": currency, "source": source, "return_prefix": prefix}


def _bad_option(name: str) -> Invalid:
    return Invalid(f"选项「{name}」的值无效。", f"The option “{name}” has no such value.", field=name)


def save_template(run_id: int, name: str, *, by: Actor, at: datetime) -> int:
    """Keep the run's mapping and options under a name, renewed if it exists; return the template's id."""
    run = held(run_id, by=by)
    plain = name.strip()
    if not 0 < len(plain) <= 120 or not plain.isprintable():
        raise Invalid("模板名称需为 1 至 120 个字。", "A template's name has 1 to 120 characters.", field="name")
    template, _ = ImportTemplate.objects.update_or_create(
        target=run.target,
        name=plain,
        defaults={
            "signature": signature_of(run.headers),
            "mapping": run.mapping,
            "options": run.options,
            "created_by_id": by.user_id,
            "changed_at": at,
        },
    )
    ImportRun.objects.filter(pk=run.pk).update(template=template)
    audit.record("import.template_saved", "imports.ImportTemplate", template.pk, {"name": plain}, by=by, at=at)
    return template.pk


def delete_template(template_id: int, *, by: Actor, at: datetime) -> None:
    """Forget a template; raises NotFound unless it is one's own or one sees all imports."""
    require(by, "imports.run")
    found = visible(ImportTemplate.objects.filter(pk=template_id), by, editing=True).first()
    if found is None:
        raise NotFound(field="template_id")
    audit.record("import.template_deleted", "imports.ImportTemplate", found.pk, {"name": found.name}, by=by, at=at)
    found.delete()
