"""How an archive is laid out, and the templates that a business begins with."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from minghua.domain.customers.types.fields import ArchiveField
from minghua.domain.customers.types.shaping import NewField, Option
from minghua.kernel.words import Text

PLACES: Final[dict[str, Text]] = {
    "header": Text("左栏", "Left column"),
    "panel": Text("侧面板", "Side panel"),
    "quick": Text("新建表单", "New customer form"),
}
MOST_SECTIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the archive: a title, one or two columns, its fields in order."""

    code: str
    title: Text
    columns: int
    fields: tuple[ArchiveField, ...]


@dataclass(frozen=True, slots=True)
class Arranged:
    """A layout filled with the fields there are: sections, what is hidden, what stands in which place."""

    sections: tuple[Section, ...]
    hidden: tuple[ArchiveField, ...]
    places: dict[str, tuple[ArchiveField, ...]]


@dataclass(frozen=True, slots=True)
class LayoutSheet:
    """The layout in force for a kind, market kind and role, as whoever shapes the archive sees it."""

    kind: str
    market_kind: str
    role: str
    version: int
    spec: dict[str, Any]
    arranged: Arranged


@dataclass(frozen=True, slots=True)
class LayoutVersion:
    """One version of a layout: who made it and when; an empty one is the default."""

    version: int
    by_name: str
    at: datetime
    is_default: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A template that a business can install: required fields, fields of its own, a layout, things to ask."""

    code: str
    name: Text
    about: Text
    kind: str
    market_kind: str = ""
    required: tuple[str, ...]
    own: tuple[NewField, ...] = ()
    front: tuple[str, ...]
    quick: tuple[str, ...]
    checklist: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """An installed template."""

    id: int
    preset: str
    name: Text
    kind: str
    market_kind: str
    required: tuple[str, ...]
    checklist: tuple[Text, ...]
    installed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Installing:
    """What installing a preset would change: fields to be made, fields that become required or no longer are."""

    preset: Preset
    new_fields: tuple[NewField, ...]
    newly_required: tuple[Text, ...]
    no_longer_required: tuple[Text, ...]
    replaces: TemplateSheet | None = None
    customers: int = 0
    known: dict[str, Any] = field(default_factory=dict)


_SOURCE = (
    Option("朋友圈", "Moments", "moments"),
    Option("群聊", "Group chat", "group"),
    Option("朋友推荐", "Friend", "friend"),
    Option("直播", "Live stream", "live"),
)
PRESETS: Final[tuple[Preset, ...]] = (
    Preset(
        code="micro",
        name=Text("微商", "Micro-merchant"),
        about=Text(
            "靠微信做生意：微信号、备注、生日、收货地址、偏好、朋友圈观察、来源。",
            "Business over messengers: id, remark, birthday, address, preferences, social-feed notes, source.",
        ),
        kind="person",
        required=("name", "wechat", "nickname", "gender", "birthday", "address", "micro_preferences", "x_met_through"),
        own=(
            NewField(zh="怎么认识的", en="Met through", type="choice", kinds=("person",), code="x_met_through", options=_SOURCE),
            NewField(
                zh="收货习惯", en="Delivery habits", type="text", kinds=("person",), code="x_delivery_habits",
                block="transaction", sortable=False,
            ),
            NewField(zh="最近互动", en="Last interaction", type="date", kinds=("person",), code="x_last_chat", block="transaction"),
        ),
        front=("wechat", "nickname", "mobile", "address", "micro_preferences", "feed_notes", "micro_orders", "x_met_through"),
        quick=("x_met_through",),
        checklist=(
            Text("加了微信并写好备注", "Added as a contact with a remark"),
            Text("问过生日和收货地址", "Asked for birthday and address"),
            Text("看过最近一个月的朋友圈", "Read the last month of the feed"),
        ),
    ),
    Preset(
        code="b2b",
        name=Text("企业客户", "B2B"),
        about=Text(
            "卖给单位：行业、规模、信用代码、决策人、账期、合同。",
            "Selling to firms: trade, size, credit code, decider, terms, contract.",
        ),
        kind="organization",
        market_kind="business",
        required=(
            "org_name", "org_address", "org_phone", "trade", "size", "uscc", "owner_name", "manager_name", "terms", "credit",
            "x_decider", "x_payment_days",
        ),
        own=(
            NewField(zh="决策人", en="Decider", type="text", kinds=("organization",), code="x_decider", searchable=True),
            NewField(
                zh="账期天数", en="Payment days", type="integer", kinds=("organization",), code="x_payment_days",
                block="transaction", minimum="0", maximum="365",
            ),
            NewField(zh="合同到期", en="Contract ends", type="date", kinds=("organization",), code="x_contract_ends", block="transaction"),
            NewField(zh="年采购额", en="Yearly purchase", type="money", kinds=("organization",), code="x_yearly_purchase", block="business"),
        ),
        front=("org_name", "trade", "size", "uscc", "x_decider", "owner_name", "manager_name", "terms", "credit", "x_payment_days"),
        quick=("trade", "x_decider"),
        checklist=(
            Text("核对营业执照", "Checked the business licence"),
            Text("知道谁拍板、谁付款", "Know who decides and who pays"),
            Text("账期写进合同", "Payment terms are in the contract"),
        ),
    ),
    Preset(
        code="household",
        name=Text("家庭", "Household"),
        about=Text(
            "挨家送货：几口人、一天几碗、米缸多大、忌口、方便的时间。",
            "Delivering door to door: heads, bowls a day, size of the jar, taboos, convenient hours.",
        ),
        kind="household",
        required=("name", "address", "mobile", "family_size", "food_preference", "taboos", "x_convenient_hours"),
        own=(
            NewField(
                zh="方便的时间", en="Convenient hours", type="choices", kinds=("household",), code="x_convenient_hours",
                block="transaction",
                options=(
                    Option("上午", "Morning", "morning"),
                    Option("中午", "Noon", "noon"),
                    Option("下午", "Afternoon", "afternoon"),
                    Option("晚上", "Evening", "evening"),
                ),
            ),
            NewField(zh="楼层", en="Floor", type="integer", kinds=("household",), code="x_floor", minimum="-3", maximum="200"),
            NewField(zh="有电梯", en="Has a lift", type="bool", kinds=("household",), code="x_lift"),
        ),
        front=("name", "mobile", "address", "family_size", "food_preference", "taboos", "x_convenient_hours", "x_floor", "x_lift"),
        quick=("x_convenient_hours", "x_floor"),
        checklist=(
            Text("问清一天吃几碗", "Asked how many bowls a day"),
            Text("量过米缸", "Measured the jar"),
            Text("记下忌口和方便的时间", "Noted taboos and convenient hours"),
        ),
    ),
)  # fmt: skip
