"""Cleaning runs as people see them, and the set of customers a run looks at."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from minghua.domain.customers.models import CleaningChange, CleaningRun, Customer
from minghua.domain.customers.queries import cards, lists, register
from minghua.domain.customers.rules.masking import hidden, masked
from minghua.domain.customers.types.cleaning import ChangeRow, ChangeState, RunCard, RunState
from minghua.foundation.listing import coding
from minghua.foundation.listing.types import Spec
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page, decode_cursor, encode_cursor
from minghua.kernel.words import Text


def chosen(by: Actor, ask: Mapping[str, Any], *, on: date) -> "QuerySet[Customer]":
    """Return the open customers a filter keeps among those one may change; raises a Refusal about the filter."""
    wanted = coding.filter_from_json(ask.get("filter"), lists.fields_for(by))
    found = lists.chosen(by, Spec(wanted), on=on, text=str(ask.get("text", "")))
    return visible(found.filter(closed_at=None), by, editing=True)


def runs(viewer: Actor, *, cursor: str | None = None, limit: int = 30) -> Page[RunCard]:
    """Return the runs this person may see, newest first."""
    require(viewer, "customers.clean")
    found = visible(CleaningRun.objects.select_related("created_by"), viewer).order_by("-pk")
    if cursor:
        (before,) = decode_cursor(cursor, int)
        found = found.filter(pk__lt=before)
    rows = list(found[: limit + 1])
    following = encode_cursor((rows[limit - 1].pk,)) if len(rows) > limit else None
    return Page(tuple(_card(row) for row in rows[:limit]), following)


def run(viewer: Actor, run_id: int) -> RunCard:
    """Return one run; raises NotFound."""
    require(viewer, "customers.clean")
    found = visible(CleaningRun.objects.select_related("created_by"), viewer).filter(pk=run_id).first()
    if found is None:
        raise NotFound(field="run_id")
    return _card(found)


def changes(
    viewer: Actor, run_id: int, *, rule: str = "", state: str = "", cursor: str | None = None, limit: int = 50
) -> Page[ChangeRow]:
    """Return what a run proposes, in its order, of one rule or state if asked; raises NotFound."""
    run(viewer, run_id)
    found = (
        visible(CleaningChange.objects.filter(run_id=run_id), viewer).select_related("customer__pool").order_by("pk")
    )
    if rule:
        found = found.filter(rule=rule)
    if state:
        found = found.filter(state=state)
    if cursor:
        (after,) = decode_cursor(cursor, int)
        found = found.filter(pk__gt=after)
    rows = list(found[: limit + 1])
    following = encode_cursor((rows[limit - 1].pk,)) if len(rows) > limit else None
    return Page(tuple(_row(viewer, row) for row in rows[:limit]), following)


def proposals(viewer: Actor, run_id: int, *, most: int) -> int:
    """Return how many changes of a run this person sees, counted up to `most`; raises NotFound."""
    run(viewer, run_id)
    return visible(CleaningChange.objects.filter(run_id=run_id), viewer)[:most].count()


def change_lines(viewer: Actor, run_id: int) -> Iterator[tuple[str, ...]]:
    """Yield a header and a line per proposal, masked as on the screen."""
    language = viewer.language
    heads = (
        Text("客户", "Customer"),
        Text("字段", "Field"),
        Text("原值", "Old value"),
        Text("新值", "New value"),
        Text("规则", "Rule"),
        Text("原因", "Reason"),
        Text("状态", "State"),
    )
    yield tuple(head.say(language) for head in heads)
    cursor: str | None = None
    while True:
        page = changes(viewer, run_id, cursor=cursor, limit=1_000)
        for row in page.items:
            cells = (row.customer_name, row.label.say(language), row.old, row.new, row.rule)
            yield (*("" if cell is None else str(cell) for cell in cells), row.reason.say(language), str(row.state))
        if page.next_cursor is None:
            return
        cursor = page.next_cursor


def _card(row: CleaningRun) -> RunCard:
    return RunCard(
        id=row.pk,
        label=row.label,
        state=RunState(row.state),
        rules=tuple(row.rules),
        total=row.total,
        done=row.done,
        proposed=row.counts.get("proposed", {}),
        open=row.counts.get("open", {}),
        missing=row.counts.get("missing", {}),
        outcome=row.counts.get("outcome", {}),
        created_by=row.created_by.name,
        created_at=row.created_at,
        checked_at=row.checked_at,
        applied_at=row.applied_at,
        undone_at=row.undone_at,
    )


def _row(viewer: Actor, row: CleaningChange) -> ChangeRow:
    return ChangeRow(
        id=row.pk,
        customer_id=row.customer_id,
        customer_name=cards.shown(viewer, row.customer, "name"),
        path=row.path,
        label=register.label_of(row.path),
        old=_shown(viewer, row, row.old),
        new=_shown(viewer, row, row.new),
        rule=row.rule,
        reason=Text(row.reason_zh, row.reason_en),
        state=ChangeState(row.state),
    )


def _shown(viewer: Actor, row: CleaningChange, value: Any) -> Any:
    """A value this person sees masked is masked here too, and one that a pool hides is hidden."""
    code = row.path.removeprefix("archive.")
    if code in cards.hidden_fields(viewer, row.customer):
        return hidden(value)
    return masked(value, path=row.path) if code in viewer.masked and value not in (None, "") else value
