"""What the form of a membership programme says: each field's name, a hint in plain words, and what it offers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from minghua.interfaces.web import display, tier_words
from minghua.kernel.words import Text

_NONE: Final = Text("", "")
VALIDITIES: Final[Mapping[str, Text]] = {
    "none": Text("长期有效", "Without an end"),
    "days": Text("若干天", "Some days"),
    "months": Text("若干个月", "Some months"),
    "years": Text("若干年", "Some years"),
    "calendar": Text("到日历期末", "To the end of a calendar period"),
}
FLOORLESS: Final = Text("不设保底", "No floor")
FOLLOWS: Final = Text("同整个计划", "As the whole programme")
FIELDS: Final[Mapping[str, tuple[Text, Text]]] = {
    "code": (
        Text("计划代码", "Code of the programme"),
        Text("小写英文字母、数字、下划线；存过以后不能改。", "Small letters, digits, underscores; it stays once it is saved."),
    ),
    "zh": (Text("中文名称", "Name in Chinese"), _NONE),
    "en": (Text("英文名称", "Name in English"), _NONE),
    "note-zh": (Text("中文说明", "In Chinese"), Text("会员和同事看到的一句话。", "One sentence for members and colleagues.")),
    "note-en": (Text("英文说明", "In English"), _NONE),
    "members": (Text("谁能加入", "Who may join"), Text("其他客户不参加定级。", "Nobody else is graded.")),
    "illustrative": (
        Text("门槛只是示例", "The thresholds are examples"),
        Text("页面上会标明，正式使用前请改成实际数值。", "The pages say so; put in your own before use."),
    ),
    "measure-kind": (
        Text("按什么定级", "What is measured"),
        Text("选好后，下面只留它用得着的几项。", "Below stands only what this choice needs."),
    ),
    "measure-days": (Text("最近几天", "How many days"), Text("从当天往回数，例如 365。", "Counted back from the day, for example 365.")),
    "measure-months": (Text("最近几个月", "How many months"), Text("从当天往回数，例如 12。", "Counted back from the day, for example 12.")),
    "measure-unit": (Text("多久重新累计", "How often it begins anew"), Text("每期第一天从零算起。", "From nothing on the first day.")),
    "measure-name": (Text("哪个指标", "Which measure"), Text("金额类指标以分计。", "Money is counted in cents.")),
    "measure-gaps": (
        Text("没有余额的日子", "Days without a balance"),
        Text("漏导一天时怎样算日均。", "What an average takes when a day's import is missing."),
    ),
    "w-months": (Text("几个月", "Months"), _NONE),
    "w-percent": (Text("按百分之几计", "Counted at per cent"), _NONE),
    "l-code": (Text("代码", "Code"), _NONE),
    "l-from": (Text("门槛", "Threshold"), Text("达到这个数就算。", "Reaching it is enough.")),
    "l-deduct": (Text("到期扣多少", "Deducted at expiry"), _NONE),
    "l-gates": (Text("还要满足", "Gates"), _NONE),
    "l-patience": (
        Text("连续几个月不达标才降", "Failing months before a fall"),
        Text("空着就同整个计划。", "Empty: as the whole programme."),
    ),
    "l-benefits": (Text("享有的权益", "Benefits"), _NONE),
    "validity-kind": (
        Text("等级有效多久", "How long a level is valid"),
        Text("某一级可以另定。", "A level may have its own."),
    ),
    "l-validity-kind": (Text("有效多久", "Valid for"), _NONE),
    "validity-length": (Text("多长", "How many"), _NONE),
    "validity-unit": (Text("哪种日历期", "Which calendar period"), _NONE),
    "upgrade": (Text("何时升级", "When one rises"), Text("每月考核的计划一律在考核日升级。", "With a monthly evaluation: on its day.")),
    "evaluate_day": (
        Text("每月几日考核", "Evaluated on day"),
        Text("1–28；0 表示随时定级。空着：月日均和自然月为 1，其他为 0。", "1–28; 0: whenever something happens. Empty: 1 for monthly measures, otherwise 0."),
    ),
    "at_expiry": (Text("期满以后", "When the period ends"), Text("只有成长值可以扣减。", "Only a growth value can be deducted from.")),
    "grace_days": (Text("宽限几天", "Days of grace"), Text("期满后再等几天才降级。", "So long after the end before a level falls.")),
    "patience": (
        Text("关注期：连续几个月", "Watch: failing months"),
        Text("连续这么多个月不达标才降级；要按月考核。", "A level falls after so many in a row; needs a monthly evaluation."),
    ),
    "floor": (Text("最低保到", "Floor"), Text("到过这一级的会员，不会再降到它以下。", "Who has reached it never falls below it.")),
    "gate_effect": (Text("条件不再满足时", "When a gate closes"), _NONE),
    "refund": (Text("退货以后", "After a return"), Text("因那笔订单升的级怎么办。", "What becomes of a rise that the order caused.")),
    "pending_days": (Text("几天后才计入", "Days until it counts"), Text("例如等退货期过去；0 表示马上。", "For example until returns are over; 0: at once.")),
    "correction_days": (
        Text("迟到的事管几天", "Late news for days"),
        Text("这么多天内补来的，按发生日重算；再晚按收到日计。空着为 90。", "Within them it counts on its own day; later on the day it came. Empty: 90."),
    ),
    "time_zone": (Text("按哪里的日子", "Whose days count"), Text("时区名称，例如 Asia/Shanghai。", "A time zone, for example Asia/Shanghai.")),
    "leap": (
        Text("对不上的日子", "A day without counterpart"),
        Text("2 月 29 日、31 日起算的一期在哪天结束。", "Where a period from 29 February or the 31st ends."),
    ),
    "first_day_counts": (
        Text("第一天算在有效期内", "The first day counts"),
        Text("不勾：从第二天起算满期限。", "Otherwise the length begins with the second day."),
    ),
    "e-code": (Text("代码", "Code"), _NONE),
    "e-not_levels": (Text("这些等级不算", "Not for these levels"), _NONE),
    "b-code": (Text("代码", "Code"), _NONE),
    "b-includes": (Text("还包含", "Includes"), _NONE),
}  # fmt: skip
ROWS: Final[Mapping[str, Text]] = {
    "l": Text("等级", "Level"),
    "e": Text("得分方式", "Way to earn"),
    "b": Text("权益", "Benefit"),
    "w": Text("权重", "Weight"),
}
TERMS: Final[Mapping[str, Text]] = {
    "minor_per_point": Text("几分钱得 1 分", "Minor units a point"),
    "least_minor": Text("起算金额（分钱）", "Least amount (minor units)"),
    "rating_percent": Text("计分比例（%）", "Share counted (%)"),
    "points": Text("得几分", "Points"),
    "days": Text("一个月内下单几天", "Order days in a month"),
    "post_day": Text("下月几日发放", "Posted on day"),
    "same_product_days": Text("同一商品隔几天", "Days between, same product"),
    "bad_most": Text("差评最多几条", "Bad reviews at most"),
    "bad_days": Text("差评后停几天", "Days barred after them"),
    "first": Text("每件商品前几名", "First so many a product"),
}


def label(key: str) -> str:
    """Return the name of a field."""
    return display.say(FIELDS[key][0])


def hint(key: str) -> str:
    """Return what a field means, "" where its name says it."""
    return display.say(FIELDS[key][1])


def place(name: str) -> str:
    """Return the name of a field with its row, as a defect names it; "" for what is no field."""
    row = re.fullmatch(r"([lebw])-(\d+)-(.+)", name)
    if row is None:
        return label(name) if name in FIELDS else ""
    letter, number, key = row[1], int(row[2]) + 1, row[3]
    if key.startswith("terms-"):
        inner = term(key[6:])
    else:
        inner = next((label(each) for each in (f"{letter}-{key}", key) if each in FIELDS), key)
    return display.say(Text(f"{ROWS[letter].zh} {number} · {inner}", f"{ROWS[letter].en} {number} · {inner}"))


def called(one: Mapping[str, Any]) -> str:
    """Return the name of a level or benefit of the form in the reader's language, its code without one."""
    zh, en, code = one["name"]["zh"], one["name"]["en"], one["code"]
    return display.say(Text(zh or en or code, en or zh or code))


def term(key: str) -> str:
    """Return the name of a number of a way to earn."""
    return display.say(TERMS.get(key, Text(key, key)))


def way(kind: str) -> str:
    """Return the name of a way to earn."""
    return display.say(tier_words.EARNINGS.get(kind, Text(kind, kind)))


def rows(held: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return the levels or benefits of the form to choose from."""
    return [(one["code"], called(one)) for one in held if one["code"]]


def options(of: Mapping[str, Text], chosen: str = "", *, first: Text | None = None) -> list[tuple[str, str]]:
    """Return what a field offers; a choice that there is not any more is still shown."""
    known = [("", display.say(first))] if first else []
    return also([*known, *((code, display.say(text)) for code, text in of.items())], [chosen])


def also(known: list[tuple[str, str]], chosen: list[str]) -> list[tuple[str, str]]:
    """Return what a field offers, and what was chosen though it is not offered."""
    codes = {code for code, _ in known}
    return [*known, *((code, code) for code in chosen if code and code not in codes)]
