"""A key customer falls: whoever looks after them hears of it at once (R14.9)."""

from collections.abc import Mapping
from datetime import datetime

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering.models import Membership
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.types import Standing
from minghua.foundation.notices import operations as notices
from minghua.foundation.notices.types import Letter
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

KIND = "levels.fell"


def tell_of_falls(
    plan: Plan, standings: Mapping[int, Standing], known: Mapping[int, Membership], *, by: Actor, at: datetime
) -> None:
    """Tell the owner of each member who left one of the highest levels for a lower one, once for each fall."""
    fell = {pk: standing for pk, standing in standings.items() if pk in known and _fell(plan, known[pk], standing, at)}
    if not fell:
        return
    owners = customer_reads.seen(SYSTEM).filter(pk__in=fell, owner__isnull=False).values_list("pk", "owner_id")
    named = customer_reads.names(SYSTEM, list(fell))
    letters = [
        _letter(plan, pk, named.get(pk, ""), known[pk].level, fell[pk], owner_id)
        for pk, owner_id in owners
        if owner_id is not None
    ]
    notices.send_many(letters, by=by, at=at)


def _fell(plan: Plan, was: Membership, now: Standing, at: datetime) -> bool:
    """Was the member on one of the highest levels, and is the level now a lower one of the same programme?"""
    spec = next(each for each in plan.versions if each.number == now.version).spec
    before, after = spec.rank(was.level), spec.rank(now.level)
    if before is None or after is None or after >= before:
        return False
    highest = parameters.value("tiering.key_levels", on=local_date(at))
    return 0 < before >= len(spec.levels) - int(highest)


def _letter(plan: Plan, customer_id: int, name: str, before: str, now: Standing, owner_id: int) -> Letter:
    levels = {level.code: level.name for version in plan.versions for level in version.spec.levels}
    was, after, programme = levels[before], levels[now.level], plan.versions[-1].spec.name
    return Letter(
        (owner_id,),
        KIND,
        Text(
            f"重点客户 {name} 由「{was.zh}」降为「{after.zh}」",
            f"Key customer {name} fell from {was.en} to {after.en}",
        ),
        Text(
            f"{programme.zh}：请尽快联系，说明原因与回升办法。",
            f"{programme.en}: get in touch, say why and how to come back.",
        ),
        link=f"/customers/{customer_id}",
        about=("customers.Customer", customer_id),
        key=f"fell:{plan.code}:{customer_id}:{now.spans[-1].from_at.isoformat()}",
    )
