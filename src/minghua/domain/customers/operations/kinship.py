"""Relations between customers and members of households, each from one day until another (R01.3)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from minghua.domain.customers.models import HouseholdMember, Relation
from minghua.domain.customers.operations import holding, terms
from minghua.domain.customers.queries import rows
from minghua.domain.customers.rules import values
from minghua.domain.customers.types.parties import NewMember
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text


class AlreadyLinked(Refusal):
    """The same link exists."""

    code = "already_linked"
    status = 409
    text = Text("这种关系已经存在。", "This link exists already.")
    remedy = Text("无需重复添加。", "There is no need to add it again.")


def relate(
    customer_id: int,
    *,
    to_customer_id: int,
    kind: str,
    role: str = "",
    note: str = "",
    since_on: date | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Link two visible customers (a buying role: from the person to the organisation) and return the link's id."""
    require(by, "customers.edit")
    holding.changeable(by, customer_id, to_customer_id)
    rows.require_seen(by, to_customer_id, field="to_customer_id")
    _require_kind(kind, role, same=customer_id == to_customer_id)
    link = Relation(
        from_customer_id=customer_id,
        to_customer_id=to_customer_id,
        kind=kind,
        role=role,
        note=note.strip()[:200],
        since_on=since_on or local_date(at),
    )
    _insert(link)
    for here, there in ((customer_id, to_customer_id), (to_customer_id, customer_id)):
        data = {"event": "related", "kind": kind, "role": role, "customer_id": there}
        timeline.post(here, "change", at=at, data=data, by=by)
    told = {"to": to_customer_id, "kind": kind, "role": role, "relation": link.pk}
    audit.record("customer.related", rows.SUBJECT, customer_id, told, by=by, at=at)
    return link.pk


def unrelate(relation_id: int, *, until_on: date | None = None, by: Actor, at: datetime) -> None:
    """End a link on a day (excluded, today by default); it stays readable. Raises NotFound."""
    require(by, "customers.edit")
    named = Relation.objects.filter(pk=relation_id, until_on__isnull=True)
    holding.hold_of(named, "from_customer_id", "to_customer_id")
    link = named.first()
    if link is None or not rows.seen(by).filter(pk=link.from_customer_id).exists():
        raise NotFound(field="relation_id")
    holding.changeable(by, link.from_customer_id, link.to_customer_id)
    ended_on = until_on or local_date(at)
    named.update(until_on=ended_on)
    told = {"relation": relation_id, "kind": link.kind, "until": ended_on}
    timeline.post(link.from_customer_id, "change", at=at, data={"event": "unrelated", "kind": link.kind}, by=by)
    audit.record("customer.unrelated", rows.SUBJECT, link.from_customer_id, told, by=by, at=at)


def add_member(household_id: int, new: NewMember, *, by: Actor, at: datetime) -> int:
    """Add a person to a household from a day on and return the member's id; raises Invalid, NotFound."""
    require(by, "customers.edit")
    household = holding.changeable(by, household_id, new.person_id)
    if household.kind != "household":
        raise Invalid("只有家庭客户才有成员。", "Only households have members.", field="household_id")
    member = HouseholdMember(household_id=household_id, **_member_values(new, by=by, at=at))
    _insert(member)
    timeline.post(household_id, "change", at=at, data={"event": "member_added", "name": member.name}, by=by)
    audit.record("household.member_added", rows.SUBJECT, household_id, {"member": member.pk}, by=by, at=at)
    return member.pk


def end_member(member_id: int, *, until_on: date | None = None, by: Actor, at: datetime) -> None:
    """Let a member leave the household on a day (excluded, today by default); raises NotFound, Invalid."""
    require(by, "customers.edit")
    named = HouseholdMember.objects.filter(pk=member_id, until_on__isnull=True)
    holding.hold_of(named, "household_id", "person_id")
    member = named.first()
    if member is None or not rows.seen(by).filter(pk=member.household_id).exists():
        raise NotFound(field="member_id")
    holding.changeable(by, member.household_id, member.person_id)
    left_on = until_on or local_date(at)
    if member.since_on is not None and left_on < member.since_on:
        raise Invalid("离开日期早于加入日期。", "The last day lies before the first.", field="until_on")
    named.update(until_on=left_on)
    timeline.post(member.household_id, "change", at=at, data={"event": "member_left", "name": member.name}, by=by)
    told = {"member": member_id, "until": left_on}
    audit.record("household.member_left", rows.SUBJECT, member.household_id, told, by=by, at=at)


def _require_kind(kind: str, role: str, *, same: bool) -> None:
    if kind not in vocabularies.codes("customers.relation_kind"):
        raise Invalid("请选择关系类型。", "Choose a kind of relation.", field="kind")
    if kind == "buying_role" and role not in vocabularies.codes("customers.buying_role"):
        raise Invalid("请选择采购角色。", "Choose a buying role.", field="role")
    if same:
        raise Invalid("不能与自己建立关系。", "A customer cannot be related to itself.", field="to_customer_id")


def _member_values(new: NewMember, *, by: Actor, at: datetime) -> dict[str, object]:
    if new.person_id is not None:
        person = rows.one(by, new.person_id, field="person_id")
        if person.kind != "person":
            raise Invalid("家庭成员必须是个人。", "A member must be a person.", field="person_id")
    on, lookup = local_date(at), terms.lookup()

    def cleaned(path: str, raw: object) -> object:
        return values.clean(path, raw, kind="person", on=on, terms=lookup)

    if new.relation and new.relation not in vocabularies.codes("customers.family_relation"):
        raise Invalid("请选择家庭关系。", "Choose a family relation.", field="relation")
    return {
        "person_id": new.person_id,
        "name": cleaned("name", new.name),
        "relation": new.relation,
        "gender": cleaned("gender", new.gender),
        "birthday": cleaned("birthday", new.birthday),
        "note": new.note.strip()[:200],
        "since_on": new.since_on or on,
    }


def _insert(row: Relation | HouseholdMember) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyLinked(field="to_customer_id" if isinstance(row, Relation) else "person_id") from None
