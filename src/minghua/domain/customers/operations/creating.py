"""A customer begins: checked, numbered, in somebody's hands, findable, with the first line of its story."""

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from minghua.domain.customers.models import Customer
from minghua.domain.customers.operations import (
    erasing,
    hands,
    indexing,
    keying,
    news,
    numbering,
    sealing,
    terms,
    trees,
    uniques,
)
from minghua.domain.customers.operations.recurring import Cleaner
from minghua.domain.customers.queries import likeness, merging, register, rows
from minghua.domain.customers.rules import values
from minghua.domain.customers.types.columns import EDITABLE
from minghua.domain.customers.types.fields import ArchiveField
from minghua.domain.customers.types.likeness import Candidate
from minghua.domain.customers.types.parties import NewCustomer
from minghua.domain.customers.types.vocabularies import KINDS
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.storage import rows as straight
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

_KINDS = {term.code for term in KINDS}
_COLUMNS = [field.name for field in fields(NewCustomer) if field.name in EDITABLE]
_BLANK = {code: values.nothing(EDITABLE[code]) for code in _COLUMNS if not EDITABLE[code].required}
_KEYS = ("number", "source_system", "external_id", "import_run_id", "currency", "parent_id")
_KEY_FORMS = {
    "number": re.compile(r"[^\x00-\x1f\x7f]{0,24}"),
    "source_system": re.compile(r"[^\x00-\x1f\x7f]{0,40}"),
    "external_id": re.compile(r"[^\x00-\x1f\x7f]{0,100}"),
    "currency": re.compile(r"[A-Z]{3}"),
}
DEFAULT_MARKETS = {"person": "consumer", "household": "consumer", "organization": "business"}


class NumberTaken(Refusal):
    """Another customer carries this number or source key."""

    code = "customer_exists"
    status = 409
    text = Text("编号「{key}」已被其他客户使用。", "The number or source key “{key}” is taken.")
    remedy = Text("请换一个编号，或打开已有客户。", "Choose another one, or open the existing customer.")


class LooksAlike(Refusal):
    """Stored customers look like the new one; `candidates` are those the caller may be told of."""

    code = "looks_alike"
    status = 409
    text = Text("已有 {count} 位相似客户。", "{count} customer(s) like this one exist already.")
    remedy = Text(
        "请打开或合并已有客户；确认不同后仍可新建。", "Open or complete the existing one, or create it all the same."
    )

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = tuple(candidates)
        super().__init__(field="name", count=len(candidates))


def create_customer(new: NewCustomer, *, refuse_alike: bool = False, by: Actor, at: datetime) -> int:
    """Create a customer and return its id; the same (source_system, external_id) again returns the first one's id.

    Raises Invalid naming the field, NotFound for a foreign owner, pool or parent, NumberTaken; with `refuse_alike` also
    LooksAlike when stored customers look like the new one (R06.8).
    """
    require(by, "customers.create")
    existing = _existing(new, by=by, at=at)
    if existing is not None:
        return existing
    cleaned = clean(new, at=at, lookup=terms.lookup(by))
    if refuse_alike and (found := likeness.candidates(by, cleaned, at=at)):
        raise LooksAlike(found)
    if new.number:
        numbering.reserve([new.number])
    customer = build(cleaned, number=new.number or numbering.take(1)[0], at=at)
    _place(customer, new, by=by)
    uniques.require_free(customer)
    if not sealing.store([customer], partial(_insert, customer), at=at):
        uniques.require_free(customer)
        return _meanwhile(new, by=by, at=at)
    _tell(customer, by=by, at=at)
    return customer.pk


def clean(new: NewCustomer, *, at: datetime, lookup: values.Terms | None = None) -> NewCustomer:
    """Return the new customer with every value in its stored form; raises Invalid naming the field."""
    columns, archive = _stored(new, Cleaner(lookup or terms.lookup(), at=at))
    return replace(new, **columns, archive=archive)


def draft(new: NewCustomer, *, cleaner: Cleaner, at: datetime) -> Customer:
    """Return the unsaved row of a new customer, as yet in nobody's hands; raises Invalid naming the field."""
    columns, archive = _stored(new, cleaner)
    return _row(new, columns, archive, number=new.number, at=at)


def _stored(new: NewCustomer, cleaner: Cleaner) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns and the archive in their stored form."""
    if new.kind not in _KINDS:
        raise Invalid(
            "请选择客户形态：个人、组织或家庭。", "Choose a kind: person, organisation or household.", field="kind"
        )
    _require_plain_keys(new)
    columns: dict[str, Any] = dict(_BLANK)
    for code in _COLUMNS:
        raw = getattr(new, code)
        if raw or code not in _BLANK:
            columns[code] = cleaner.clean(code, raw, kind=new.kind)
    columns["market_kind"] = columns["market_kind"] or DEFAULT_MARKETS[new.kind]
    given = {code: cleaner.clean(f"archive.{code}", raw, kind=new.kind) for code, raw in new.archive.items()}
    archive = {field.code: _untold(field, cleaner, new) for field in cleaner.shape.own_of(new.kind)} | given
    return columns, {code: value for code, value in archive.items() if value != ""}


def _untold(field: ArchiveField, cleaner: Cleaner, new: NewCustomer) -> Any:
    """What nobody said is the field's default; where it must be said, it is refused (unless made in passing)."""
    if field.code in new.archive or field.default != "" or new.in_passing:
        return field.default
    return cleaner.clean(field.path, "", kind=new.kind)


