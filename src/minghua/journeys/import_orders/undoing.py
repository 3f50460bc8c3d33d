"""The way back of an order import: orders and returns go, replaced ones return, then customers, then products."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from minghua.domain.catalog import operations as catalog
from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import NewLine, NewOrder, NewReturn, OnDifference, Status
from minghua.foundation.imports import memory
from minghua.foundation.imports.dependents import said, standing_on
from minghua.foundation.imports.targets import RunFacts, Step
from minghua.foundation.people.types import Actor
from minghua.foundation.timeline import operations as timeline
from minghua.journeys.import_orders import finishing
from minghua.kernel.words import Text

REMOVED, RESTORED, WITHDRAWN, SWEPT = 1, 1_000_000_000_000, 2_000_000_000_000, 3_000_000_000_000
_BATCH: Final = 200
WORDS: Final = {
    "orders.Order": Text("后来的订单", "later orders"),
    "orders.Return": Text("后来的退货", "later returns"),
    "orders.ReturnLine": Text("后来的退货明细", "later return lines"),
    "interactions.Contact": Text("跟进记录", "contacts"),
    "interactions.NextStep": Text("下一步计划", "next steps"),
    "care.Jar": Text("米缸", "jars"),
    "customers.Customer": Text("下级单位", "child organisations"),
    "customers.Relation": Text("客户关系", "relations"),
    "customers.HouseholdMember": Text("家庭成员", "household members"),
    "customers.Attachment": Text("附件", "attachments"),
    "tiering.ScoreEntry": Text("会员成绩", "scores of members"),
    "tiering.Membership": Text("会员等级", "levels of members"),
    "tiering.TierPeriod": Text("等级期间", "periods of levels"),
    "tiering.LevelGrant": Text("人工授予的等级", "levels given by hand"),
    "tiering.Correction": Text("等级更正", "corrections of levels"),
    "tiering.GradeInput": Text("评级资料", "facts for grading"),
    "tiering.Grading": Text("企业评级", "business grades"),
    "tiering.GradeReview": Text("评级复审", "reviews of grades"),
    "loyalty.BenefitGrant": Text("已发权益", "benefits given"),
    "edited": Text("导入后修改过的客户", "customers edited since"),
}
_OWN_PARTS: Final = (
    "orders.OrderLine",
    "customers.OwnerSpell",
    "customers.CustomerTag",
    "customers.MatchKey",
    "customers.Pair",
)


def dependents(run: RunFacts, *, by: Actor) -> Sequence[Text]:
    """Return what came later and stands on the run's orders or customers; raises UnderHold."""
    customers.require_unheld(run.run_id, also=memory.touched(run.run_id), by=by)
    own_orders = order_reads.orders(by).filter(import_run_id=run.run_id)
    return [
        *(said(label, n, WORDS) for label, n in standing_on(own_orders, run_id=run.run_id, ignored=_OWN_PARTS)),
        *customer_dependents(run, by=by),
    ]


def customer_dependents(run: RunFacts, *, by: Actor) -> list[Text]:
    """Return what stands on the customers the run brought."""
    own = customer_reads.seen(by).filter(import_run_id=run.run_id)
    found = standing_on(own, run_id=run.run_id, ignored=_OWN_PARTS)
    edited = own.filter(version__gt=1).count()
    return [said(label, n, WORDS) for label, n in (*found, *([("edited", edited)] if edited else []))]


def undo(cursor: int, run: RunFacts, *, by: Actor, at: datetime) -> Step:
    """Take back a piece: the cursor tells which stage is under way."""
    if cursor < REMOVED:
        return _remove(run, by=by, at=at)
    if cursor < RESTORED:
        return _restore(cursor, run, by=by, at=at)
    if cursor < WITHDRAWN:
        return _withdraw(cursor, run, by=by, at=at)
    return _sweep(cursor, run, by=by, at=at)


def _remove(run: RunFacts, *, by: Actor, at: datetime) -> Step:
    gone = orders.remove_import(run.run_id, by=by, at=at)
    counts = {
        "undone.orders": gone.orders,
        "undone.order_lines": gone.order_lines,
        "undone.returns": gone.returns,
        "undone.return_lines": gone.return_lines,
    }
    return Step(REMOVED, Counter(counts))


def _restore(cursor: int, run: RunFacts, *, by: Actor, at: datetime) -> Step:
    """Put replaced documents back as they were."""
    changes = memory.changes_after(run.run_id, cursor - REMOVED, limit=_BATCH)
    if not changes:
        return Step(RESTORED, Counter())
    old_orders = [_order(before) for _, kind, _, before in changes if kind == "order"]
    old_returns = [_return(before) for _, kind, _, before in changes if kind == "return"]
    if old_orders:
        orders.record_many(old_orders, on_difference=OnDifference.UPDATE, by=by, at=at)
    if old_returns:
        orders.record_returns_many(old_returns, on_difference=OnDifference.UPDATE, by=by, at=at)
    return Step(changes[-1][0] + REMOVED, Counter({"undone.restored": len(changes)}))


def _order(before: Mapping[str, Any]) -> NewOrder:
    facts = dict(before) | {"lines": tuple(NewLine(**line) for line in before["lines"])}
    facts |= {"placed_at": datetime.fromisoformat(before["placed_at"]), "status": Status(before["status"])}
    return NewOrder(**facts)


def _return(before: Mapping[str, Any]) -> NewReturn:
    facts = dict(before) | {"lines": tuple(NewLine(**line) for line in before["lines"])}
    return NewReturn(**facts | {"returned_at": datetime.fromisoformat(before["returned_at"])})


def _withdraw(cursor: int, run: RunFacts, *, by: Actor, at: datetime) -> Step:
    """Take the run's customers away, some hundred at a time, then its products and timeline entries."""
    gone = customers.withdraw_run(run.run_id, by=by, at=at)
    if gone.deleted or gone.restored or gone.kept:
        counts = {"undone.customers": gone.deleted, "undone.fields": gone.restored, "undone.kept_fields": gone.kept}
        return Step(cursor + 1, Counter(counts))
    removed, kept = catalog.remove_import(run.run_id, by=by, at=at)
    timeline.withdraw_run(run.run_id)
    return Step(WITHDRAWN, Counter({"undone.products": removed, "undone.kept_products": len(kept)}))


def _sweep(cursor: int, run: RunFacts, *, by: Actor, at: datetime) -> Step:
    """Judge the customers that stay."""
    ids = memory.touched_after(run.run_id, cursor - WITHDRAWN, limit=finishing.BATCH)
    if not ids:
        return Step(None, Counter())
    staying = sorted(customer_reads.visible_ids(by, ids))
    if staying:
        finishing.refresh(staying, run, by=by, at=at)
    return Step(WITHDRAWN + ids[-1], Counter())
