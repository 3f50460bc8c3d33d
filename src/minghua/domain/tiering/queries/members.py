"""One member: where they stand at any instant, why, how far it is on, the lines behind it, and what would happen if."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering.models import Correction, GrantEnd, LevelGrant, ScoreEntry
from minghua.domain.tiering.queries import plans, reasons
from minghua.domain.tiering.queries.ledgers import Story, stories
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.rules import earning, progress
from minghua.domain.tiering.types import (
    CorrectionRow,
    EntryRow,
    Event,
    GrantShown,
    Kind,
    MemberSheet,
    ProgrammeSpec,
    Standing,
    WhatIf,
)
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

_ENTRY = (
    "id", "kind", "name", "amount", "event_at", "counts_at", "recorded_at", "source", "key", "rule", "reverses_id", "inputs",
)  # fmt: skip


def membership(viewer: Actor, programme: str, customer_id: int, *, at: datetime) -> MemberSheet | None:
    """Return where a member stands at that instant, folded from what happened by then; None for who is no member."""
    require(viewer, "tiering.view")
    customer_reads.require_seen(viewer, customer_id)
    plan = plans.plan(programme)
    story = stories(plan.id, [customer_id]).get(customer_id)
    return None if story is None else _sheet(plan, customer_id, story, at=at)


def memberships_of(viewer: Actor, customer_id: int, *, at: datetime) -> list[MemberSheet]:
    """Return where a customer stands in every programme that runs and knows them."""
    require(viewer, "tiering.view")
    customer_reads.require_seen(viewer, customer_id)
    sheets = []
    for plan in plans.running():
        story = stories(plan.id, [customer_id]).get(customer_id)
        if story is not None and (sheet := _sheet(plan, customer_id, story, at=at)) is not None:
            sheets.append(sheet)
    return sheets


def level_of(viewer: Actor, programme: str, customer_id: int, *, at: datetime) -> str | None:
    """Return a member's level at an instant, None for who is no member."""
    sheet = membership(viewer, programme, customer_id, at=at)
    return None if sheet is None else sheet.level


def levels_at(programme: str, customer_ids: list[int], *, at: datetime) -> dict[int, str]:
    """Return customer id → level at an instant, for the rooms above (packs of benefits); at most 500 ids."""
    plan = plans.plan(programme)
    told = stories(plan.id, customer_ids)
    found = {pk: story.standing(plan.versions, until=at) for pk, story in told.items()}
    return {pk: standing.level for pk, standing in found.items() if standing is not None}


def levels_when(programme: str, asked: Mapping[int, Collection[datetime]]) -> dict[tuple[int, datetime], str]:
    """Return (customer id, instant) → level then, for the rooms above (points); at most 500 customers."""
    plan = plans.plan(programme)
    told = stories(plan.id, list(asked))
    found = {}
    for pk, instants in asked.items():
        for at in instants if pk in told else ():
            standing = told[pk].standing(plan.versions, until=at)
            if standing is not None:
                found[pk, at] = standing.level
    return found


def statement(
    viewer: Actor, programme: str, customer_id: int, *, before_id: int | None = None, limit: int = 50
) -> list[EntryRow]:
    """Return the lines of a member's ledger, the latest recorded first, from before an id on."""
    require(viewer, "tiering.view")
    customer_reads.require_seen(viewer, customer_id)
    rows = ScoreEntry.objects.filter(programme_id=plans.plan(programme).id, customer_id=customer_id)
    rows = visible(rows if before_id is None else rows.filter(pk__lt=before_id), viewer)
    return [EntryRow(*row) for row in rows.order_by("-pk").values_list(*_ENTRY)[:limit]]


def corrections(
    viewer: Actor, programme: str, *, customer_id: int | None = None, before_id: int | None = None, limit: int = 50
) -> list[CorrectionRow]:
    """Return what had been told otherwise, the latest first."""
    require(viewer, "tiering.view")
    rows = visible(Correction.objects.filter(programme_id=plans.plan(programme).id), viewer)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    columns = ("id", "customer_id", "since", "level_told", "level_true", "recorded_at", "by_name")
    return [CorrectionRow(*row) for row in rows.order_by("-pk").values_list(*columns)[:limit]]


