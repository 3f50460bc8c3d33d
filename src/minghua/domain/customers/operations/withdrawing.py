"""What an import brought is taken back: untouched customers go, changed fields return to their old values."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ProtectedError, Q

from minghua.domain.customers.models import Customer
from minghua.domain.customers.operations import editing, hands, indexing, keying, passing
from minghua.domain.customers.queries import cards, rows, secrets
from minghua.foundation.audit import operations as audit
from minghua.foundation.history import operations as history
from minghua.foundation.history.models import FieldChange
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.personal.holding import open_holds
from minghua.foundation.search import operations as search
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Conflict, Refusal
from minghua.kernel.words import Text

BATCH = 500
NAMED: Final = 5


class StillNeeded(Refusal):
    """Something later depends on an imported customer."""

    code = "still_needed"
    status = 409
    text = Text("导入的客户已有后续业务，不能撤销。", "Imported customers are in use by later records.")
    remedy = Text("请先撤销后续的订单、跟进或导入。", "Undo the later orders, contacts or imports first.")


class UnderHold(Conflict):
    """A customer whom the undo would take away, or take dealings from, is under a legal hold (N7)."""

    code = "under_legal_hold"
    text = Text(
        "无法撤销：{count} 位客户正在依法保全（{zh}）。", "It cannot be undone: {count} under a legal hold ({en})."
    )
    remedy = Text("请先解除保全，再撤销导入。", "Lift the holds first, then undo the import.")


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """How many customers went, how many fields returned to their old value, how many had changed since."""

    deleted: int
    restored: int
    kept: int


def withdraw_run(run_id: int, *, limit: int = BATCH, by: Actor, at: datetime) -> Withdrawn:
    """Take back up to `limit` customers and field changes of a run; nothing left: all zero.

    Raises StillNeeded, UnderHold.
    """
    require(by, "imports.undo")
    deleted = _delete(run_id, limit=limit, by=by)
    restored, kept = (0, 0) if deleted else _restore(run_id, limit=limit, by=by, at=at)
    if deleted or restored:
        told = {"run": run_id, "deleted": deleted, "restored": restored, "kept": kept}
        audit.record("customers.withdrawn", rows.SUBJECT, 0, told, by=by, at=at)
    return Withdrawn(deleted, restored, kept)


def require_unheld(run_id: int, *, also: Iterable[int] = (), by: Actor) -> None:
    """Raise UnderHold, naming them, when customers the run brought, or these too, are under a legal hold."""
    brought = Customer.objects.filter(Q(import_run_id=run_id) | Q(pk__in=also), pk__in=open_holds())
    _refuse_held(list(brought.order_by("pk")), by=by)


def _refuse_held(held: list[Customer], *, by: Actor) -> None:
    """Raise UnderHold naming some of these, each as this person may read it and by number where out of their sight."""
    if not held:
        return
    seen = rows.visible_ids(by, [customer.pk for customer in held[:NAMED]])
    said = [
        f"{cards.shown(by, customer, 'name')} {customer.number}" if customer.pk in seen else customer.number
        for customer in held[:NAMED]
    ]
    more = len(held) > NAMED
    raise UnderHold(
        field="run_id",
        count=len(held),
        zh="、".join(said) + ("等" if more else ""),
        en=", ".join(said) + (", …" if more else ""),
    )


def _delete(run_id: int, *, limit: int, by: Actor) -> int:
    going = Customer.objects.filter(import_run_id=run_id).order_by("pk").select_for_update(of=("self",))
    ids = list(going.values_list("pk", flat=True)[:limit])
    if not ids:
        return 0
    _refuse_held(list(Customer.objects.filter(pk__in=ids).filter(pk__in=open_holds()).order_by("pk")), by=by)
    try:
        Customer.objects.filter(pk__in=ids).delete()
    except ProtectedError:
        raise StillNeeded(field="run_id") from None
    search.drop("customer", ids)
    timeline.withdraw_refs("customer", ids)
    history.forget(rows.SUBJECT, ids)
    return len(ids)


def _restore(run_id: int, *, limit: int, by: Actor, at: datetime) -> tuple[int, int]:
    """Give fields their old value, the latest change first, where nobody has changed them since; the history gets the counter-entry."""
    changes = list(
        FieldChange.objects.filter(run_id=run_id, subject_type=rows.SUBJECT, source="import").order_by("-pk")[:limit]
    )
    restored = sum(_restore_one(change, by=by, at=at) for change in changes)
    FieldChange.objects.filter(pk__in=[change.pk for change in changes]).update(run_id=None)
    return restored, len(changes) - restored


def _restore_one(change: FieldChange, *, by: Actor, at: datetime) -> bool:
    customer = Customer.objects.filter(pk=change.subject_id).first()
    if customer is None or _plain(editing.value_of(customer, change.field)) != _told(change):
        return False
    editing.put_value(customer, change.field, change.old)
    customer.version, customer.updated_at = customer.version + 1, at
    customer.save(update_fields=sorted({*editing.columns_of({change.field: None}), "version", "updated_at"}))
    changes = {change.field: (change.new, change.old)}
    history.record_changes(rows.SUBJECT, customer.pk, changes, source="import_undone", by=by, at=at)
    indexing.index(customer)
    keying.rekey([customer], at=at)
    return True


def give_back_hands(
    customer_id: int, *, owner_id: int | None, team_id: int | None, pool_id: int | None, by: Actor, at: datetime
) -> None:
    """Put a customer an import had moved back into the hands it came from, even if that person has left since."""
    require(by, "imports.undo")
    customer = Customer.objects.select_for_update().filter(pk=customer_id).first()
    if customer is not None:
        passing.pass_on([customer], hands.Hands(owner_id, team_id, pool_id), reason="undone", by=by, at=at)


def _told(change: FieldChange) -> Any:
    return secrets.open_value(change.subject_id, change.field, change.new)


def _plain(value: Any) -> Any:
    """Return the value as the history stores it."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
