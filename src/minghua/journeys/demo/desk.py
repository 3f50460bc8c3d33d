"""The service desk of the demo company: a question answered, a promise running, a part waited for, a hand-over, one that is late."""

from datetime import datetime, timedelta

from minghua.domain.service import operations as service
from minghua.domain.service.types import HandOver, Kind, NewCase, NewPromise, Severity
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.journeys.demo.facts import Company
from minghua.journeys.demo.opening import Keys


def work_at_the_desk(facts: Company, keys: Keys, *, at: datetime) -> None:
    """Write up a few cases of the last days, as the desk left them this morning."""
    desk, homes = keys.person("zhou.ting"), [party.key for party in facts.parties if party.kind == "household"][:6]
    customers = [keys.customers[key] for key in homes]
    _answered(customers[0], by=desk, at=at - timedelta(days=3))
    _called_back(customers[1], by=desk, at=at - timedelta(hours=20))
    _waiting(customers[2], by=desk, at=at - timedelta(days=2))
    _handed_over(customers[3], keys.person("wang.fang"), by=desk, at=at - timedelta(minutes=20))
    _from_the_web(customers[4], by=desk, at=at - timedelta(days=1))
    _asked_about(customers[5], by=desk, at=at - timedelta(days=4))
    service.tick_clocks(by=SYSTEM, at=at)


def _opened(new: NewCase, *, by: Actor, at: datetime) -> int:
    return service.open_case(new, by=by, at=at).id


def _answered(customer_id: int, *, by: Actor, at: datetime) -> None:
    new = NewCase(
        customer_id=customer_id, kind=Kind.CONSULT, subject="新米什么时候到货", story="去年买的五常米，今年的新米到了吗？",
        answered=True,
    )  # fmt: skip
    case_id = _opened(new, by=by, at=at)
    answer = "新米下周一到货，您要的两袋已经留好，到货当天送到家。"
    service.close(case_id, "resolved", answer=answer, by=by, at=at + timedelta(minutes=4))


def _called_back(customer_id: int, *, by: Actor, at: datetime) -> None:
    new = NewCase(
        customer_id=customer_id, kind=Kind.COMPLAINT, subject="送来的米有虫，要求换", story="昨天送的那袋打开就有虫，孩子都不敢吃。",
        severity=Severity.MAJOR, answered=True,
    )  # fmt: skip
    case_id = _opened(new, by=by, at=at)
    said = "真对不起，让您担心了。请把袋子上的批号念给我，我们查清原因，明天中午十二点前给您回电。"
    service.reply(case_id, said, base=1, channel="phone", by=by, at=at + timedelta(minutes=3))
    promised = NewPromise(clock="callback", text="查清批次，中午十二点前回电", due_at=at + timedelta(hours=23))
    service.promise(case_id, promised, by=by, at=at + timedelta(minutes=5))


def _waiting(customer_id: int, *, by: Actor, at: datetime) -> None:
    new = NewCase(customer_id=customer_id, kind=Kind.REPAIR, subject="米缸的出米口卡住", answered=True)
    case_id = _opened(new, by=by, at=at)
    part = NewPromise(clock="part_arrival", text="出米口配件，周五到货", due_at=at + timedelta(days=5))
    service.promise(case_id, part, by=by, at=at + timedelta(hours=1))
    service.pause(case_id, "waiting_part", note="厂里缺货，已订", by=by, at=at + timedelta(hours=1))


def _handed_over(customer_id: int, to: Actor, *, by: Actor, at: datetime) -> None:
    new = NewCase(customer_id=customer_id, kind=Kind.SERVICE, subject="单位食堂要开一年的发票", answered=True)
    case_id = _opened(new, by=by, at=at)
    whole = HandOver(
        to_id=to.user_id or 0, need="把去年的收据都换成发票", checked="去年共 14 单，收据号已列在备注里",
        ask="核对能否合开一张，并告诉客户要带什么", contact="见客户档案", reply_by=at + timedelta(hours=6),
    )  # fmt: skip
    service.offer(case_id, whole, by=by, at=at + timedelta(minutes=5))


def _from_the_web(customer_id: int, *, by: Actor, at: datetime) -> None:
    new = NewCase(
        customer_id=customer_id, kind=Kind.RETURN, subject="多送了一桶油，想退", story="单子上是一桶，送来两桶，另一桶没开封。",
        channel="message", taken=False, key="demo-web-1",
    )  # fmt: skip
    _opened(new, by=by, at=at)


def _asked_about(customer_id: int, *, by: Actor, at: datetime) -> None:
    new = NewCase(
        customer_id=customer_id, kind=Kind.COMPLAINT, subject="称重不足，已向 12315 反映", severity=Severity.URGENT,
        channel="letter",
    )  # fmt: skip
    case_id = _opened(new, by=by, at=at)
    service.regulator(
        case_id, "referred", text="12315 转来：客户称 10 公斤装少了三两", by=by, at=at + timedelta(hours=1)
    )
    said = "收到您的反映，我们已派人去复秤，今天之内给您结果。"
    service.reply(case_id, said, base=1, channel="phone", by=by, at=at + timedelta(hours=1, minutes=30))
