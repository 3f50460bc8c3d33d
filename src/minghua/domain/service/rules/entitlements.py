"""What a unit is entitled to, from its sale: anchor, duration, preconditions, payer, each step told (R20.9, SVC-AC-01…03)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from minghua.domain.catalog.types.warranty import Anchor, Needs, Payer, Scope, Terms
from minghua.domain.service.types.entitlements import (
    CardFacts,
    CardState,
    Cover,
    Denied,
    Entitlement,
    SaleFacts,
    Step,
)
from minghua.kernel.periods import Period, add_months
from minghua.kernel.words import Text

ANCHORS: Final = {
    Anchor.PURCHASE: Text("购买", "purchase"),
    Anchor.INSTALLATION: Text("安装", "installation"),
}


def judge(
    terms: Terms, sale: SaleFacts, *, unit_id: int, cards: Iterable[CardFacts] = (), pauses: Iterable[Period] = ()
) -> Entitlement | Denied:
    """Return what these terms come to for the unit, or which precondition failed; both say every step."""
    asked = cards if terms.needs is Needs.CARD else ()
    card = next((each for each in asked if _entitles(each, terms, unit_id)), None)
    steps = tuple(_steps(terms, sale, card))
    start = _anchor_day(terms, sale)
    if start is None or not all(step.holds for step in steps):
        return Denied(code=terms.code, version=terms.version, name=terms.name, steps=steps)
    plain = add_months(start, terms.months)
    until = extended(plain, pauses, since=start)
    return Entitlement(
        code=terms.code, version=terms.version, name=terms.name, source=terms.source, scope=terms.scope, payer=terms.payer,
        from_on=start, until_on=until, extended_days=(until - plain).days,
        evidence=card.named if card else sale.line, steps=(*steps, *_runs(terms, start, plain, until)),
    )  # fmt: skip


def extended(until: date, pauses: Iterable[Period], *, since: date) -> date:
    """Return the end moved by every day spent in repair or waiting for a part before it; overlapping days count once."""
    reached = since
    for pause in sorted(pauses, key=lambda each: (each.start, each.end)):
        start = max(pause.start, reached)
        if start >= until:
            break
        until += timedelta(days=max(0, (pause.end - start).days))
        reached = max(reached, pause.end)
    return until


def cover(judged: Iterable[Entitlement | Denied], *, scope: Scope, on: date) -> Cover:
    """Return whether that scope is free on that day, and by which entitlement: the one that lasts longest."""
    every = list(judged)
    held = tuple(each for each in every if isinstance(each, Entitlement))
    good = [each for each in held if each.from_on <= on < each.until_on and each.scope in (scope, Scope.WHOLE_UNIT)]
    best = max(good, key=lambda each: (each.until_on, each.code), default=None)
    return Cover(
        on=on, covered=best is not None, payer=best.payer if best else Payer.CUSTOMER, by=best, entitlements=held,
        denied=tuple(each for each in every if isinstance(each, Denied)), text=_told(best, held, on),
    )  # fmt: skip


def owed(units: Collection[int], *, stock: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the units whose card can be handed over from stock and those whose card is owed, in the order given."""
    ordered = tuple(units)
    there = max(0, min(stock, len(ordered)))
    return ordered[:there], ordered[there:]


def _entitles(card: CardFacts, terms: Terms, unit_id: int) -> bool:
    if card.terms != terms.code or card.unit_id != unit_id:
        return False
    return card.state is CardState.HANDED or (card.state is CardState.OWED and card.confirmed)


def _anchor_day(terms: Terms, sale: SaleFacts) -> date | None:
    return sale.purchased_on if terms.anchor is Anchor.PURCHASE else sale.installed_on


def _steps(terms: Terms, sale: SaleFacts, card: CardFacts | None) -> Iterator[Step]:
    day, anchor = _anchor_day(terms, sale), ANCHORS[terms.anchor]
    yield Step(
        day is not None,
        Text(f"{anchor.zh}日期：{day or '不知道'}", f"Day of {anchor.en}: {day or 'unknown'}"),
    )
    sold = sale.purchased_on or day
    yield Step(
        sold is not None and terms.sold_from <= sold and (terms.sold_until is None or sold < terms.sold_until),
        Text(
            f"销售日在 {terms.sold_from} 至 {terms.sold_until or '今'} 之间",
            f"Sold between {terms.sold_from} and {terms.sold_until or 'today'}",
        ),
    )
    if terms.skus or terms.shelves:
        named = ", ".join(sorted(terms.skus | terms.shelves))
        yield Step(
            sale.sku in terms.skus or sale.shelf in terms.shelves,
            Text(f"产品属于：{named}", f"The product is of: {named}"),
        )
    if terms.at_least_units > 1:
        yield Step(
            sale.units >= terms.at_least_units,
            Text(
                f"同一订单至少 {terms.at_least_units} 台（实际 {sale.units} 台）",
                f"At least {terms.at_least_units} units on one order (there were {sale.units})",
            ),
        )
    if terms.needs is Needs.CARD:
        named = card.named if card else ""
        yield Step(
            card is not None,
            Text(
                f"有本台的卡，或已确认的欠卡：{named or '没有'}",
                f"A card of this unit, or one owed and confirmed: {named or 'none'}",
            ),
        )


def _runs(terms: Terms, start: date, plain: date, until: date) -> Iterator[Step]:
    last = plain - timedelta(days=1)
    anchor = ANCHORS[terms.anchor]
    yield Step(
        True,
        Text(
            f"{anchor.zh}日 {start} 起 {terms.months} 个月，到 {last} 为止",
            f"{terms.months} months from the {anchor.en} on {start}, the last day is {last}",
        ),
    )
    if until != plain:
        days, end = (until - plain).days, until - timedelta(days=1)
        yield Step(
            True,
            Text(
                f"修理和等配件 {days} 天不计，顺延到 {end}",
                f"{days} days in repair or waiting for parts are added: {end}",
            ),
        )


def _told(best: Entitlement | None, held: tuple[Entitlement, ...], on: date) -> Text:
    if best is not None:
        last = best.until_on - timedelta(days=1)
        return Text(
            f"免费：{best.name.zh}(第 {best.version} 版)到 {last}。",
            f"Free: {best.name.en} (version {best.version}) until {last}.",
        )
    ended = max((each.until_on for each in held if each.until_on <= on), default=None)
    if ended is not None:
        last = ended - timedelta(days=1)
        return Text(f"收费：保障已于 {last} 结束。", f"Chargeable: cover ended on {last}.")
    return Text("收费：没有适用的保障。", "Chargeable: no cover applies.")
