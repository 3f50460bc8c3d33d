"""A child of a customer in every table of service."""

from typing import Any

from tests.conftest import AT
from tests.functional.merging_stock import DAY, Make, Stock, create


def _unit(stock: Stock) -> Any:
    return create("catalog.Unit", product=stock.products[0], key=f"unit:{stock.next()}", recorded_at=AT)


def _holding(customer_id: int, pick: int, stock: Stock) -> Any:
    return create(
        "service.Holding", unit=_unit(stock), customer_id=customer_id, from_on=DAY, how="hand", recorded_at=AT
    )


def _shared(customer_id: int, pick: int, stock: Stock) -> Any:
    own = {"customer": stock.friends[pick], "household_id": customer_id}
    return create("service.Holding", unit=_unit(stock), from_on=DAY, how="hand", recorded_at=AT, **own)


def _card(customer_id: int, pick: int, stock: Stock) -> Any:
    return create(
        "service.Card", unit=_unit(stock), customer_id=customer_id, code="gold", state="handed", recorded_at=AT
    )


def _charge(customer_id: int, pick: int, stock: Stock) -> Any:
    key = f"charge:{stock.next()}"
    return create(
        "service.VisitCharge", unit=_unit(stock), customer_id=customer_id, key=key, on=DAY, amount_minor=1, at=AT
    )


def _problem(customer_id: int, pick: int, stock: Stock) -> Any:
    return create(
        "service.Problem", unit=_unit(stock), customer_id=customer_id, symptom="noise", condition="unknown", state="open",
        level=1, reports=1, since_rest=1, first_at=AT, last_at=AT, updated_at=AT,
    )  # fmt: skip


def _report(customer_id: int, pick: int, stock: Stock) -> Any:
    problem = _problem(stock.friends[pick].pk, pick, stock)
    return create(
        "service.Occurrence", problem=problem, customer_id=customer_id, key=f"report:{stock.next()}", at=AT,
        channel="phone", symptom="noise", condition="unknown", level=1, recorded_at=AT,
    )  # fmt: skip


def _promise(customer_id: int, pick: int, stock: Stock) -> Any:
    return create(
        "service.Promise", customer_id=customer_id, key=f"promise:{stock.next()}", kind="other", origin="hand", text="回电",
        owner=stock.user, given_at=AT, due_at=AT,
    )  # fmt: skip


SERVICE: dict[str, Make] = {
    "service.Holding.customer_id": _holding,
    "service.Holding.household_id": _shared,
    "service.Card.customer_id": _card,
    "service.VisitCharge.customer_id": _charge,
    "service.Problem.customer_id": _problem,
    "service.Occurrence.customer_id": _report,
    "service.Promise.customer_id": _promise,
}
