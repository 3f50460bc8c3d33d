"""What is left of an erased customer: our own number, the sums, and that nobody may write to it again (INV-N4)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import merging
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.vault import queries as vault
from minghua.foundation.vault.sealing import is_sealed
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.words import Text

TOMBSTONE = "已删除客户 {number}"
_NAMED_BY = ("name", "short_name", "mobile", "phone", "email", "wechat", "address", "external_id")
_KEY = "source_key"


class ErasedBefore(Refusal):
    """The person of that source key asked to be erased; a file or a program may not bring them back."""

    code = "erased"
    status = 409
    text = Text("编号「{key}」对应的客户已按其请求删除。", "The customer of key “{key}” was erased on request.")
    remedy = Text(
        "请从来源系统中也删除此人；若本人重新同意，请用新的编号新建。",
        "Erase the person at the source too; with their fresh consent create them under a new key.",
    )


def hold_for_erasure(customer_id: int, *, lock: bool = True, by: Actor) -> Customer:
    """Return the customer, locked unless it is only looked at; raises NotFound outside the actor's reach."""
    found = find_for_erasure(customer_id, lock=lock, by=by)
    if found is None:
        raise NotFound(field="customer_id")
    return found


def find_for_erasure(customer_id: int, *, lock: bool = True, by: Actor) -> Customer | None:
    """Return the customer, or None."""
    require(by, "privacy.erase")
    home = merging.survivor_of(customer_id)  # a merged record is erased by whoever may erase what it has become
    rows = visible(Customer.objects.filter(pk=home), by, editing=True)
    if home != customer_id:
        rows = Customer.objects.filter(pk=customer_id) if rows.exists() else rows.none()
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


def renew_tombstone(customer: Customer) -> None:
    """Write the tombstone's name anew: a restore knows only that the name is gone."""
    Customer.objects.filter(pk=customer.pk).update(name=TOMBSTONE.format(number=customer.number))


def names_of(customer: Customer) -> list[object]:
    """Return the values by which this person can be recognised in a text."""
    archive = [value for value in customer.archive.values() if isinstance(value, str) and not is_sealed(value)]
    digits = [value for value in archive if value[:-1].isdigit() and len(value) >= 8]
    return [*(getattr(customer, name) for name in _NAMED_BY), *digits]


def mark_of(source_system: str, external_id: str, *, at: datetime) -> str:
    """Return the blind index by which an erased source key is recognised; "" without a key."""
    return vault.blind(_KEY, f"{source_system}\n{external_id}", at=at) if external_id else ""


def refuse_erased(keys: Sequence[tuple[str, str]], *, at: datetime) -> frozenset[tuple[str, str]]:
    """Return those of these source keys (system, id) whose customer was erased; one look when nobody ever was."""
    if not keys or not vault.anyone_marked():
        return frozenset()
    blind = vault.blinder(_KEY, at=at)
    marks = {blind(f"{system}\n{external}"): (system, external) for system, external in keys if external}
    return frozenset(marks[mark] for mark in vault.marked_among(list(marks)))


def require_never_erased(source_system: str, external_id: str, *, at: datetime) -> None:
    """Raise ErasedBefore when the customer of that source key was erased."""
    if refuse_erased([(source_system, external_id)], at=at):
        raise ErasedBefore(field="external_id", key=external_id)


def bury(customer: Customer, *, at: datetime) -> None:
    """Leave the tombstone: the number, closed for good. The other columns were blanked by the register."""
    Customer.objects.filter(pk=customer.pk).update(
        name=TOMBSTONE.format(number=customer.number),
        erased_at=at,
        closed_at=F("closed_at") if customer.closed_at else at,
        next_action_on=None,
        verified_at=None,
        updated_at=at,
        version=F("version") + 1,
    )
