"""The product's form: what it starts with, and what was typed as facts of the catalog."""

from typing import Any, Final

from minghua.domain.catalog.types import Nature, ProductCard
from minghua.interfaces.web import trade_values
from minghua.kernel import money
from minghua.kernel.errors import Invalid

BLANK: Final[dict[str, str]] = {
    "sku": "",
    "name": "",
    "category": "",
    "unit": "件",
    "price_minor": "",
    "cost_minor": "",
    "currency": "CNY",
    "nature": "goods",
    "replenishable": "",
    "servings_milli": "",
    "serving_name": "",
    "cycle_days": "",
    "active": "1",
}


def values_of(card: ProductCard) -> dict[str, str]:
    """Return a product as its form shows it."""
    return {
        "sku": card.sku,
        "name": card.name,
        "category": card.category,
        "unit": card.unit,
        "price_minor": _amount(card.price_minor, card.currency),
        "cost_minor": _amount(card.cost_minor, card.currency),
        "currency": card.currency,
        "nature": card.nature,
        "replenishable": "1" if card.replenishable else "",
        "servings_milli": trade_values.quantity_text(card.servings_milli),
        "serving_name": card.serving_name,
        "cycle_days": "" if card.cycle_days is None else str(card.cycle_days),
        "active": "1" if card.active else "",
    }


def facts(form: Any) -> dict[str, Any]:
    """Return the typed facts except sku and shelf; raises Invalid naming the field."""
    currency = form.get("currency", "CNY").strip().upper()
    if currency not in money.SIGNS:
        raise Invalid("不支持的币种。", "The currency is not supported.", field="currency")
    return {
        "name": form.get("name", "").strip(),
        "unit": form.get("unit", "").strip(),
        "price_minor": _minor(form, "price_minor", currency),
        "cost_minor": _minor(form, "cost_minor", currency),
        "currency": currency,
        "nature": _nature(form.get("nature", "goods")),
        "replenishable": bool(form.get("replenishable")),
        "servings_milli": _number(form, "servings_milli", 1_000),
        "serving_name": form.get("serving_name", "").strip(),
        "cycle_days": _number(form, "cycle_days", 1),
        "active": bool(form.get("active")),
    }


def _amount(minor: int | None, currency: str) -> str:
    return "" if minor is None else money.show(minor, currency, sign=False).replace(",", "")


def _minor(form: Any, name: str, currency: str) -> int | None:
    return _number(form, name, 10 ** money.digits(currency))


def _number(form: Any, name: str, scale: int) -> int | None:
    typed = form.get(name, "").strip()
    return trade_values.typed(typed, scale=scale, field=name) if typed else None


def _nature(code: str) -> Nature:
    try:
        return Nature(code)
    except ValueError:
        raise Invalid("未知的产品性质。", "Unknown nature of product.", field="nature") from None
