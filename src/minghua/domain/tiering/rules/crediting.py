"""What an order earns and what its returns take back, by the rate it was awarded under (P0, `claw = earned − ⌊rate × kept⌋ − clawed`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from minghua.domain.orders.types.sales import Sale
from minghua.domain.tiering.rules.earning import for_order
from minghua.domain.tiering.types.spec import EarningRule


class Award(NamedTuple):
    """What was booked for an order under one rule: the points, how they were reckoned, and what is booked against them."""

    points: int
    inputs: Mapping[str, Any]
    booked: Mapping[str, int]  # key → points of the counter-entries


class Line(NamedTuple):
    """One line to book: its key, instant, points and inputs."""

    key: str
    at: datetime
    points: int
    inputs: Mapping[str, Any]


def award(rule: EarningRule, sale: Sale) -> Line | None:
    """Return what a settled order earns under a rule, None when it earns nothing."""
    if not sale.settled:
        return None
    earned = for_order(rule, paid_minor=sale.minor)
    if earned.points <= 0:
        return None
    inputs = {**earned.inputs, "order_id": sale.order_id}
    return Line(f"order:{sale.order_id}", sale.placed_at, earned.points, inputs)


def claws(given: Award, order_id: int, sale: Sale | None, *, at: datetime) -> list[Line]:
    """Return what is still to be booked so that the order counts what was kept of it; nothing when all is booked."""
    booked, kept, lines = dict(given.booked), 0 if sale is None else sale.minor, []
    news = []
    for back in () if sale is None else sale.backs:
        key = f"return:{back.return_id}:{order_id}"
        if key in booked:
            kept -= back.minor
        else:
            news.append((key, back))
    for key, back in news:
        kept -= back.minor
        due = given.points - _worth(given, kept) + sum(booked.values())
        if due > 0:
            booked[key] = -due
            lines.append(Line(key, min(back.at, at), -due, {"order_id": order_id, "kept_minor": max(kept, 0)}))
    target = _worth(given, kept) if sale is not None and sale.settled else 0
    rest = target - given.points - sum(booked.values())
    if rest:
        number = sum(key.startswith("adjust:") for key in booked) + 1
        inputs = {"order_id": order_id, "kept_minor": max(kept, 0), "settled": sale is not None and sale.settled}
        lines.append(Line(f"adjust:{order_id}:{number}", at, rest, inputs))
    return lines


def _worth(given: Award, minor: int) -> int:
    """Return what an amount is worth at the rate of the award."""
    rate, per = int(given.inputs["rating_percent"]), int(given.inputs["minor_per_point"])
    return max(minor, 0) * rate // (100 * per)
