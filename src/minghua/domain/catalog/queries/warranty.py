"""Reads of warranty terms: every version, and those a day of sale falls under."""

from datetime import date

from minghua.domain.catalog.models import WarrantyTerms
from minghua.domain.catalog.rules import warranty as rules
from minghua.domain.catalog.types.warranty import Anchor, Needs, Payer, Scope, Source, Terms
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.words import Text


def terms(viewer: Actor) -> list[Terms]:
    """Return every version of every rule, by code, the latest first."""
    require(viewer, "service.view")
    return [_terms(row) for row in visible(WarrantyTerms.objects.order_by("code", "-version"), viewer)]


def terms_of(viewer: Actor, *, sold_on: date) -> list[Terms]:
    """Return the versions that a sale of that day falls under, one per code."""
    return rules.in_force(terms(viewer), sold_on=sold_on)


def latest(code: str) -> Terms | None:
    """Return the latest version of a rule; None when there is none."""
    row = WarrantyTerms.objects.filter(code=code).order_by("-version").first()
    return None if row is None else _terms(row)


def _terms(row: WarrantyTerms) -> Terms:
    return Terms(
        code=row.code, version=row.version, name=Text(row.name_zh, row.name_en), source=Source(row.source),
        scope=Scope(row.scope), anchor=Anchor(row.anchor), months=row.months, payer=Payer(row.payer),
        sold_from=row.sold_from, sold_until=row.sold_until, skus=frozenset(row.skus), shelves=frozenset(row.shelves),
        needs=Needs(row.needs), at_least_units=row.at_least_units, gives_card=row.gives_card,
    )  # fmt: skip
