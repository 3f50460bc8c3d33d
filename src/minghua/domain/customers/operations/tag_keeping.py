"""Looking after the tags themselves: renamed, coloured, grouped, merged with a way back, deleted when nobody wears them."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from minghua.domain.customers.models import BulkAct, CustomerTag, Tag
from minghua.domain.customers.operations.tagging import COLOURS, plain_name
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.ids import hex_id
from minghua.kernel.words import Text

SUBJECT = "customers.Tag"
LONGEST_GROUP = 40
MOST = 100_000
_BATCH = 500


class TagNameTaken(Refusal):
    """Another tag is called that."""

    code = "tag_name_taken"
    status = 409
    text = Text("已有标签「{name}」。", "There is a tag “{name}” already.")
    remedy = Text("请换一个名称，或把两个标签合并。", "Choose another name, or merge the two.")


class TagInUse(Refusal):
    """Customers wear the tag."""

    code = "tag_in_use"
    status = 409
    text = Text("「{name}」正用在 {number} 位客户身上，不能删除。", "“{name}” is worn by {number} customers and stays.")
    remedy = Text("可以并入另一个标签。", "Merge it into another tag.")


def change_tag(tag_id: int, *, name: str, colour: str, group: str, by: Actor, at: datetime) -> None:
    """Rename, colour and group a tag; raises NotFound, Invalid, TagNameTaken."""
    require(by, "parameters.edit")
    row = _row(tag_id)
    before = {"name": row.name, "colour": row.colour, "group": row.group}
    if colour not in COLOURS:
        raise Invalid("没有这种颜色。", "There is no such colour.", field="colour")
    row.name, row.colour, row.group = plain_name(name), colour, " ".join(group.split())[:LONGEST_GROUP]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise TagNameTaken(field="name", name=row.name) from None
    after = {"name": row.name, "colour": row.colour, "group": row.group}
    audit.record("tag.changed", SUBJECT, tag_id, {"before": before, "after": after}, by=by, at=at)


def merge_tag(tag_id: int, *, into: int, by: Actor, at: datetime) -> str:
    """Put everybody who wears one tag into another, remove the first, and return the token that undoes it.

    Raises NotFound, Invalid for a tag into itself or too many customers at once.
    """
    require(by, "parameters.edit")
    row, other = _row(tag_id), _row(into, field="into")
    ties = CustomerTag.objects.filter(tag=row)
    if row.pk == other.pk or ties.count() > MOST:
        raise Invalid(
            f"请选择另一个标签；一次最多合并 {MOST} 位客户。",
            f"Choose another tag; at most {MOST} customers.",
            field="into",
        )
    worn = list(ties.values_list("customer_id", "by_id", "at"))
    both = set(CustomerTag.objects.filter(tag=other).values_list("customer_id", flat=True))
    moved = [customer_id for customer_id, _, _ in worn if customer_id not in both]
    ties.filter(customer_id__in=CustomerTag.objects.filter(tag=other).values("customer_id")).delete()
    ties.update(tag=other)
    row.delete()
    before = {
        "name": row.name, "colour": row.colour, "group": row.group, "into": other.pk, "moved": moved,
        "ids": [customer_id for customer_id, _, _ in worn],
    }  # fmt: skip
    act = BulkAct.objects.create(token=hex_id(), verb="merge_tag", before=[before], by_id=by.user_id, at=at)
    audit.record(
        "tag.merged", SUBJECT, other.pk, {"from": row.name, "into": other.name, "customers": len(worn)}, by=by, at=at
    )
    return act.token


def undo_merge_tag(before: list[dict[str, Any]], by: Actor, at: datetime) -> int:
    """Give the first tag back to those who wore it, and take the second off those who only got it so."""
    require(by, "parameters.edit")
    for was in before:
        tag, _ = Tag.objects.get_or_create(name=was["name"], defaults={"colour": was["colour"], "group": was["group"]})
        ids, moved = was["ids"], was["moved"]
        for start in range(0, len(ids), _BATCH):
            ties = [CustomerTag(customer_id=i, tag=tag, by_id=by.user_id, at=at) for i in ids[start : start + _BATCH]]
            CustomerTag.objects.bulk_create(ties, ignore_conflicts=True)
        for start in range(0, len(moved), _BATCH):
            CustomerTag.objects.filter(tag_id=was["into"], customer_id__in=moved[start : start + _BATCH]).delete()
    return sum(len(was["ids"]) for was in before)


def delete_tag(tag_id: int, *, by: Actor, at: datetime) -> None:
    """Delete a tag that nobody wears; raises NotFound, TagInUse."""
    require(by, "parameters.edit")
    row = _row(tag_id)
    worn = CustomerTag.objects.filter(tag=row).count()
    if worn:
        raise TagInUse(field="tag_id", name=row.name, number=worn)
    row.delete()
    audit.record("tag.deleted", SUBJECT, tag_id, {"name": row.name}, by=by, at=at)


def _row(tag_id: int, *, field: str = "tag_id") -> Tag:
    row = Tag.objects.filter(pk=tag_id).first()
    if row is None:
        raise NotFound(field=field)
    return row
