"""Reads about merges: what would be kept, who became whom, and what can still be taken back."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Max, Q

from minghua.domain.customers.models import Customer, FieldVerification, Merge
from minghua.domain.customers.queries import register, rows, secrets
from minghua.domain.customers.rules import survivorship
from minghua.domain.customers.types.columns import EDITABLE
from minghua.domain.customers.types.merging import FieldChoice
from minghua.domain.customers.types.references import Side
from minghua.foundation.history.models import FieldChange
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.among import among
from minghua.kernel.periods import local_date

MOST_STEPS = 100


def choices_between(survivor: Customer, loser: Customer, chosen: Mapping[str, Side]) -> list[FieldChoice]:
    """Return field by field both values and which is kept: the chosen, the only one, the one verified last."""
    secrets.open_archives([survivor, loser])
    changed: dict[int, dict[str, datetime]] = {survivor.pk: {}, loser.pk: {}}
    last = FieldChange.objects.filter(subject_type=rows.SUBJECT, subject_id__in=changed).values_list(
        "subject_id", "field"
    )
    for subject_id, name, at in last.annotate(last=Max("at")):
        changed[subject_id][name] = at
    confirmed = FieldVerification.objects.filter(customer_id__in=changed).values_list(
        "customer_id", "path", "verified_at"
    )
    for subject_id, name, at in confirmed:
        changed[subject_id][name] = max(at, changed[subject_id].get(name, at))
    found = []
    for path in (*EDITABLE, *_archive_paths(survivor, loser)):
        mine, theirs = _value(survivor, path), _value(loser, path)
        if mine in survivorship.EMPTY and theirs in survivorship.EMPTY:
            continue
        kept = survivorship.kept(
            mine,
            theirs,
            survivor_at=survivorship.verified(path, record_at=_checked_at(survivor), changed_at=changed[survivor.pk]),
            loser_at=survivorship.verified(path, record_at=_checked_at(loser), changed_at=changed[loser.pk]),
            chosen=chosen.get(path),
        )
        found.append(FieldChoice(path, mine, theirs, kept, mine != theirs))
    return found


def _archive_paths(*records: Customer) -> list[str]:
    known = register.archive_fields()
    codes = dict.fromkeys(code for record in records for code in record.archive)
    return [f"archive.{code}" for code in codes if code in known and not known[code].column]


def _value(row: Customer, path: str) -> object:
    return row.archive.get(path.removeprefix("archive."), "") if path.startswith("archive.") else getattr(row, path)


def _checked_at(row: Customer) -> datetime:
    return row.verified_at or row.created_at


def survivor_of(customer_id: int) -> int:
    """Return who a record has become: itself, or the one it was merged into, over any number of merges."""
    at = customer_id
    for _ in range(MOST_STEPS):
        into = Customer.objects.filter(pk=at).values_list("merged_into_id", flat=True).first()
        if into is None:
            return at
        at = into
    return at


def homes(customer_ids: Iterable[int]) -> dict[int, int]:
    """Return merged record → who it has become, of those of these records that were merged."""
    gone = Customer.objects.filter(among("pk", customer_ids), merged_into__isnull=False).values_list("pk", flat=True)
    return {pk: survivor_of(pk) for pk in gone}


def ever_merged(customer_ids: Iterable[int]) -> frozenset[int]:
    """Return those of these records that a merge ever touched, as survivor or as loser, undone merges too."""
    wanted = set(customer_ids)
    touched = Merge.objects.filter(Q(survivor_id__in=wanted) | Q(loser_id__in=wanted)).values_list(
        "survivor_id", "loser_id"
    )
    return frozenset(wanted & {pk for both in touched for pk in both}) if wanted else frozenset()


def one_since(first_id: int, second_id: int) -> datetime | None:
    """Return since when two records have been one by merges that stand; None when they are not."""
    first, second = _became(first_id), _became(second_id)
    meeting = next((pk for pk in first if pk in second), None)
    if meeting is None:
        return None
    return max((at for at in (first[meeting], second[meeting]) if at is not None), default=None)


def _became(customer_id: int) -> dict[int, datetime | None]:
    """Return what a record has become, step by step, and since when it is part of it; itself first, since ever."""
    found: dict[int, datetime | None] = {customer_id: None}
    record, since = customer_id, None
    for _ in range(MOST_STEPS):
        made = Merge.objects.filter(loser_id=record, undone_at=None).values_list("survivor_id", "at").first()
        if made is None:
            break
        record, since = made[0], made[1] if since is None else max(since, made[1])
        found[record] = since
    return found


def renamed(
    viewer: Actor, *, numbers: Iterable[str] = (), source_keys: Iterable[tuple[str, str]] = ()
) -> list[tuple[Customer, Customer]]:
    """Return (merged record, visible survivor) for merged records of these numbers or source keys."""
    merged = Customer.objects.filter(merged_into__isnull=False)
    gone = {row.pk: row for row in merged.filter(among("number", numbers))}
    gone |= {row.pk: row for row in rows.of_source_keys(merged, source_keys)}
    home = homes(gone)
    stayed = rows.seen(viewer).in_bulk(set(home.values())) if home else {}
    return [(gone[pk], stayed[to]) for pk, to in home.items() if to in stayed]


def merged_records(customer_id: int) -> list[tuple[int, str]]:
    """Return (id, number) of the records that were merged straight into this one."""
    return list(Customer.objects.filter(merged_into=customer_id).order_by("pk").values_list("pk", "number"))


def now_called(viewer: Actor, customer_id: int) -> int | None:
    """Return the visible record that a merged one has become; None for a record of its own, or one out of reach."""
    found = survivor_of(customer_id)
    return found if found != customer_id and rows.visible_ids(viewer, [found]) else None


def undo_days(at: datetime) -> int:
    """Return for how many days a merge can be undone."""
    return int(parameters.value("duplicates.undo_days", on=local_date(at)))


def undoable_until(made: Merge, days: int) -> datetime:
    """Return the instant from which a merge stands for good."""
    return made.at + timedelta(days=days)
