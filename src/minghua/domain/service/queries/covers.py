"""What a unit is entitled to on a day: the terms of its day of sale, its cards, the days it could not be used."""

from collections.abc import Iterator
from datetime import date

from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.catalog.types import Scope, UnitCard
from minghua.domain.service.models import Card, OutOfUse
from minghua.domain.service.rules import entitlements as rules
from minghua.domain.service.types.entitlements import CardFacts, CardState, Cover, SaleFacts
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import Period


def cover_of(viewer: Actor, unit_id: int, *, on: date, scope: Scope = Scope.VISIT) -> Cover:
    """Return whether a repair of the unit is free on that day, by what, and every step of why; raises NotFound."""
    require(viewer, "service.view")
    return judged(viewer, catalog_reads.unit(viewer, unit_id), on=on, scope=scope)


def judged(viewer: Actor, unit: UnitCard, *, on: date, scope: Scope = Scope.VISIT) -> Cover:
    """Return the cover of a unit that was read already."""
    sale = SaleFacts(
        sku=unit.sku, shelf=unit.shelf, purchased_on=unit.purchased_on, installed_on=unit.installed_on,
        units=unit.sold_together, line=unit.evidence,
    )  # fmt: skip
    sold_on = unit.purchased_on or unit.installed_on
    terms = catalog_reads.terms_of(viewer, sold_on=sold_on) if sold_on else []
    cards, pauses = list(_cards(unit.id)), list(_pauses(unit.id, on=on))
    every = (rules.judge(each, sale, unit_id=unit.id, cards=cards, pauses=pauses) for each in terms)
    return rules.cover(every, scope=scope, on=on)


def _cards(unit_id: int) -> Iterator[CardFacts]:
    rows = Card.objects.filter(unit_id=unit_id).order_by("pk")
    for code, state, confirmed_at, evidence in rows.values_list("code", "state", "confirmed_at", "evidence"):
        yield CardFacts(code, unit_id, CardState(state), confirmed_at is not None, evidence)


def _pauses(unit_id: int, *, on: date) -> Iterator[Period]:
    for start, end in OutOfUse.objects.filter(unit_id=unit_id).values_list("from_on", "until_on"):
        yield Period(start, max(start, end or on))
