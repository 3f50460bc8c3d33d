"""Two records of one customer become one: values by choice, children re-pointed, all of it kept for the way back (R06.8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from minghua.domain.customers.models import Customer, Merge, OwnerSpell
from minghua.domain.customers.operations import families, indexing, keying, repointing, sealing, trees
from minghua.domain.customers.operations.editing import columns_of, put_value, value_of
from minghua.domain.customers.operations.merge_journal import Journal, plain
from minghua.domain.customers.queries import merging as reads
from minghua.domain.customers.queries import register, rows
from minghua.domain.customers.types.merging import Merged
from minghua.domain.customers.types.references import Side
from minghua.foundation.audit import operations as audit
from minghua.foundation.history import operations as history
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.search import operations as search
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.vault import operations as vault
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.words import Text

JOURNAL = "customers.Merge.journal"
_LEFT = {"owner_id": None, "team_id": None, "pool_id": None, "owned_since": None, "next_action_on": None}


class NotMergeable(Refusal):
    """These two cannot become one record."""

    code = "not_mergeable"
    status = 409
    text = Text("这两位客户不能合并：形态不同。", "These two cannot be merged: they are of different kinds.")
    remedy = Text("只能合并同为个人、家庭或组织的客户。", "Merge a person with a person, a firm with a firm.")


def merge_customers(
    survivor_id: int, loser_id: int, *, choices: Mapping[str, Side] | None = None, score_ppm: int | None = None,
    by: Actor, at: datetime,
) -> Merged:  # fmt: skip
    """Merge the loser into the survivor and return what moved; `choices` says for single fields whose value stays.

    Raises NotFound, Forbidden where either may not be changed, NotMergeable, Invalid.
    """
    require(by, "customers.merge")
    survivor, loser = _held(survivor_id, loser_id, by=by)
    journal = Journal()
    chosen = _chosen(by, survivor, loser, choices or {})
    if survivor.kind == "organization":
        trees.stand_in_line()
        families.adopt(survivor, loser, journal=journal)
    repointing.repoint(loser.pk, survivor.pk, journal=journal, at=at)
    _give_up_unique(loser, chosen, journal)
    _keep(survivor, chosen, journal, by=by, at=at)
    _retire(loser, survivor, journal, at=at)
    made = Merge.objects.create(
        survivor=survivor, loser=loser, at=at, by_id=by.user_id, score_ppm=score_ppm,
        journal=vault.seal(survivor.pk, JOURNAL, journal.text(), at=at),
    )  # fmt: skip
    follow(survivor, loser, at=at)
    _tell(made, journal, by=by, at=at)
    return Merged(made.pk, survivor.pk, loser.pk, journal.counts)


def _held(survivor_id: int, loser_id: int, *, by: Actor) -> tuple[Customer, Customer]:
    """Both rows, held in one order: two merges of one record, or a merge and an edit, wait for each other."""
    for customer_id in (survivor_id, loser_id):
        rows.changeable(by, customer_id)
    if survivor_id == loser_id:
        raise Invalid("请选择两位不同的客户。", "Choose two different customers.", field="other")
    ids = Customer.objects.filter(pk__in=(survivor_id, loser_id)).select_for_update().order_by("pk")
    held = {row.pk: row for row in ids}
    still = visible(Customer.objects.all(), by, editing=True).filter(pk__in=held).values_list("pk", flat=True)
    if len(set(still)) < len((survivor_id, loser_id)):  # merged away while we waited
        rows.changeable(by, survivor_id)
        rows.changeable(by, loser_id)
    survivor, loser = held[survivor_id], held[loser_id]
    if survivor.kind != loser.kind:
        raise NotMergeable(field="other")
    return survivor, loser


def _chosen(by: Actor, survivor: Customer, loser: Customer, choices: Mapping[str, Side]) -> dict[str, Any]:
    """Return field → value taken over from the loser."""
    offered = reads.choices_between(survivor, loser, choices)
    unknown = set(choices) - {choice.path for choice in offered}
    if unknown:
        raise Invalid("没有可选择的字段。", "There is no such field to choose.", field=min(unknown))
    return {
        choice.path: value_of(loser, choice.path) for choice in offered if choice.differs and choice.kept == "loser"
    }


def _give_up_unique(loser: Customer, chosen: Mapping[str, Any], journal: Journal) -> None:
    """A value that may stand once leaves the loser before the survivor takes it."""
    given = {field.code for field in register.shape().unique if field.path in chosen}
    if given:
        stored = Customer.objects.get(pk=loser.pk)  # as it lies there: sensitive values sealed
        journal.change(stored, {"archive": {code: v for code, v in stored.archive.items() if code not in given}})


def _keep(survivor: Customer, chosen: Mapping[str, Any], journal: Journal, *, by: Actor, at: datetime) -> None:
    changes = {path: (value_of(survivor, path), value) for path, value in chosen.items()}
    for path, (old, new) in changes.items():
        journal.fields[path] = [plain(old), plain(new)]
        put_value(survivor, path, new)
    with sealing.at_rest([survivor], at=at):
        columns = {column: getattr(survivor, column) for column in columns_of(changes)}
        Customer.objects.filter(pk=survivor.pk).update(**columns, version=F("version") + 1, updated_at=at)
    survivor.version, survivor.updated_at = survivor.version + 1, at
    told = sealing.sealed_changes({survivor.pk: changes}, at=at)[survivor.pk]
    history.record_changes(rows.SUBJECT, survivor.pk, told, source="merge", by=by, at=at)


def _retire(loser: Customer, survivor: Customer, journal: Journal, *, at: datetime) -> None:
    """The loser leaves its hands and every list, and points to who stayed."""
    for spell in OwnerSpell.objects.filter(customer_id=loser.pk, until_at=None):
        journal.change(spell, {"until_at": at})
    journal.change(loser, _LEFT | {"merged_into_id": survivor.pk})
    Customer.objects.filter(pk=loser.pk).update(version=F("version") + 1, updated_at=at)
    for name in _LEFT:
        setattr(loser, name, None)
    loser.merged_into_id = survivor.pk


def follow(survivor: Customer, *others: Customer, at: datetime) -> None:
    """Let search and match keys say who is whom now."""
    survivor.refresh_from_db()
    gone = [row.pk for row in others if row.merged_into_id is not None]
    back = [row for row in others if row.merged_into_id is None]
    search.drop("customer", gone)
    indexing.index(survivor, *back)
    for row in (survivor, *back):
        search.rescope_many([row.pk], owner_id=row.owner_id, team_id=row.team_id, pool_id=row.pool_id)
    keying.unkey(gone)
    keying.rekey([survivor, *back], at=at)


def _tell(made: Merge, journal: Journal, *, by: Actor, at: datetime) -> None:
    number = made.loser.number
    data = {"event": "merged", "number": number, "name": made.loser.name, "merge": made.pk}
    timeline.post(made.survivor_id, "change", at=at, data=data, by=by)
    told = {
        "merge": made.pk,
        "loser": made.loser_id,
        "number": number,
        "moved": journal.counts,
        "fields": sorted(journal.fields),
    }
    audit.record("customer.merged", rows.SUBJECT, made.survivor_id, told, by=by, at=at)
    audit.record(
        "customer.merged_away", rows.SUBJECT, made.loser_id, {"merge": made.pk, "into": made.survivor_id}, by=by, at=at
    )
