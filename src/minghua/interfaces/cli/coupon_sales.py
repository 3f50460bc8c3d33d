"""What a till does with coupons, at the shell: ask, hold, use, let go, give back (R24.5)."""

from collections.abc import Callable
from typing import Any, Final

import click

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.types.coupon_story import BackLine, Quote, Sale, SaleLine
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel import money
from minghua.kernel.errors import Invalid

_KEY = click.option("--key", required=True, help="业务号，永远唯一。The business key, unique for ever.")
_MILLI: Final = 1000


def _sale(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that tell a purchase."""
    for option in (
        click.option("--freight", default="0", help="运费。The freight."),
        click.option("--currency", default="CNY", show_default=True, help="币种。The currency."),
        click.option("--order", default="", help="店里的订单号。The shop's number of the order."),
        click.option("--customer", "customer_id", type=int, help="谁在买。Who buys."),
        click.option(
            "--coupon",
            "coupons",
            multiple=True,
            help="券码或会员的券号，可多次。A code or a member's coupon, repeatable.",
        ),
        click.option(
            "--line",
            "lines",
            nargs=3,
            multiple=True,
            required=True,
            metavar="货号 金额 数量",
            help="买了什么，可多次。What is bought, repeatable: SKU, amount, quantity.",
        ),
    ):
        command = option(command)
    return command


@click.command()
@_sale
@acting("coupons.redeem")
def quote(person: Person, **told: Any) -> None:
    """算一算用券能省多少，不留下任何东西。What coupons would save; nothing is kept."""
    sale = _told(**told)
    person.show(_quoted(loyalty_reads.quote_coupons(person.actor, sale, at=person.at), sale, person))


@click.command()
@_sale
@_KEY
@click.option("--minutes", type=int, help="预留几分钟。For how many minutes.")
@acting("coupons.redeem")
def hold(person: Person, key: str, minutes: int | None, **told: Any) -> None:
    """为一笔未付的订单留住券。Keep coupons for a purchase under way."""
    sale = _told(**told)
    with person.writing():
        used = loyalty.hold_coupons(sale, key=key, minutes=minutes, by=person.actor, at=person.at)
    person.show(_used(used, sale.currency, person))


@click.command()
@_sale
@_KEY
@acting("coupons.redeem")
def redeem(person: Person, key: str, **told: Any) -> None:
    """在一笔购买上直接用券。Use coupons on a purchase at once."""
    sale = _told(**told)
    with person.writing():
        used = loyalty.redeem_coupons(sale, key=key, by=person.actor, at=person.at)
    person.show(_used(used, sale.currency, person))


@click.command()
@click.argument("key")
@click.option("--order", default="", help="店里的订单号。The shop's number of the order.")
@acting("coupons.redeem")
def capture(person: Person, key: str, order: str) -> None:
    """使用已留住的券。Use what is held."""
    with person.writing():
        used = loyalty.redeem_hold(key, order=order, by=person.actor, at=person.at)
    person.show({"key": used.key, "state": used.state.value, "again": used.again})


@click.command()
@click.argument("key")
@acting("coupons.redeem")
def release(person: Person, key: str) -> None:
    """放掉留住的券。Let go what is held."""
    with person.writing():
        used = loyalty.release_coupons(key, by=person.actor, at=person.at)
    person.show({"key": used.key, "state": used.state.value, "again": used.again})


@click.command()
@click.argument("of")
@_KEY
@click.option("--line", "lines", nargs=2, multiple=True, metavar="行号 数量", help="退哪行几件（行号从 1 起）；不写即全退。Which line, how much; all if none.")  # fmt: skip
@acting("coupons.redeem")
def reverse(person: Person, of: str, key: str, lines: tuple[tuple[str, str], ...]) -> None:
    """退货时退回券与优惠。Give back the coupons and discounts of a purchase, whole or by lines."""
    named = [BackLine(_place(line), _scaled(quantity, _MILLI, "line")) for line, quantity in lines] or None
    with person.writing():
        back = loyalty.reverse_coupons(of, key=key, lines=named, by=person.actor, at=person.at)
    told = {"money_minor": back.money, "freight_minor": back.freight, "whole": back.whole, "again": back.again}
    lines_back = [f"{each.line + 1}: {each.money}" for each in back.lines]
    person.show({"reversal": back.reversal_id, **told, "lines_minor": lines_back})


def _told(
    *,
    lines: tuple[tuple[str, str, str], ...],
    coupons: tuple[str, ...],
    customer_id: int | None,
    order: str,
    currency: str,
    freight: str,
) -> Sale:
    scale = 10 ** money.digits(currency)
    bought = tuple(
        SaleLine(product=sku, amount=_scaled(amount, scale, "line"), quantity_milli=_scaled(quantity, _MILLI, "line"))
        for sku, amount, quantity in lines
    )
    paid = _scaled(freight, scale, "freight")
    return Sale(coupons=coupons, lines=bought, customer_id=customer_id, freight=paid, currency=currency, order=order)


def _scaled(text: str, scale: int, field: str) -> int:
    try:
        return money.scaled(money.parse_decimal(text), scale)
    except money.NotAnAmount as error:
        raise Invalid(f"「{text}」不是数字。", f"“{text}” is not a number.", field=field) from error


def _place(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise Invalid(
            f"行号「{text}」应为从 1 起的整数。", f"The line “{text}” must be a number from 1 on.", field="line"
        )
    return int(text) - 1


def _quoted(told: Quote, sale: Sale, person: Person) -> dict[str, Any]:
    language, currency = person.actor.language, sale.currency
    return {
        "saving": money.show(told.saving, currency),
        "left": money.show(told.left, currency),
        "used": [f"{each.name.say(language)} …{each.tail}: {money.show(each.money, currency)}" for each in told.used],
        "skipped": [f"{each.coupon}: {each.why.say(language)}" for each in told.skipped],
    }


def _used(used: Any, currency: str, person: Person) -> dict[str, Any]:
    told: Quote = used.quote
    return {
        "key": used.key,
        "state": used.state.value,
        "until": used.until_at,
        "again": used.again,
        "saving": money.show(told.saving, currency),
        "left": money.show(told.left, currency),
        "used": [f"{each.name.say(person.actor.language)} …{each.tail}" for each in told.used],
    }


TILL: Final = (quote, hold, redeem, capture, release, reverse)
