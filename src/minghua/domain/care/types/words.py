"""Numbers of the business (P14) and enumerations of the rice ledger, declared once as data (R00.6, R00.8)."""

from typing import Final

from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.vocabularies import Term, Vocabularies
from minghua.kernel.words import Text

_DAYS = Text("天", "days")

PARAMETERS: Final = (
    ParameterDef(
        "jar.lead_days",
        Kind.INTEGER,
        1,
        Text("门店：提前联系天数", "Shop: lead"),
        _DAYS,
        "P14",
        minimum=0,
        maximum=60,
    ),
    ParameterDef(
        "jar.safety_days",
        Kind.INTEGER,
        1,
        Text("门店：安全天数", "Shop: safety"),
        _DAYS,
        "P14",
        minimum=0,
        maximum=60,
    ),
    ParameterDef(
        "jar.alpha_shop",
        Kind.DECIMAL,
        "0.3",
        Text("门店：学习速度 α", "Shop: learning rate α"),
        source="P14",
        minimum=0,
        maximum=1,
    ),
    ParameterDef(
        "jar.safety_village",
        Kind.INTEGER,
        0,
        Text("乡村：安全天数 s", "Village: safety s"),
        _DAYS,
        "P10",
        minimum=0,
        maximum=60,
    ),
    ParameterDef(
        "jar.alpha_village",
        Kind.DECIMAL,
        "0.5",
        Text("乡村：学习速度 α", "Village: learning rate α"),
        source="P10",
        minimum=0,
        maximum=1,
    ),
    ParameterDef(
        "jar.rhythm_pause_days",
        Kind.INTEGER,
        7,
        Text("周期商品联系后暂停天数", "Pause after contacting about goods with a rhythm"),
        _DAYS,
        "R08.4",
        minimum=1,
        maximum=365,
    ),
    ParameterDef(
        "jar.rhythm_lapses_after",
        Kind.INTEGER,
        2,
        Text("周期商品逾期几倍后不再提醒", "Overdue ratio after which a rhythm counts as lapsed"),
        Text("倍", "times"),
        "R08.4",
        minimum=1,
        maximum=100,
    ),
)

VOCABULARIES: Final[Vocabularies] = {
    "care.preset": (
        Term("shop", "门店（提前联系）", "Shop (contact ahead)"),
        Term("village", "乡村（直接送）", "Village (deliver)"),
    ),
    "care.outcome": (
        Term("delivered", "已送到", "Delivered"),
        Term("nobody_home", "没人在家", "Nobody home"),
        Term("postponed", "改天再来", "Another day"),
        Term("declined", "这次不要", "Not this time"),
    ),
    "care.notice": (
        Term("needs_survey", "需要走访", "Needs a survey"),
        Term("no_need_ahead", "今后没有用量", "No need ahead"),
        Term("every_day", "缸装不下一天的量，只能天天送", "The jar is smaller than a day’s need: go every day"),
        Term("overfilled", "送的比缸能装的多", "More was brought than the jar can hold"),
        Term("already_out", "按推算已经吃完", "Empty already by the forecast"),
        Term("stock_out_first", "再去之前就会吃完", "It will run out before the next try"),
        Term("covered", "已有未完成的订单", "An open order covers it"),
    ),
    "care.verdict": (
        Term("learned", "已学习", "Learned"),
        Term("first", "首次观测", "First observation"),
        Term("away", "外出，不计", "Away: not counted"),
        Term("same_day", "同日再送，不计", "Same day: not counted"),
        Term("topped_up", "别处买过，不计", "Bought elsewhere: not counted"),
        Term("ran_dry", "缸早空了，不计", "Stood empty: not counted"),
    ),
    "care.alarm": (
        Term("none", "按时", "On time"),
        Term("late", "该去没去", "Overdue"),
        Term("empty", "可能断粮", "Probably empty"),
    ),
}