def what_if(
    viewer: Actor, programme: str, customer_id: int, *, order_minor: int = 0, refund_minor: int = 0, at: datetime
) -> WhatIf:
    """Return where a member would stand after an order of that amount now, or after a refund of their last orders; nothing is kept."""
    require(viewer, "tiering.view")
    customer_reads.require_seen(viewer, customer_id)
    plan = plans.plan(programme)
    story = stories(plan.id, [customer_id]).get(customer_id, Story("person"))
    before = _sheet(plan, customer_id, story, at=at) if story.events or story.granted_at else None
    level = plan.versions[0].spec.levels[0].code if before is None else before.level
    more = _order(plan, level, order_minor, at=at) + _refund(plan, story, refund_minor, at=at)
    changed = story._replace(events=(*story.events, *more))
    after = _sheet(plan, customer_id, changed, at=at) if changed.events or changed.granted_at else None
    return WhatIf(before, after, sum(event.amount for event in more))


def _order(plan: Plan, level: str, minor: int, *, at: datetime) -> list[Event]:
    spec = plan.spec_on(local_date(at, plan.versions[0].spec.tz))
    earned = [earning.for_order(rule, paid_minor=minor) for rule in earning.rules_of(spec, "order", level=level)]
    return [Event(at, f"~order:{each.rule}", Kind.SCORE, each.points, "order") for each in earned if each.points > 0]


def _refund(plan: Plan, story: Story, minor: int, *, at: datetime) -> list[Event]:
    """The refund takes from the latest orders first, at the present rate."""
    spec = plan.spec_on(local_date(at, plan.versions[0].spec.tz))
    rules = [rule for rule in spec.earning if rule.kind == "order"]
    left = earning.for_order(rules[0], paid_minor=minor).points if rules else minor
    taken: list[Event] = []
    reversed_by: dict[str, int] = {}
    for event in story.events:
        if event.reverses:
            reversed_by[event.reverses] = reversed_by.get(event.reverses, 0) + event.amount
    for event in sorted(story.events, key=lambda each: each.at, reverse=True):
        if event.name != "order" or event.reverses or left <= 0:
            continue
        points = min(left, event.amount + reversed_by.get(event.key, 0))
        if points > 0:
            taken.append(Event(at, f"~refund:{event.key}", Kind.SCORE, -points, "order", reverses=event.key))
            left -= points
    return taken


def _sheet(plan: Plan, customer_id: int, story: Story, *, at: datetime) -> MemberSheet | None:
    standing = story.standing(plan.versions, until=at)
    if standing is None:
        return None
    specs = {version.number: version.spec for version in plan.versions}
    spec = specs[standing.version]
    level = spec.levels[spec.rank(standing.level) or 0]
    told = tuple((each.at, reasons.said(each, specs[each.version])) for each in standing.trace)
    grants = _grants(plan, customer_id, spec)
    return MemberSheet(
        programme=plan.code,
        programme_name=spec.name,
        customer_id=customer_id,
        at=at,
        level=standing.level,
        level_name=level.name,
        automatic=standing.automatic,
        granted=standing.granted,
        score=standing.score,
        parts=standing.parts,
        valid_from=standing.valid_from,
        last_day=standing.last_day,
        watch=standing.watch,
        version=standing.version,
        progress=progress.progress(spec, standing),
        why=_why(standing, told, grants, at=local_date(at, spec.tz)),
        trace=told,
        spans=standing.spans,
        benefits=level.benefits,
        grants=grants,
    )


def _why(
    standing: Standing, told: tuple[tuple[datetime, Text], ...], grants: tuple[GrantShown, ...], *, at: date
) -> Text:
    """Why the level is what it is: the grant by hand that holds it, or the last decision."""
    if standing.granted:
        grant = next((each for each in reversed(grants) if each.from_on <= at < each.until_on), None)
        if grant is not None:
            return Text(
                f"人工授予「{grant.level_name.zh}」，至 {grant.until_on} 前：{grant.reason}。",
                f"{grant.level_name.en} was given by hand until before {grant.until_on}: {grant.reason}.",
            )
    return told[-1][1] if told else Text("", "")


def _grants(plan: Plan, customer_id: int, spec: ProgrammeSpec) -> tuple[GrantShown, ...]:
    names = {level.code: level.name for level in spec.levels}
    rows = list(
        LevelGrant.objects.filter(programme_id=plan.id, customer_id=customer_id)
        .select_related("granted_by")
        .order_by("granted_at", "pk")
    )
    ends = dict(GrantEnd.objects.filter(grant__in=rows).values_list("grant_id", "on"))
    return tuple(
        GrantShown(
            row.pk, row.level, names.get(row.level, Text(row.level, row.level)), row.mode, row.from_on,
            min(row.until_on, ends.get(row.pk, row.until_on)), row.reason, row.granted_by.name if row.granted_by else "",
            row.pk in ends,
        )
        for row in rows
    )  # fmt: skip
