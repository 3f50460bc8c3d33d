"""What may be said of a product before it is kept."""

from collections.abc import Mapping
from typing import Any

from minghua.kernel.words import Text

MAX_MINOR = 10**13
MAX_CYCLE_DAYS = 3_650

PROBLEMS: dict[str, Text] = {
    "empty": Text("不能为空。", "It cannot be empty."),
    "too_long": Text("文字过长。", "The text is too long."),
    "negative": Text("不能为负数。", "It cannot be negative."),
    "not_positive": Text("必须大于零。", "It must be more than zero."),
    "too_large": Text("数值过大。", "The number is too large."),
    "unknown_nature": Text("未知的产品性质。", "Unknown nature of product."),
    "needs_goods": Text("只有商品可以续购。", "Only goods can be replenished."),
}
_LENGTHS = {"sku": 64, "name": 200, "unit": 16, "serving_name": 16}
_AMOUNTS = ("price_minor", "cost_minor")
_POSITIVE = {"cycle_days": MAX_CYCLE_DAYS, "servings_milli": MAX_MINOR}


def problems(facts: Mapping[str, Any], *, natures: frozenset[str]) -> dict[str, str]:
    """Return the code of what is wrong by field, for the fields that are given."""
    found = {**_texts(facts), **_numbers(facts)}
    nature = facts.get("nature")
    if nature is not None and nature not in natures:
        found["nature"] = "unknown_nature"
    if facts.get("replenishable") and nature not in (None, "goods"):
        found["replenishable"] = "needs_goods"
    return found


def _texts(facts: Mapping[str, Any]) -> dict[str, str]:
    empty = {name: "empty" for name in ("sku", "name") if name in facts and not facts[name].strip()}
    long = {name: "too_long" for name, most in _LENGTHS.items() if len(facts.get(name) or "") > most}
    return empty | long


def _numbers(facts: Mapping[str, Any]) -> dict[str, str]:
    limits = [(name, 0, MAX_MINOR, "negative") for name in _AMOUNTS]
    limits += [(name, 1, most, "not_positive") for name, most in _POSITIVE.items()]
    found = {}
    for name, least, most, code in limits:
        value = facts.get(name)
        if value is not None and not least <= value <= most:
            found[name] = code if value < least else "too_large"
    return found
