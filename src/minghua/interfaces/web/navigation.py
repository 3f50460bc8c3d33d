"""The places of the house as the sidebar, the bottom bar and the palette name them, each with its permission."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class Place:
    """One page: where it is, how it is called, what one must hold to see it (any of them), and where else one is in it."""

    url: str
    name: Text
    icon: str
    needs: tuple[str, ...] = ()
    keys: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Places that belong together."""

    name: Text
    places: tuple[Place, ...]


_MANAGE = (
    "people.view",
    "policy.publish",
    "parameters.view",
    "roles.manage",
    "pool.manage",
    "audit.view",
    "jobs.view",
    "system.view",
    "webhooks.manage",
    "tokens.own",
)
GROUPS = (
    Group(
        Text("今日", "Today"),
        (
            Place("/today", Text("我的一天", "My day"), "sun", keys="g t"),
            Place("/notices", Text("通知", "Notices"), "bell", keys="g n"),
            Place("/routed", Text("信息流转", "Routed to me"), "inbox", keys="g f"),
            Place("/route", Text("今天该联系谁", "Who to visit"), "map-pin", ("route.view",), "g r", ("/jars",)),
        ),
    ),
    Group(
        Text("客户", "Customers"),
        (
            Place("/customers", Text("客户列表", "Customer list"), "users", ("customers.view",), "g c"),
            Place("/reviews", Text("档案复核", "Archives to verify"), "clipboard-list", ("customers.view",)),
            Place("/tiers", Text("会员等级", "Member levels"), "crown", ("tiering.view",)),
            Place("/benefits", Text("权益与礼包", "Benefits and packs"), "gift", ("benefits.view",)),
            Place("/points", Text("积分", "Points"), "coins", ("points.view",)),
            Place("/coupons", Text("优惠券", "Coupons"), "ticket", ("coupons.view",)),
            Place("/activities", Text("互动活动", "Activities"), "party-popper", ("activities.view",)),
            Place("/grades", Text("企业评级", "Business grades"), "award", ("grades.view",)),
            Place("/quality", Text("数据质量", "Data quality"), "gauge", ("customers.view",)),
            Place("/cleaning", Text("数据清洗", "Data cleaning"), "sparkles", ("customers.clean",)),
            Place("/pool", Text("公海", "Public pool"), "waves", ("pool.view",), "g p"),
            Place("/requests", Text("权利请求", "Data requests"), "shield", ("rights.view",)),
            Place("/rfm", Text("RFM 分析", "RFM"), "chart-column", ("value.view",)),
            Place("/pyramid", Text("客户金字塔", "Customer pyramid"), "pyramid", ("value.view",)),
            Place(
                "/customers/pairs",
                Text("清理重复", "Doubles"),
                "git-merge",
                ("customers.merge",),
                "g d",
                ("/customers/merges",),
            ),
        ),
    ),
    Group(
        Text("交易", "Trade"),
        (
            Place("/orders", Text("订单", "Orders"), "receipt", ("orders.view",), "g o", ("/returns",)),
            Place("/products", Text("产品", "Products"), "package", ("products.view",)),
        ),
    ),
    Group(
        Text("服务", "Service"),
        (
            Place("/desk", Text("服务台", "Desk"), "inbox", ("service.view",), "g k"),
            Place("/units", Text("设备", "Units"), "package", ("service.view",)),
            Place("/problems", Text("故障", "Problems"), "wrench", ("service.view",)),
            Place("/promises", Text("承诺", "Promises"), "alarm-clock", ("service.view",)),
        ),
    ),
    Group(
        Text("补货", "Refills"),
        (
            Place("/refills", Text("补货日历", "Refill calendar"), "calendar-days", ("route.view",)),
            Place("/demand", Text("备货计划", "Demand plan"), "wheat", ("route.view",)),
        ),
    ),
    Group(
        Text("导入导出", "Import and export"),
        (
            Place("/imports", Text("数据导入", "Data imports"), "file-up", ("imports.run", "imports.view_all"), "g i"),
            Place(
                "/exports",
                Text("导出", "Exports"),
                "file-down",
                ("customers.export", "orders.export", "exports.approve"),
            ),
        ),
    ),
    Group(
        Text("设置", "Settings"),
        (
            Place("/settings", Text("设置", "Settings"), "settings", _MANAGE, "g s"),
            Place("/design", Text("设计系统", "Design system"), "swatch-book", ("roles.manage",)),
        ),
    ),
)
ACTIONS = (
    Place("/customers/new", Text("新建客户", "New customer"), "user-plus", ("customers.create",)),
    Place("/orders/new", Text("登记订单", "Record an order"), "receipt", ("orders.record",)),
    Place("/desk/new", Text("登记工单", "Open a case"), "inbox", ("service.work",)),
    Place("/imports/new", Text("导入文件", "Import a file"), "file-up", ("imports.run",)),
    Place("/account/password/change/", Text("修改密码", "Change password"), "key-round"),
    Place("/devices", Text("登录设备", "Devices"), "smartphone"),
    Place("/account/2fa/", Text("两步验证与通行密钥", "Two-step login and passkeys"), "shield-check"),
)
_BAR = ("/today", "/route", "/customers", "/orders")


def _seen(place: Place, actor: Any) -> bool:
    return not place.needs or (actor is not None and any(actor.may(code) for code in place.needs))


def current(path: str, places: Iterable[Place]) -> str:
    """Return the address of the place where one is: the longest that the path begins with, "" for none of them."""
    begun = ((start, place.url) for place in places for start in (place.url, *place.also) if within(path, start))
    return max(begun, key=lambda pair: len(pair[0]), default=("", ""))[1]


def within(path: str, start: str) -> bool:
    """Return whether the path is the address or lies beneath it."""
    return path == start or path.startswith(start + "/")


def groups(request: Any) -> list[tuple[Text, list[tuple[Place, bool]]]]:
    """Return the groups this person may see; each place comes with whether it is the current one."""
    actor = getattr(request, "actor", None)
    shown = [(group, [place for place in group.places if _seen(place, actor)]) for group in GROUPS]
    here = current(request.path, (place for _, places in shown for place in places))
    return [(group.name, [(place, place.url == here) for place in places]) for group, places in shown if places]


def bar(request: Any) -> list[tuple[Place, bool]]:
    """Return the few places of the phone's bottom bar."""
    seen = [pair for _, places in groups(request) for pair in places]
    return [pair for pair in seen if pair[0].url in _BAR]


def actions(request: Any) -> list[Place]:
    """Return what this person can start from the palette."""
    actor = getattr(request, "actor", None)
    return [place for place in ACTIONS if _seen(place, actor)]


def name_of(url: str) -> Text:
    """Return what a place is called, so that its page and the ways back to it say the same; KeyError for none."""
    return {place.url: place.name for group in GROUPS for place in group.places}[url]


def commands(request: Any) -> list[Place]:
    """Return every place for the palette and the list of shortcuts."""
    return [place for _, places in groups(request) for place, _ in places]
