"""Schemes as they are shown: the list, one of them with its grid of levels, and what a text would say."""

from datetime import date

from django.db.models import Count

from minghua.domain.loyalty.models import BenefitGrant, BenefitScheme, BenefitVersion
from minghua.domain.loyalty.queries import plans
from minghua.domain.loyalty.rules import scheme as rules
from minghua.domain.loyalty.types import SchemeInvalid, SchemeSpec
from minghua.domain.loyalty.types.shown import Examined, SchemeRow, SchemeSheet, VersionRow
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.words import Text


def schemes(viewer: Actor, *, on: date) -> list[SchemeRow]:
    """Return every scheme as it is on a day, with how much was given of it within reach; three queries."""
    require(viewer, "benefits.view")
    rows = list(visible(BenefitScheme.objects.all(), viewer).order_by("pk"))
    versions: dict[int, list[BenefitVersion]] = {}
    for version in BenefitVersion.objects.filter(scheme__in=rows).order_by("from_on"):
        versions.setdefault(version.scheme_id, []).append(version)
    counted = visible(BenefitGrant.objects.filter(scheme__in=rows), viewer).order_by()
    given = dict(counted.values_list("scheme_id").annotate(n=Count("pk")))
    return [_row(row, _in_force(versions[row.pk], on), given.get(row.pk, 0)) for row in rows]


def scheme(viewer: Actor, code: str, *, on: date) -> SchemeSheet:
    """Return one scheme with its text, the levels of its programme and its versions; raises NotFound."""
    require(viewer, "benefits.view")
    row = visible(BenefitScheme.objects.filter(code=code), viewer).first()
    if row is None:
        raise NotFound(field="scheme")
    versions = list(BenefitVersion.objects.filter(scheme=row).select_related("published_by").order_by("from_on"))
    version = _in_force(versions, on)
    given = visible(BenefitGrant.objects.filter(scheme=row), viewer).count()
    told = tuple(
        VersionRow(each.number, each.from_on, each.published_at, each.published_by.name if each.published_by else "")
        for each in versions
    )
    levels = plans.levels_of(plans.programme_rules(row.programme, on=on))
    return SchemeSheet(_row(row, version, given), plans.specified(version.text), version.text, levels, told)


def examine(viewer: Actor, text: str, *, on: date) -> Examined:
    """Return what a text says, or every defect with its line and remedy; nothing is kept."""
    require(viewer, "benefits.manage")
    try:
        first = rules.from_text(text)
        levels = plans.levels_of(plans.programme_rules(first.programme, on=on))
        return Examined(rules.from_text(text, levels=[each.code for each in levels]), levels, ())
    except SchemeInvalid as refused:
        return Examined(None, (), refused.problems)


def presets(viewer: Actor) -> dict[str, SchemeSpec]:
    """Return code → the schemes that the product ships with and that are not installed."""
    require(viewer, "benefits.manage")
    installed = set(BenefitScheme.objects.values_list("code", flat=True))
    texts = {code: text for code, text in plans.preset_texts().items() if code not in installed}
    return {code: plans.specified(text) for code, text in texts.items()}


def _in_force(versions: list[BenefitVersion], on: date) -> BenefitVersion:
    return next((each for each in reversed(versions) if each.from_on <= on), versions[0])


def _row(row: BenefitScheme, version: BenefitVersion, grants: int) -> SchemeRow:
    spec = plans.specified(version.text)
    return SchemeRow(
        row.code, Text(row.name_zh, row.name_en), row.programme, version.number, version.from_on, len(spec.benefits),
        len(spec.packs), grants, row.stopped_at,
    )  # fmt: skip
