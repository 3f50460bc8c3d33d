"""What happened to members as the fold wants it: events, grants and kind, some hundred members at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Min

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering.models import GrantEnd, LevelGrant, ScoreEntry
from minghua.domain.tiering.rules.fold import fold, next_counting
from minghua.domain.tiering.rules.forking import fold_both
from minghua.domain.tiering.types import Event, Grant, GrantMode, Kind, Standing, Version
from minghua.foundation.people.types import SYSTEM

BATCH = 500
_KINDS = {kind.value: kind for kind in Kind}


class Story(NamedTuple):
    """All that a member's level follows from."""

    kind: str
    events: tuple[Event, ...] = ()
    grants: tuple[Grant, ...] = ()
    granted_at: datetime | None = None

    def standing(self, versions: Iterable[Version], *, until: datetime) -> Standing | None:
        """Return where the member stands at an instant; what waits to count makes a day on which to look again."""
        rules = tuple(versions)
        found = fold(rules, self.events, until=until, joined_at=self.granted_at, kind=self.kind, grants=self.grants)
        waiting = next_counting(rules, self.events, after=until)
        if found is None or waiting is None:
            return found
        return replace(found, due_on=waiting if found.due_on is None else min(found.due_on, waiting))

    def standings(
        self, old: Sequence[Version], new: Sequence[Version], *, moments: Sequence[datetime]
    ) -> tuple[Sequence[Standing | None], Sequence[Standing | None]]:
        """Return where the member stands at ascending moments under the present rules (None without any) and the new."""
        if not old:
            return [None] * len(moments), [self.standing(new, until=moment) for moment in moments]
        return fold_both(
            old, new, self.events, moments=moments, joined_at=self.granted_at, kind=self.kind, grants=self.grants
        )


def stories(programme_id: int, customer_ids: Collection[int]) -> dict[int, Story]:
    """Return customer id → story in one programme, for those to whom something happened; four queries, at most 500 ids."""
    events = _events(programme_id, customer_ids)
    grants, granted = _grants(programme_id, customer_ids)
    ids = sorted({*events, *grants})
    kinds = kinds_of(ids)
    return {
        pk: Story(
            kinds.get(pk, "person"),
            tuple(events.get(pk, ())),
            tuple(grants.get(pk, ())),
            granted.get(pk),
        )
        for pk in ids
    }


def first_told(programme_id: int, customer_ids: Collection[int]) -> dict[int, datetime]:
    """Return customer → when the first of what happened to them was learned; at most 500 ids."""
    found: dict[int, datetime] = {}
    if customer_ids:
        for model, column in ((ScoreEntry, "recorded_at"), (LevelGrant, "granted_at")):
            rows = model.objects.filter(programme_id=programme_id, customer_id__in=customer_ids).order_by()
            for pk, at in rows.values("customer_id").annotate(first=Min(column)).values_list("customer_id", "first"):
                found[pk] = min(found.get(pk, at), at)
    return found


def kinds_of(customer_ids: Collection[int]) -> dict[int, str]:
    """Return customer id → the kind of member: enterprise or person."""
    if not customer_ids:
        return {}
    rows = customer_reads.seen(SYSTEM).filter(pk__in=customer_ids).values_list("pk", "kind")
    return {pk: "enterprise" if kind == "organization" else "person" for pk, kind in rows}


def event_of(row: ScoreEntry) -> Event:
    """Return a line of the ledger as the fold takes it."""
    return Event(
        row.counts_at, identity(row), Kind(row.kind), row.amount, row.name, row.scoring_on,
        identity(row.reverses) if row.reverses is not None else "", row.seq,
    )  # fmt: skip


def identity(row: ScoreEntry) -> str:
    """Return the business key of a line as one word."""
    return f"{row.source}:{row.key}:{row.rule}"


def _events(programme_id: int, ids: Collection[int]) -> dict[int, list[Event]]:
    found: defaultdict[int, list[Event]] = defaultdict(list)
    rows = ScoreEntry.objects.filter(programme_id=programme_id, customer_id__in=ids).order_by("counts_at", "pk")
    columns = (
        "customer_id", "counts_at", "source", "key", "rule", "kind", "amount", "name", "scoring_on", "reverses__source",
        "reverses__key", "reverses__rule", "seq",
    )  # fmt: skip
    for pk, at, source, key, rule, kind, amount, name, scoring, of, of_key, of_rule, seq in rows.values_list(*columns):
        reverses = "" if of is None else f"{of}:{of_key}:{of_rule}"
        found[pk].append(Event(at, f"{source}:{key}:{rule}", _KINDS[kind], amount, name, scoring, reverses, seq))
    return found


def _grants(programme_id: int, ids: Collection[int]) -> tuple[dict[int, list[Grant]], dict[int, datetime]]:
    rows = list(LevelGrant.objects.filter(programme_id=programme_id, customer_id__in=ids).order_by("granted_at", "pk"))
    ends = {end.grant_id: end.on for end in GrantEnd.objects.filter(grant_id__in=[row.pk for row in rows])}
    found: defaultdict[int, list[Grant]] = defaultdict(list)
    first: dict[int, datetime] = {}
    for row in rows:
        first.setdefault(row.customer_id, row.granted_at)
        if (grant := grant_of(row, ended_on=ends.get(row.pk))) is not None:
            found[row.customer_id].append(grant)
    return found, first


def grant_of(row: LevelGrant, *, ended_on: date | None) -> Grant | None:
    """Return a grant by hand as the fold takes it; None when it was ended before it began."""
    until = row.until_on if ended_on is None else min(row.until_on, ended_on)
    return Grant(row.level, GrantMode(row.mode), row.from_on, until, row.reason) if until > row.from_on else None
