"""Which version of which terms a day of sale falls under, and what is wrong with new ones (R20.9)."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from minghua.domain.catalog.types.warranty import Terms
from minghua.kernel.words import Text

MOST_MONTHS: Final = 600
PROBLEMS: Final = {
    "code": Text("规则代码用小写字母、数字和下划线，1 到 40 个。", "The code is of 1 to 40 small letters, digits, underscores."),
    "name": Text("请写规则名称，80 字以内。", "Give the rule a name of at most 80 signs."),
    "months": Text("月数应为 1 到 600。", "The months are 1 to 600."),
    "sold_until": Text("结束日要晚于开始日。", "It must end after it begins."),
    "at_least_units": Text("台数至少为 1。", "The units are at least 1."),
    "sold_from": Text(
        "新版本的开始日要晚于上一版，也不早于今天：已卖出的设备不受改动影响。",
        "A new version begins after the one before it and not before today: what was sold keeps its terms.",
    ),
}  # fmt: skip


def in_force(versions: Iterable[Terms], *, sold_on: date) -> list[Terms]:
    """Return for each code the one version its sale falls under: the latest that had begun, unless its days had ended."""
    latest: dict[str, Terms] = {}
    for each in versions:
        known = latest.get(each.code)
        if each.sold_from <= sold_on and (known is None or each.version > known.version):
            latest[each.code] = each
    return [each for _, each in sorted(latest.items()) if each.sold_until is None or sold_on < each.sold_until]


def problem(new: Terms, before: Terms | None, *, today: date) -> str:
    """Return the field that is wrong with new terms, empty when they may be published."""
    checks = {
        "code": 1 <= len(new.code) <= 40 and new.code.isascii() and new.code.replace("_", "a").isalnum() and new.code.islower(),
        "name": all(1 <= len(name.strip()) <= 80 for name in (new.name.zh, new.name.en)),
        "months": 1 <= new.months <= MOST_MONTHS,
        "sold_until": new.sold_until is None or new.sold_until > new.sold_from,
        "at_least_units": new.at_least_units >= 1,
        "sold_from": before is None or (new.sold_from > before.sold_from and new.sold_from >= today),
    }  # fmt: skip
    return next((field for field, fine in checks.items() if not fine), "")
