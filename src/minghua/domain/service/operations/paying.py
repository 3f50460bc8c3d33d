"""Compensation: within what a rank may give on one case in seven days and a customer in a year, once per key (R19.8, SVC-PAR-5)."""

from datetime import datetime

from minghua.domain.customers.operations import holding
from minghua.domain.service.operations import case_log, deeds
from minghua.domain.service.operations.talking import said_before
from minghua.domain.service.queries import grievances as facts
from minghua.domain.service.rules import complaints as rules
from minghua.domain.service.types.complaints import (
    AGENT_LIMIT,
    CUSTOMER_CAP,
    LEAD_LIMIT,
    MANAGER_LIMIT,
    Authority,
    Payment,
)
from minghua.domain.service.types.deeds import Done
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import PERMISSIONS, require
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel import money
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

RANKS = (("service.work", AGENT_LIMIT), ("service.lead", LEAD_LIMIT), ("service.manage", MANAGER_LIMIT))


class AboveAuthority(Refusal):
    """The sum is above what this rank may give."""

    code = "above_authority"
    status = 409
    text = Text(
        "本单 7 天内合计 {whole}，超过您的权限 {limit}。",
        "{whole} on this case in 7 days is above your limit of {limit}.",
    )
    remedy = Text("请由「{zh}」权限的人补偿。", "Let somebody with “{en}” give it.")


class CustomerCapReached(Refusal):
    """The customer would have been given more in a year than the house allows."""

    code = "customer_cap_reached"
    status = 409
    text = Text(
        "这位客户 365 天内的补偿将达 {whole}，超过上限 {limit}。",
        "The customer would have {whole} in 365 days, above the cap of {limit}.",
    )
    remedy = Text("请改用别的处理方式，或由管理员调整上限。", "Choose another remedy, or have the cap changed.")


def compensate(case_id: int, payment: Payment, *, by: Actor, at: datetime) -> Done:
    """Keep what the customer is given on a case; a repeated key gives nothing more. Raises AboveAuthority, CustomerCapReached."""
    require(by, "service.work")
    deeds.refuse_first(
        {
            "kind": "" if payment.kind in vocabulary.codes("service.payment") else "unknown_payment",
            "amount": "" if 0 < payment.amount_minor <= 10**11 else "no_amount",
            "reason": "" if payment.reason.strip() else "needs_reason",
            "key": "" if 0 < len(payment.key) <= 80 else "needs_key",
        }
    )
    holding.take_turns([case_log.held(case_id, by=by).customer_id])
    case = deeds.begin(case_id, "compensated", by=by)
    if done := said_before(case, payment.key):
        return done
    _refuse_above(case.pk, payment.amount_minor, by=by, at=at)
    _refuse_over_cap(case.customer_id, payment.amount_minor, at=at)
    data = {"payment": payment.kind, "amount_minor": payment.amount_minor}
    seq = deeds.do(case, "compensated", text=payment.reason, data=data, key=payment.key, by=by, at=at)
    return deeds.finish(case, seq, by=by, at=at)


def _refuse_above(case_id: int, amount: int, *, by: Actor, at: datetime) -> None:
    on = local_date(at)
    ranks = [Authority(permission, int(parameters.value(limit.code, on=on))) for permission, limit in RANKS]
    held = [permission for permission, _ in RANKS if by.may(permission)]
    leave = rules.may_pay(amount, earlier=facts.paid_on(case_id), permissions=held, ranks=ranks, at=at)
    if not leave.allowed:
        name = PERMISSIONS.get(leave.needs, Text("管理层", "the board"))
        shown = {"whole": money.show(leave.sum_minor), "limit": money.show(leave.limit_minor)}
        raise AboveAuthority(field="amount", **shown, zh=name.zh, en=name.en)


def _refuse_over_cap(customer_id: int, amount: int, *, at: datetime) -> None:
    cap = int(parameters.value(CUSTOMER_CAP.code, on=local_date(at)))
    whole = amount + facts.paid_to(customer_id, at=at)
    if whole > cap:
        raise CustomerCapReached(field="amount", whole=money.show(whole), limit=money.show(cap))
