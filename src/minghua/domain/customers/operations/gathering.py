"""Members that a file brings to many households at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from minghua.domain.customers.models import Customer, HouseholdMember
from minghua.domain.customers.operations import holding
from minghua.domain.customers.queries import rows, traits
from minghua.domain.customers.types.parties import NewMember
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.timeline.operations import NewEntry
from minghua.kernel.periods import local_date


def bring_members(told: Mapping[int, Sequence[NewMember]], *, run_id: int, by: Actor, at: datetime) -> frozenset[int]:
    """Add the members not there yet by name and return the households that changed; nobody is taken away.

    Households out of the actor's reach, and customers that are none, are passed over.
    """
    require(by, "customers.create")
    if not told:
        return frozenset()
    holding.hold(told)
    homes = visible(Customer.objects.filter(kind="household"), by, editing=True).filter(pk__in=told)
    known = set(homes.values_list("pk", flat=True))
    present = traits.members_of(Customer.objects.filter(pk__in=known).only("pk", "kind"))
    fresh = [
        HouseholdMember(
            household_id=pk,
            name=one.name,
            relation=one.relation,
            gender=one.gender,
            birthday=one.birthday,
            since_on=local_date(at),
            import_run_id=run_id,
        )
        for pk in sorted(known)
        for one in told[pk]
        if one.name not in present.get(pk, ())
    ]
    HouseholdMember.objects.bulk_create(fresh, batch_size=500)
    entries = (NewEntry(one.household_id, "change", at, {"event": "member_added", "name": one.name}) for one in fresh)
    timeline.post_many(entries, run_id=run_id, by=by)
    changed = frozenset(one.household_id for one in fresh)
    if fresh:
        data = {"households": len(changed), "members": len(fresh), "run": run_id}
        audit.record("household.members_brought", rows.SUBJECT, "many", data, by=by, at=at)
    return changed


def take_members_back(run_id: int, *, by: Actor) -> int:
    """Remove the members a run brought to households that stay; return how many."""
    require(by, "imports.undo")
    gone, _kinds = HouseholdMember.objects.filter(import_run_id=run_id).delete()
    return gone
