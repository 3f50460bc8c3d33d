"""Acts on many customers at once, each with a token that buys its counter-entry."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from minghua.domain.customers.models import BulkAct, Customer
from minghua.domain.customers.operations import hands, holding, passing, tag_keeping, tagging
from minghua.domain.customers.queries import rows
from minghua.domain.customers.types.parties import BulkResult
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.storage.among import among
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.ids import hex_id
from minghua.kernel.words import Text

MOST = 1_000
Argument = dict[str, Any]
Done = tuple[list[dict[str, Any]], dict[int, str]]


class UndoneAlready(Refusal):
    """The token was used."""

    code = "undone_already"
    status = 409
    text = Text("该批量操作已撤销。", "That bulk act has been undone already.")
    remedy = Text("无需再次撤销。", "There is nothing left to undo.")


def bulk_assign(customer_ids: Sequence[int], *, owner_id: int, note: str = "", by: Actor, at: datetime) -> BulkResult:
    """Give many customers to one colleague; rows out of reach are refused one by one, the rest happens."""
    return _whole("assign", customer_ids, {"owner_id": owner_id, "note": note}, by=by, at=at)


def bulk_tag(customer_ids: Sequence[int], *, name: str, by: Actor, at: datetime) -> BulkResult:
    """Put one tag on many customers; those that wear it already stay as they are."""
    return _whole("tag", customer_ids, {"name": name}, by=by, at=at)


def _whole(verb: str, customer_ids: Sequence[int], argument: Argument, *, by: Actor, at: datetime) -> BulkResult:
    before, refused = do(verb, customer_ids, argument, by=by, at=at)
    return BulkResult(len(before), refused, _remember(verb, before, by=by, at=at))


def do(verb: str, customer_ids: Sequence[int], argument: Argument, *, by: Actor, at: datetime) -> Done:
    """Do the act on these customers; return what each changed one was like before, and who was refused and why."""
    return _DOERS[verb](customer_ids, argument, by, at)


def _assign(customer_ids: Sequence[int], argument: Argument, by: Actor, at: datetime) -> Done:
    require(by, "customers.assign")
    owner_id = argument["owner_id"]
    new = hands.of_person(by, owner_id)
    found, refused = _changeable(customer_ids, by=by)
    moving = [customer for customer in found if customer.owner_id != owner_id]
    before = [{"id": c.pk, "owner": c.owner_id, "team": c.team_id, "pool": c.pool_id, "to": owner_id} for c in moving]
    if moving:
        passing.pass_on(moving, new, reason="assigned", note=argument.get("note", ""), by=by, at=at)
    return before, refused


def _tag(customer_ids: Sequence[int], argument: Argument, by: Actor, at: datetime) -> Done:
    require(by, "customers.tag")
    holding.hold(customer_ids)
    reach, refused = _reached(customer_ids, by=by)
    tag_id = tagging.save_tag(argument["name"], by=by, at=at)
    fresh = tagging.put_on(list(reach.order_by("pk").values_list("pk", flat=True)), tag_id=tag_id, by=by, at=at)
    return [{"id": customer_id, "tag": tag_id} for customer_id in fresh], refused


def undo_bulk(token: str, *, by: Actor, at: datetime) -> int:
    """Undo one's own bulk act by counter-entries and return how many; what moved on since then stays.

    Raises NotFound for a foreign token, UndoneAlready for a used one.
    """
    require(by, "customers.view")
    act = BulkAct.objects.filter(token=token, by_id=by.user_id).first()
    if act is None or act.ids:
        raise NotFound(field="token")
    if not BulkAct.objects.filter(pk=act.pk, undone_at__isnull=True).update(undone_at=at):
        raise UndoneAlready(field="token")
    undone = put_back(act.verb, act.before, by=by, at=at)
    audit.record("customers.bulk_undone", "customers.BulkAct", act.pk, {"verb": act.verb, "rows": undone}, by=by, at=at)
    return undone


def put_back(verb: str, before: list[dict[str, Any]], *, by: Actor, at: datetime) -> int:
    """Put these rows back by counter-entries; return how many, what moved on since then stays."""
    return _UNDOERS[verb](before, by, at)


def _undo_assign(before: list[dict[str, Any]], by: Actor, at: datetime) -> int:
    require(by, "customers.assign")
    old = {row["id"]: row for row in before}
    groups: dict[hands.Hands, list[Customer]] = {}
    for customer in Customer.objects.filter(pk__in=old).select_for_update():
        was = old[customer.pk]
        if customer.owner_id == was["to"]:
            groups.setdefault(hands.Hands(was["owner"], was["team"], was["pool"]), []).append(customer)
    for was_in, customers in groups.items():
        passing.pass_on(customers, was_in, reason="undone", by=by, at=at)
    return sum(len(customers) for customers in groups.values())


def _undo_tag(before: list[dict[str, Any]], by: Actor, at: datetime) -> int:
    require(by, "customers.tag")
    tags = {row["tag"] for row in before}
    return sum(
        tagging.take_off([row["id"] for row in before if row["tag"] == tag_id], tag_id=tag_id, by=by, at=at)
        for tag_id in tags
    )


_DOERS = {"assign": _assign, "tag": _tag}
_UNDOERS = {"assign": _undo_assign, "tag": _undo_tag, "merge_tag": tag_keeping.undo_merge_tag}


def _changeable(customer_ids: Sequence[int], *, by: Actor) -> tuple[list[Customer], dict[int, str]]:
    reach, refused = _reached(customer_ids, by=by)
    held = list(Customer.objects.filter(pk__in=reach.values("pk")).select_for_update().order_by("pk"))
    still = set(
        reach.values_list("pk", flat=True)
    )  # whoever was merged or passed on while we waited is out of reach now
    gone = {customer.pk: "not_found" for customer in held if customer.pk not in still}
    return [customer for customer in held if customer.pk in still], refused | gone


def _reached(customer_ids: Sequence[int], *, by: Actor) -> tuple["QuerySet[Customer]", dict[int, str]]:
    """Those of the customers that the actor may change, and why the others are refused."""
    ids = list(dict.fromkeys(customer_ids))
    if len(ids) > MOST:
        raise Invalid(f"一次最多处理 {MOST} 位客户。", f"At most {MOST} customers at once.", field="ids")
    reach = visible(Customer.objects.all(), by, editing=True).filter(among("pk", ids))
    missing = set(ids) - set(reach.values_list("pk", flat=True))
    seen = set(rows.seen(by).filter(among("pk", missing)).values_list("pk", flat=True)) if missing else set()
    return reach, {i: "forbidden" if i in seen else "not_found" for i in ids if i in missing}


def _remember(verb: str, before: list[dict[str, Any]], *, by: Actor, at: datetime) -> str:
    if not before:
        return ""
    return BulkAct.objects.create(token=hex_id(), verb=verb, before=before, by_id=by.user_id, at=at).token