def likely(new: NewCustomer, *, by: Actor, at: datetime) -> list[Candidate]:
    """Return whom a customer that is still being typed looks like; what cannot be read yet is not known yet."""
    require(by, "customers.create")
    lookup, on, known = terms.lookup(), local_date(at), register.archive_fields()

    def read(path: str, raw: Any, nothing: Any) -> Any:
        try:
            return values.clean(path, raw, kind=new.kind, on=on, terms=lookup, fields=known)
        except Refusal:
            return nothing

    typed = ("name", "mobile", "phone", "email", "wechat", "province", "city", "district", "address")
    columns = {code: read(code, getattr(new, code), "") for code in typed}
    archive = {code: read(f"archive.{code}", raw, "") for code, raw in new.archive.items()}
    asked = replace(new, **columns, birthday=read("birthday", new.birthday, None), archive=archive)
    return likeness.candidates(by, asked, at=at)


def _require_plain_keys(new: NewCustomer) -> None:
    for name, pattern in _KEY_FORMS.items():
        value = getattr(new, name)
        if (value or name == "currency") and not pattern.fullmatch(value):
            raise Invalid("编号过长或含有不允许的字符。", "Too long, or with characters not allowed.", field=name)


def build(new: NewCustomer, *, number: str, at: datetime) -> Customer:
    """Return the unsaved row of a cleaned customer."""
    return _row(new, {code: getattr(new, code) for code in _COLUMNS}, new.archive, number=number, at=at)


def _row(new: NewCustomer, columns: dict[str, Any], archive: dict[str, Any], *, number: str, at: datetime) -> Customer:
    keys = {code: getattr(new, code) for code in _KEYS}
    begun = {"verified_at": at, "created_at": new.created_at or at, "updated_at": at}
    told = {"number": number, "kind": new.kind, "archive": archive}
    return straight.filled(Customer, columns | keys | begun | told)


def _existing(new: NewCustomer, *, by: Actor, at: datetime) -> int | None:
    if not new.external_id:
        return None
    found = next(rows.of_source_keys(Customer.objects.all(), [(new.source_system, new.external_id)]), None)
    if found is None:
        erasing.require_never_erased(new.source_system, new.external_id, at=at)
        return None
    home = merging.survivor_of(found.pk) if found.merged_into_id else found.pk
    if not rows.seen(by).filter(pk=home).exists():
        raise NumberTaken(field="external_id", key=new.external_id)
    return home


def _meanwhile(new: NewCustomer, *, by: Actor, at: datetime) -> int:
    """The same source key sent twice at once is one customer: whoever comes second finds the first one's."""
    existing = _existing(new, by=by, at=at)
    if existing is None:
        raise NumberTaken(field="number", key=new.external_id or new.number)
    return existing


def _place(customer: Customer, new: NewCustomer, *, by: Actor) -> None:
    """Put the customer into hands: the named ones, else the creator's own."""
    if new.parent_id is not None:
        trees.require_parent(customer, new.parent_id, above=trees.above(by, [new.parent_id]))
    put_into(customer, hands.of_new(by, owner_id=new.owner_id, pool_id=new.pool_id))


def put_into(customer: Customer, held: hands.Hands) -> None:
    """Put an unsaved row into its first hands."""
    customer.owner_id, customer.team_id, customer.pool_id = held.owner_id, held.team_id, held.pool_id
    customer.owned_since = customer.created_at if held.owner_id or held.pool_id else None


def _insert(customer: Customer) -> bool:
    """Store the row and return whether it is in; another one of its number or source key keeps it out."""
    try:
        with transaction.atomic():
            customer.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _tell(customer: Customer, *, by: Actor, at: datetime) -> None:
    hands.open_spells([customer], reason="created", by=by, at=at)
    indexing.index_new([customer])
    keying.key([customer], at=at)
    timeline.post(customer.pk, "change", at=at, data={"event": "created"}, by=by)
    data = {"number": customer.number, "kind": customer.kind, "owner": customer.owner_id, "pool": customer.pool_id}
    audit.record("customer.created", rows.SUBJECT, customer.pk, data, by=by, at=at)
    news.spread_later("new_customer", customer.pk, key=f"new_customer:{customer.pk}", by=by, at=at)
