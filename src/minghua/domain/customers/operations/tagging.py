"""Tags put on customers by hand (R12.2)."""

from collections.abc import Sequence
from datetime import datetime

from minghua.domain.customers.models import CustomerTag, Tag
from minghua.domain.customers.operations import holding
from minghua.domain.customers.queries import rows
from minghua.foundation.audit import operations as audit
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.storage import rows as straight
from minghua.foundation.storage.among import among
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.timeline.operations import NewEntry
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

COLOURS = ("grey", "teal", "red", "amber", "green", "blue", "violet", "pink")
_LONGEST = 40


class TagsClosed(Refusal):
    """New tags are made by whoever may edit parameters."""

    code = "tags_closed"
    status = 403
    text = Text(
        "没有标签「{name}」，新标签由管理员建立。", "There is no tag “{name}”; new ones are made by an administrator."
    )
    remedy = Text("请选用已有的标签，或请管理员新建。", "Choose one that exists, or ask an administrator.")


def plain_name(name: str) -> str:
    """Return the name of a tag without needless blanks; raises Invalid."""
    plain = " ".join(name.split())
    if not 0 < len(plain) <= _LONGEST:
        raise Invalid("请填写标签名（最多 40 字）。", "Give the tag a name of at most 40 characters.", field="name")
    return plain


def _may_make(by: Actor, *, at: datetime) -> bool:
    return by.may("parameters.edit") or bool(parameters.value("tags.open", on=local_date(at)))


def save_tag(name: str, *, colour: str = "grey", group: str = "", by: Actor, at: datetime) -> int:
    """Return the id of the tag of that name, made if there is none yet; raises Invalid."""
    require(by, "customers.tag")
    plain = plain_name(name)
    if colour not in COLOURS:
        raise Invalid("没有这种颜色。", "There is no such colour.", field="colour")
    if not _may_make(by, at=at) and not Tag.objects.filter(name=plain).exists():
        raise TagsClosed(field="name", name=plain)
    defaults = {"colour": colour, "group": " ".join(group.split())[:_LONGEST]}
    found, made = Tag.objects.get_or_create(name=plain, defaults=defaults)
    if made:
        audit.record("tag.created", "customers.Tag", found.pk, {"name": plain}, by=by, at=at)
    return found.pk


def tag(customer_id: int, *, name: str, by: Actor, at: datetime) -> int:
    """Put a tag on a customer (making the tag if new) and return the tag's id; twice is once."""
    require(by, "customers.tag")
    holding.changeable(by, customer_id)
    tag_id = save_tag(name, by=by, at=at)
    put_on([customer_id], tag_id=tag_id, by=by, at=at)
    return tag_id


def untag(customer_id: int, *, tag_id: int, by: Actor, at: datetime) -> None:
    """Take a tag off a customer; raises NotFound if it is not there."""
    require(by, "customers.tag")
    holding.changeable(by, customer_id)
    if not take_off([customer_id], tag_id=tag_id, by=by, at=at):
        raise NotFound(field="tag_id")


def put_on(customer_ids: Sequence[int], *, tag_id: int, by: Actor, at: datetime) -> list[int]:
    """Tag customers the caller may change and return those that had not worn the tag."""
    wearing = CustomerTag.objects.filter(among("customer_id", customer_ids), tag_id=tag_id)
    worn = set(wearing.values_list("customer_id", flat=True))
    fresh = [customer_id for customer_id in customer_ids if customer_id not in worn]
    put = straight.moment(at)
    tied = [(customer_id, tag_id, by.user_id, put) for customer_id in fresh]
    straight.insert_unknown(CustomerTag, ("customer_id", "tag_id", "by_id", "at"), tied)
    _tell("tagged", fresh, tag_id, by=by, at=at)
    return fresh


def take_off(customer_ids: Sequence[int], *, tag_id: int, by: Actor, at: datetime) -> int:
    """Untag customers the caller may change and return how many wore the tag."""
    gone, _ = CustomerTag.objects.filter(tag_id=tag_id, customer_id__in=customer_ids).delete()
    if gone:
        _tell("untagged", customer_ids, tag_id, by=by, at=at)
    return gone


def _tell(event: str, customer_ids: Sequence[int], tag_id: int, *, by: Actor, at: datetime) -> None:
    if not customer_ids:
        return
    name = Tag.objects.values_list("name", flat=True).get(pk=tag_id)
    told = {"event": event, "name": name}
    timeline.post_many((NewEntry(i, "tag", at, told) for i in customer_ids), by=by)
    audit.record(
        f"customer.{event}", rows.SUBJECT, customer_ids[0], {"tag": name, "ids": list(customer_ids)}, by=by, at=at
    )
