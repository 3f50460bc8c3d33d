"""The demo company's air conditioners: three of one household, one of which keeps failing; what was promised and what came of it."""

from datetime import datetime, timedelta
from typing import Final

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import Anchor, NewProduct, Payer, Scope, Source, Terms
from minghua.domain.service import operations as service
from minghua.domain.service.types import (
    CardState,
    Condition,
    NewHolding,
    NewReport,
    Outcome,
    PromiseKind,
    PromiseToKeep,
    Reported,
)
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.journeys.demo.facts import Company
from minghua.journeys.demo.opening import Keys
from minghua.kernel.periods import add_months
from minghua.kernel.words import Text

SKU: Final = "KFR35"
BOUGHT_MONTHS: Final = 38
PLACES: Final = ("客厅", "主卧", "次卧")
YEARS: Final = (
    ("maker_3y", "厂家整机三年", "Maker, three years", 36),
    ("gold_5y", "金卡整机五年", "Gold card, five years", 60),
)


def cool_a_home(facts: Company, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Sell three air conditioners to a household and let the bedroom's fail three times."""
    homes = [
        keys.customers[party.key]
        for party in facts.parties
        if party.kind == "household" and party.key in keys.customers
    ]
    if not homes:
        return
    home = homes[:7][-1]  # the ones before it are at the desk
    units = _sell(home, at=at, by=by)
    _promise(home, units, by=by, at=at)
    _fail(home, units[1], by=by, at=at)
    service.break_overdue(by=SYSTEM, at=at)
    service.tick_clocks(by=SYSTEM, at=at)


def _sell(customer_id: int, *, by: Actor, at: datetime) -> list[int]:
    bought = add_months(at.date(), -BOUGHT_MONTHS)
    new = NewProduct(sku=SKU, name="变频空调 1.5 匹", category="家电", unit="台", price_minor=299_900)
    product = catalog.create_product(new, by=SYSTEM, at=at)
    for code, zh, en, months in YEARS:
        terms = Terms(
            code=code, version=0, name=Text(zh, en), source=Source.MAKER if months == 36 else Source.PROMOTION,
            scope=Scope.WHOLE_UNIT, anchor=Anchor.PURCHASE, months=months, payer=Payer.MAKER,
            sold_from=add_months(bought, -1), skus=frozenset({SKU}), gives_card=months > 36,
        )  # fmt: skip
        catalog.publish_terms(terms, by=SYSTEM, at=at - timedelta(days=900))
    return [
        service.record_unit(
            NewHolding(
                customer_id=customer_id, product_id=product.id, key=f"demo:{SKU}:{n}", serial=f"KF35-2023-{n:04}",
                place=place, purchased_on=bought, installed_on=bought, sold_together=3, evidence="MH-2023-0815",
            ),
            by=by, at=at - timedelta(days=800),
        )
        for n, place in enumerate(PLACES, start=1)
    ]  # fmt: skip


def _promise(customer_id: int, units: list[int], *, by: Actor, at: datetime) -> None:
    """One card was in the shop, two are owed; one of these was brought late."""
    began = at - timedelta(days=60)
    service.note_card(units[0], "gold_5y", state=CardState.HANDED, evidence="JK-0001", by=by, at=began)
    for unit_id in units[1:]:
        service.note_card(
            unit_id, "gold_5y", state=CardState.OWED, evidence="欠金卡两张（销售单）", confirmed=True, by=by, at=began
        )
    call = PromiseToKeep(
        customer_id=customer_id, kind=PromiseKind.CALL_BACK, text="周二上午回电确认上门时间", key="demo:call",
        due_at=at - timedelta(days=39), unit_id=units[1],
    )  # fmt: skip
    made = service.give_promise(call, by=by, at=at - timedelta(days=41))
    service.keep_promise(made, evidence="通话 4 分钟，约好次日", by=by, at=at - timedelta(days=40))


def _fail(customer_id: int, unit_id: int, *, by: Actor, at: datetime) -> None:
    first = _report(unit_id, "not_cooling", "外机不转了，过一阵又好", days=40, by=by, at=at)
    service.record_repair(
        first.problem_id, Outcome.FIXED, diagnosis="换温度传感器，补制冷剂", parts="温度传感器", by=by,
        at=at - timedelta(days=39),
    )  # fmt: skip
    second = _report(unit_id, "no_restart", "热的那天又停了，第二天自己好了", days=16, by=by, at=at)
    service.record_repair(second.problem_id, Outcome.WORKS_AGAIN, by=by, at=at - timedelta(days=15))
    third = _report(unit_id, "no_restart", "又不转了，这是第三次", days=10, by=by, at=at)
    service.record_repair(
        third.problem_id, Outcome.WAITING_PART, diagnosis="控制器坏", parts="控制器", by=by, at=at - timedelta(days=9)
    )
    part = PromiseToKeep(
        customer_id=customer_id, kind=PromiseKind.PART, text="控制器两周内到货", key="demo:part",
        due_at=at + timedelta(days=5), unit_id=unit_id, problem_id=third.problem_id, case_id=third.case_id,
    )  # fmt: skip
    service.give_promise(part, by=by, at=at - timedelta(days=9))


def _report(unit_id: int, symptom: str, words: str, *, days: int, by: Actor, at: datetime) -> Reported:
    new = NewReport(
        unit_id=unit_id, symptom=symptom, key=f"demo:fault:{days}", condition=Condition.WHEN_HOT, words=words
    )
    return service.report_fault(new, by=by, at=at - timedelta(days=days))
