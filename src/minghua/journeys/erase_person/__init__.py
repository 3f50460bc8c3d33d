"""A person is erased: everything that tells of them goes from every room, the sums of the shop stay (PIPL art. 47, R19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from minghua.domain.care import operations as care
from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions import operations as interactions
from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.service import operations as service
from minghua.foundation.audit import operations as audit
from minghua.foundation.backups.jobs import KEYRING_JOB
from minghua.foundation.exports import operations as exports
from minghua.foundation.imports.operations import forgetting as imports
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.people.types import Actor
from minghua.foundation.personal import erasing, sweeping
from minghua.foundation.personal import operations as personal
from minghua.foundation.personal import queries as personal_reads
from minghua.foundation.search import operations as search
from minghua.foundation.vault import operations as vault
from minghua.kernel.errors import Conflict, Invalid
from minghua.kernel.words import Text

SUBJECT = "customers.Customer"
SCRUB_JOB = "privacy.scrub"
STAYS = {
    "orders": Text(
        "订单与退货：金额、数量与日期（会计法：账簿须保存），不再指名",
        "Orders and returns: amounts, quantities, days (books must be kept by law), naming nobody",
    ),
    "deliveries": Text(
        "送货与上门的日期和数量（库存与合计），不含备注", "Days and quantities of deliveries, without notes"
    ),
    "audit": Text(
        "审计记录：谁在何时做了什么（个人值随密钥失效）", "Audit: who did what and when (values gone with the key)"
    ),
}


class NotYetErasable(Conflict):
    """Something forbids the erasure for now; `zh` and `en` say what."""

    code = "not_yet_erasable"
    text = Text("暂时不能删除：{zh}。", "It cannot be erased yet: {en}.")
    remedy = Text("请先处理这些事项，再重试。", "Settle these first, then try again.")


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an erasure would do: model → rows that go; what stays and why; what forbids it today."""

    customer_id: int
    number: str
    erased_at: datetime | None
    goes: dict[str, int]
    stays: dict[str, Text]
    forbidden: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: model → rows deleted or blanked; again is the same answer."""

    customer_id: int
    number: str
    gone: dict[str, int]


def forecast(customer_id: int, *, by: Actor) -> Forecast:
    """Return what `erase` would do now, without doing it; raises NotFound."""
    customer = customers.hold_for_erasure(customer_id, lock=False, by=by)
    words = sweeping.words_of(customers.names_of(customer))
    runs = (customer.import_run_id, *order_reads.import_runs_of(by, customer_id))
    return Forecast(
        customer_id,
        customer.number,
        customer.erased_at,
        erasing.going(customer_id),
        STAYS,
        tuple(_forbidding(customer_id, runs, words, by=by)),
    )


def erase(customer_id: int, *, confirm: str, reason: str = "request", by: Actor, at: datetime) -> Erased:
    """Erase a customer for good; `confirm` repeats the customer's number. An erased one stays as it is.

    Raises NotFound, Invalid for another number, NotYetErasable.
    """
    customer = customers.hold_for_erasure(customer_id, by=by)
    if confirm.strip() != customer.number:
        raise Invalid(
            f"请输入客户编号 {customer.number} 以确认。",
            f"Type the number {customer.number} to confirm.",
            field="confirm",
        )
    if customer.erased_at is not None:
        return Erased(customer_id, customer.number, {})
    words = sweeping.words_of(customers.names_of(customer))
    runs = (customer.import_run_id, *order_reads.import_runs_of(by, customer_id))
    if forbidding := _forbidding(customer_id, runs, words, by=by):
        raise NotYetErasable(zh="；".join(t.zh for t in forbidding), en="; ".join(t.en for t in forbidding))
    for merged_id, number in customer_reads.merged_records(customer_id):
        erase(merged_id, confirm=number, reason=reason, by=by, at=at)
    mark = customers.mark_of(customer.source_system, customer.external_id, at=at)
    gone = _take_away(customer_id, runs, words, by=by, at=at)
    customers.bury(customer, at=at)
    search.drop("customer", [customer_id])
    orders.index_of(customer_id)
    vault.destroy([customer_id], mark=mark, at=at)
    personal.remember(customer_id, customer.number, reason, gone, {}, by=by, at=at)
    audit.record("customer.erased", SUBJECT, customer_id, {"reason": reason, "gone": gone}, by=by, at=at)
    jobs.enqueue(KEYRING_JOB, {}, at=at)
    jobs.enqueue(SCRUB_JOB, {}, at=at)
    return Erased(customer_id, customer.number, gone)


def erase_again(customer_ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Repeat erasures on what a backup from before them brought back; return how many there were."""
    return sum(_erase_again(customer_id, by=by, at=at) for customer_id in customer_ids)


def _erase_again(customer_id: int, *, by: Actor, at: datetime) -> bool:
    customer = customers.find_for_erasure(customer_id, by=by)
    if customer is None:
        return False
    if customer.erased_at is not None:
        customers.renew_tombstone(customer)
        return False
    gone = _take_away(customer_id, (), (), by=by, at=at)
    customers.bury(customer, at=at)
    personal.remember(customer_id, customer.number, "restored", gone, {}, by=by, at=at)
    audit.record("customer.erased", SUBJECT, customer_id, {"reason": "restored", "gone": gone}, by=by, at=at)
    return True


def _take_away(
    customer_id: int, runs: Sequence[int | None], words: tuple[str, ...], *, by: Actor, at: datetime
) -> dict[str, int]:
    """Room by room, then what the register names, then the texts about many people."""
    named = [run for run in runs if run is not None]
    ended = imports.forget_person(customer_id, named, words)
    care.let_go(customer_id, by=by, at=at)
    interactions.let_go(customer_id, by=by, at=at)
    service.let_go(customer_id, by=by, at=at)
    files = exports.forget_people(at=at)
    gone = erasing.erase(customer_id) | sweeping.clear(words)
    more = {"imports.ImportRun": ended, "exports.Export": files}
    return gone | {label: count for label, count in more.items() if count}


def _forbidding(customer_id: int, runs: Sequence[int | None], words: tuple[str, ...], *, by: Actor) -> list[Text]:
    found = []
    if personal_reads.held_among([customer_id, customer_reads.survivor_of(customer_id)]):
        found.append(Text("数据正在依法保全，须先解除", "the data is under a legal hold, which must be lifted first"))
    if numbers := order_reads.open_orders_of(by, customer_id):
        named = "、".join(numbers)
        found.append(Text(f"订单尚未完成：{named}", f"orders are not fulfilled yet: {named}"))
    if unfinished := imports.unfinished(customer_id, [run for run in runs if run is not None], words):
        named = "、".join(f"#{run}" for run in unfinished)
        found.append(Text(f"导入尚未结束：{named}", f"imports have not ended: {named}"))
    return found
