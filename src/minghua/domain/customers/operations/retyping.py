"""A field turns into another type: first foretold, and done only if every single value carries over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, cast

from minghua.domain.customers.models import Customer, CustomField
from minghua.domain.customers.operations import field_indexes, sealing, shaping, terms
from minghua.domain.customers.queries import register, secrets
from minghua.domain.customers.rules import shaping as rules
from minghua.domain.customers.rules import typed, values
from minghua.domain.customers.types.fields import ArchiveField, FieldType
from minghua.domain.customers.types.shaping import NewField, Retyping
from minghua.foundation.audit import operations as audit
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

MOST: Final = 50_000
EXAMPLES: Final = 10
_BATCH: Final = 500


class ValuesLost(Refusal):
    """Some values would not survive the change of type."""

    code = "values_lost"
    status = 409
    text = Text(
        "有 {bad} 个值换不成「{to}」，例如「{example}」。",
        "{bad} values cannot become “{to}”, for example “{example}”.",
    )
    remedy = Text("请先改正这些值，再换类型；现在什么都没有改。", "Mend them first; nothing has been changed.")


def change_type(code: str, to: str, *, places: int = 0, dry_run: bool, by: Actor, at: datetime) -> Retyping:
    """Turn a field into another type (or decimals into more places), or tell what would become of its values.

    Raises NotFound, Invalid for a change that never carries over, ValuesLost when some value does not.
    """
    require(by, "parameters.edit")
    shaping.hold()
    row = shaping.row_of(code)
    old = register.of_row(row)
    new = _turned(row, to, places)
    found = list(_converted(old, new, at=at))
    bad = {
        customer.pk: str(typed.written(old, customer.archive[code]))[:40] for customer, value in found if value is None
    }
    answer = Retyping(len(found) - len(bad), len(bad), dict(list(bad.items())[:EXAMPLES]), done=not dry_run)
    if dry_run:
        return answer
    if bad:
        raise ValuesLost(field="type", bad=len(bad), to=to, example=next(iter(bad.values())))
    _store(row, new, found, at=at)
    data = {"from": old.type, "to": to, "places": new.places, "values": len(found)}
    audit.record("field.retyped", shaping.SUBJECT, code, data, by=by, at=at)
    if row.sortable:
        jobs.enqueue(field_indexes.JOB, {"code": code}, at=at)
    return answer


def _turned(row: CustomField, to: str, places: int) -> ArchiveField:
    if row.sensitive or not rules.may_turn(row.type, to) or (row.type == to and places <= row.places):
        raise Invalid(
            f"「{row.type}」不能无损地变成「{to}」。",
            f"“{row.type}” never becomes “{to}” without loss.",
            field="type",
            remedy_zh="请新建一个字段，再用导入把值带过去。",
            remedy_en="Make a new field and bring the values over by an import.",
        )
    asked = NewField(zh=row.zh, type=to, kinds=tuple(row.kinds), places=places)
    if (places and to not in {"decimal", "money"}) or not 0 <= places <= rules.MOST_PLACES:
        raise Invalid("小数位数不对。", "That number of decimals cannot be.", field="places")
    return replace(
        register.of_row(row),
        type=cast(FieldType, to),
        places=rules.places_of(asked),
        longest=0,
        pattern="",
        minimum=None,
        maximum=None,
    )


def _converted(old: ArchiveField, new: ArchiveField, *, at: datetime) -> Iterator[tuple[Customer, Any]]:
    """Yield every customer that has a value with what it would become, None where it cannot."""
    held = Customer.objects.filter(archive__has_key=old.code).order_by("pk")
    if held.count() > MOST:
        raise Invalid(
            f"超过 {MOST} 个值时请新建字段再导入。", f"With more than {MOST} values, make a new field and import."
        )
    lookup, on = terms.lookup(), local_date(at)
    fields = {new.code: replace(new, required=False)}
    for customer in held.select_for_update(of=("self",)).iterator(chunk_size=_BATCH):
        written = typed.written(old, secrets.open_value(customer.pk, old.path, customer.archive[old.code]))
        if new.type == "choice" and isinstance(written, list):
            yield customer, (written[0] if len(written) == 1 else None)
            continue
        try:
            yield customer, values.clean(new.path, written, kind="", on=on, terms=lookup, fields=fields)
        except Refusal:
            yield customer, None


def _store(row: CustomField, new: ArchiveField, found: list[tuple[Customer, Any]], *, at: datetime) -> None:
    """The old indexes speak of the old type: they go first, and a unique one comes back at once."""
    field_indexes.drop(field_indexes.sort_name(row))
    field_indexes.drop(field_indexes.unique_name(row))
    for customer, value in found:
        customer.archive[row.code] = value
        customer.version += 1
    customers = [customer for customer, _ in found]
    with sealing.at_rest(customers, at=at):
        Customer.objects.bulk_update(customers, ["archive", "version"], batch_size=100)
    row.type, row.places, row.longest, row.pattern = new.type, new.places, 0, ""
    row.minimum = row.maximum = None
    row.default, row.indexed, row.version = "", False, row.version + 1
    row.sortable = row.sortable and rules.sorts(new.type)
    row.unique = row.unique and new.type not in rules.NEVER_UNIQUE
    row.searchable = row.searchable and new.type in rules.FINDABLE
    row.save()
    if row.unique:
        field_indexes.make_unique(row)
    register.stamp()
