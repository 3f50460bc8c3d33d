"""The way back of a customer import: owners and parents return, new customers go, changed fields are put back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions import operations as interactions
from minghua.foundation.imports import memory
from minghua.foundation.imports.dependents import said, standing_on
from minghua.foundation.imports.targets import RunFacts, Step
from minghua.foundation.people.types import Actor
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.words import Text

MOVED: Final = 1_000_000_000_000
_BATCH: Final = 200
WORDS: Final = {
    "orders.Order": Text("订单", "orders"),
    "orders.Return": Text("退货", "returns"),
    "interactions.Contact": Text("跟进记录", "contacts"),
    "interactions.NextStep": Text("下一步计划", "next steps"),
    "interactions.ConsentRecord": Text("同意记录", "consents"),
    "interactions.Restriction": Text("限制处理", "restrictions"),
    "care.Jar": Text("米缸", "jars"),
    "customers.Customer": Text("下级单位", "child organisations"),
    "customers.Relation": Text("客户关系", "relations"),
    "customers.HouseholdMember": Text("家庭成员", "household members"),
    "customers.Attachment": Text("附件", "attachments"),
    "edited": Text("导入后修改过的客户", "customers edited since"),
}
_OWN_PARTS: Final = (
    "customers.OwnerSpell",
    "customers.CustomerTag",
    "customers.MatchKey",
    "customers.Pair",
    "interactions.ConsentState",
    "interactions.ConsentLink",
    "customers.Reveal",
)


def dependents(run: RunFacts, *, by: Actor) -> Sequence[Text]:
    """Return what stands on the customers the run brought; raises UnderHold."""
    customers.require_unheld(run.run_id, by=by)
    own = customer_reads.seen(by).filter(import_run_id=run.run_id)
    found = standing_on(own, run_id=run.run_id, ignored=_OWN_PARTS)
    edited = own.filter(version__gt=1).count()
    return [said(label, n, WORDS) for label, n in (*found, *([("edited", edited)] if edited else []))]


def undo(cursor: int, run: RunFacts, *, by: Actor, at: datetime) -> Step:
    """Take back a piece: first the moves, then the customers and fields."""
    if cursor < MOVED:
        changes = memory.changes_after(run.run_id, cursor, limit=_BATCH)
        for change_id, kind, customer_id, before in changes:
            if memory.is_first_change(run.run_id, change_id, kind, customer_id):
                _move_back(kind, customer_id, before, by=by, at=at)
        if not changes:
            interactions.remove_consents(run.run_id, by=by, at=at)
            customers.take_members_back(run.run_id, by=by)
        return Step(changes[-1][0] if changes else MOVED, Counter({"undone.moves": len(changes)}))
    gone = customers.withdraw_run(run.run_id, by=by, at=at)
    if gone.deleted or gone.restored or gone.kept:
        counts = {"undone.customers": gone.deleted, "undone.fields": gone.restored, "undone.kept_fields": gone.kept}
        return Step(cursor + 1, Counter(counts))
    timeline.withdraw_run(run.run_id)
    return Step(None, Counter())


def _move_back(kind: str, customer_id: int, before: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    if kind == "parent":
        customers.edit_customer(customer_id, before, base_version=None, source="import_undone", by=by, at=at)
    else:
        customers.give_back_hands(customer_id, **before, by=by, at=at)
