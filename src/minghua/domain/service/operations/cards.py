"""Cards: taken from stock, owed, confirmed, handed over; a card is evidence for one unit and nothing more (SVC-AC-01, -02)."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.service.models import Card, CardStock, Promise
from minghua.domain.service.operations import holdings
from minghua.domain.service.operations.promise_ledger import give_promise, keep_promise
from minghua.domain.service.types.entitlements import CardState
from minghua.domain.service.types.promises import Origin, PromiseKind, PromiseToKeep
from minghua.domain.service.types.symptoms import CARD_DAYS
from minghua.foundation.audit import operations as audit
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Conflict, Invalid, NotFound
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT = "service.Card"


class CardThere(Conflict):
    """The unit has a card of this rule, or one is owed."""

    code = "card_there"
    text = Text("这台设备已有这种卡，或已登记欠卡。", "The unit has such a card, or one is owed to it.")
    remedy = Text("每台设备每种卡只有一张：请看设备页。", "One card of a kind per unit: see the unit's page.")


def stock_cards(code: str, count: int, *, by: Actor, at: datetime) -> int:
    """Put cards of a rule into the shop's stock and return how many lie there; raises NotFound, Invalid."""
    require(by, "service.work")
    if code not in {each.code for each in catalog_reads.terms(by)}:
        raise NotFound(field="code")
    if not 1 <= count <= 1_000_000:
        raise Invalid("张数应为 1 到 1000000。", "The number of cards is 1 to 1,000,000.", field="count")
    CardStock.objects.get_or_create(code=code)
    CardStock.objects.filter(code=code).update(left=F("left") + count)
    audit.record("card.stocked", SUBJECT, code, {"count": count}, by=by, at=at)
    return CardStock.objects.values_list("left", flat=True).get(code=code)


def take_from_stock(code: str) -> bool:
    """Take one card out of the stock; False when none is left."""
    return bool(CardStock.objects.filter(code=code, left__gt=0).update(left=F("left") - 1))


def note_card(
    unit_id: int, code: str, *, state: CardState, evidence: str, confirmed: bool = False, by: Actor, at: datetime
) -> int:
    """Record that a unit has a card, or that one is owed to it: then it is promised too.

    Raises NotFound, Invalid, CardThere.
    """
    require(by, "service.work")
    row = holdings.standing(unit_id, by=by)
    name = {each.code: each.name for each in catalog_reads.terms(by)}.get(code)
    if name is None:
        raise Invalid("没有这条保修规则。", "There is no such rule.", field="code")
    if not evidence.strip() or len(evidence) > 120:
        raise Invalid(
            "请写卡号，或欠卡写在哪里（120 字以内）。", "Give the card's number, or where it is written that one is owed.",
            field="evidence",
        )  # fmt: skip
    sure = confirmed or state is CardState.HANDED
    try:
        with transaction.atomic():
            made = Card.objects.create(
                unit_id=unit_id, customer_id=row.customer_id, code=code, state=state, evidence=evidence.strip(),
                confirmed_by_id=by.user_id if sure else None, confirmed_at=at if sure else None, recorded_at=at,
                by_id=by.user_id,
            )  # fmt: skip
    except IntegrityError:
        raise CardThere(field="code") from None
    if state is CardState.OWED:
        _promise(made, name, by=by, at=at)
    audit.record("card.noted", SUBJECT, made.pk, {"unit": unit_id, "code": code, "state": state}, by=by, at=at)
    return made.pk


def promise_key(unit_id: int, code: str) -> str:
    """Return the key of the promise of a unit's card."""
    return f"card:{unit_id}:{code}"


def _promise(card: Card, name: Text, *, by: Actor, at: datetime) -> None:
    days = int(parameters.value(CARD_DAYS.code, on=local_date(at)))
    new = PromiseToKeep(
        customer_id=card.customer_id, kind=PromiseKind.CARD, origin=Origin.SALE, unit_id=card.unit_id,
        text=f"补给客户「{name.zh}」的卡", due_at=at + timedelta(days=days), key=promise_key(card.unit_id, card.code),
    )  # fmt: skip
    give_promise(new, by=by, at=at)


def confirm_card(card_id: int, *, by: Actor, at: datetime) -> None:
    """Say that a card is owed indeed: from now on it entitles as if it had been handed over. Raises NotFound."""
    require(by, "service.lead")
    row = _card(card_id, by=by)
    if not Card.objects.filter(pk=row.pk, confirmed_at=None).update(confirmed_at=at, confirmed_by_id=by.user_id):
        raise NotFound(field="card_id")
    audit.record("card.confirmed", SUBJECT, row.pk, {"unit": row.unit_id, "code": row.code}, by=by, at=at)


def hand_card(card_id: int, *, number: str, by: Actor, at: datetime) -> None:
    """Hand an owed card over; raises NotFound, Invalid."""
    require(by, "service.work")
    row = _card(card_id, by=by)
    if not number.strip() or len(number) > 60:
        raise Invalid("请写卡号，60 字以内。", "Give the card's number, at most 60 signs.", field="number")
    owed = Card.objects.filter(pk=row.pk, state=CardState.OWED)
    if not owed.update(state=CardState.HANDED, evidence=number.strip(), confirmed_at=row.confirmed_at or at):
        raise NotFound(field="card_id")
    promised = Promise.objects.filter(key=promise_key(row.unit_id, row.code), kept_at=None, waived_at=None).first()
    if promised is not None:
        keep_promise(promised.pk, evidence=number, by=by, at=at)
    audit.record("card.handed", SUBJECT, row.pk, {"unit": row.unit_id, "code": row.code}, by=by, at=at)


def _card(card_id: int, *, by: Actor) -> Card:
    row = visible(Card.objects.filter(pk=card_id), by).first()
    if row is None:
        raise NotFound(field="card_id")
    return row
