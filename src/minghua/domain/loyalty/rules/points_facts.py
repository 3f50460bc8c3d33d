"""Facts as they are stored and back: the terms decided when a fact was told are plain values (JSON)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from minghua.domain.loyalty.types.points import Act, Counted, Expiry, ExpiryKind, Happening, Negative, RoundUp, Worth


def terms_of(told: Happening) -> dict[str, Any]:
    """Return what of a fact has no column of its own, without what is as usual."""
    plain = {
        "available_on": _iso(told.available_on),
        "awaits": told.awaits or None,
        "cancel_on": _iso(told.cancel_on),
        "expiry": None if told.expiry.kind is ExpiryKind.NONE else _expiry(told.expiry),
        "worth": None if told.worth is None else _worth(told.worth),
        "ceiling": told.ceiling,
        "until_at": _iso(told.until_at),
        "negative": None if told.negative is Negative.DEBT else told.negative.value,
        "debt_limit": told.debt_limit,
        "charge_lapsed": told.charge_lapsed or None,
        "grace_days": told.grace_days or None,
        "stirs": None if told.stirs else False,
    }
    return {name: value for name, value in plain.items() if value is not None}


def happening(act: str, key: str, at: datetime, amount: int, of: str, back: int, terms: Mapping[str, Any]) -> Happening:
    """Return the fact that these columns tell."""
    until_at, worth = terms.get("until_at"), terms.get("worth")
    return Happening(
        Act(act),
        key,
        at,
        amount,
        of,
        available_on=_day(terms.get("available_on")),
        awaits=bool(terms.get("awaits")),
        cancel_on=_day(terms.get("cancel_on")),
        expiry=_read_expiry(terms["expiry"]) if terms.get("expiry") else Expiry(),
        worth=None if worth is None else worth_of(worth),
        back=back,
        ceiling=terms.get("ceiling"),
        until_at=None if until_at is None else datetime.fromisoformat(until_at),
        negative=Negative(terms.get("negative", Negative.DEBT.value)),
        debt_limit=terms.get("debt_limit"),
        charge_lapsed=bool(terms.get("charge_lapsed")),
        grace_days=int(terms.get("grace_days", 0)),
        stirs=bool(terms.get("stirs", True)),
    )


def _expiry(terms: Expiry) -> list[Any]:
    return [terms.kind.value, terms.months, terms.days, terms.round_up.value, [list(each) for each in terms.dates]]


def _read_expiry(plain: list[Any]) -> Expiry:
    kind, months, days, round_up, dates = plain
    return Expiry(ExpiryKind(kind), months, days, RoundUp(round_up), tuple((month, number) for month, number in dates))


def worth_of(plain: Sequence[Any]) -> Worth:
    """Return what an award rested on from its stored values; an award of a whole order's money has five of them."""
    base, points, per, fixed, least, *of_goods = plain
    if not of_goods:
        return Worth(base, points, per, fixed, least)
    counted, goods = of_goods
    return Worth(base, points, per, fixed, least, Counted(counted), None if goods is None else tuple(goods))


def _worth(worth: Worth) -> list[Any]:
    numbers: list[Any] = [worth.base, worth.points, worth.per, worth.fixed, worth.least]
    if worth.counted is Counted.MONEY and worth.goods is None:
        return numbers
    return [*numbers, worth.counted.value, None if worth.goods is None else list(worth.goods)]


def _iso(value: date | datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
