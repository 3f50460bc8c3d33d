"""The lists of orders and products at this door: their ready-made views and the words of their filters."""

from dataclasses import replace
from typing import Any

from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.orders import queries as order_reads
from minghua.foundation.listing.types import Condition, Field, Group, Sort, Spec, all_of
from minghua.interfaces.web import display
from minghua.interfaces.web.lists import words
from minghua.interfaces.web.lists.look import Look, Preset, look_of
from minghua.interfaces.web.lists.words import Chip
from minghua.kernel.words import Text

ORDERS, PRODUCTS = "/orders", "/products"
_LATEST = (Sort("placed_at", descending=True),)
_SALES = Condition("kind", "is", ("sale",))
_YES_OR_NO = {
    "active": (Text("在售", "On sale"), Text("已停用", "Not on sale")),
    "replenishable": (Text("可续购", "Replenishable"), Text("不续购", "Not replenishable")),
}
_OUT_OF_BUILDER = frozenset({"customer_id", "product", "category_id", "import_run"})

ORDER_VIEWS = (
    Preset("all", Text("全部订单", "All orders"), "receipt", Spec(sorts=_LATEST)),
    Preset(
        "month",
        Text("本月", "This month"),
        "calendar-days",
        Spec(all_of(_SALES, Condition("placed_on", "this_month")), _LATEST),
    ),
    Preset(
        "mine", Text("我的客户", "My customers"), "user-check", Spec(all_of(Condition("owner", "is", ("me",))), _LATEST)
    ),
    Preset("open", Text("未完成", "Open"), "clock", Spec(all_of(Condition("status", "is", ("open",))), _LATEST)),
    Preset(
        "large", Text("按金额", "By amount"), "trending-up", Spec(all_of(_SALES), (Sort("total", descending=True),))
    ),
    Preset(
        "adjust",
        Text("调整单", "Adjustments"),
        "scale",
        Spec(all_of(Condition("kind", "is", ("adjustment",))), _LATEST),
    ),
)
PRODUCT_VIEWS = (
    Preset(
        "active", Text("在售", "On sale"), "package", Spec(all_of(Condition("active", "is", (True,))), (Sort("name"),))
    ),
    Preset(
        "refill",
        Text("可续购", "Replenishable"),
        "refresh-cw",
        Spec(all_of(Condition("replenishable", "is", (True,))), (Sort("name"),)),
    ),
    Preset("all", Text("全部", "All"), "table-2", Spec(sorts=(Sort("name"),))),
)


def order_look(request: Any) -> Look:
    """Return what the address asks of the list of orders; raises a Refusal."""
    return look_of(
        request.GET, request.actor, list_code="orders", path=ORDERS, fields=order_reads.FIELDS, presets=ORDER_VIEWS
    )


def product_look(request: Any) -> Look:
    """Return what the address asks of the list of products; raises a Refusal."""
    return look_of(
        request.GET,
        request.actor,
        list_code="products",
        path=PRODUCTS,
        fields=catalog_reads.FIELDS,
        presets=PRODUCT_VIEWS,
    )


def chips(look: Look, request: Any) -> list[Chip]:
    """Return the chips of the filter; ids of products and categories are said by name."""
    told = words.chips(look, request.actor)
    return [_named(chip, part, request) for chip, part in zip(told, look.spec.filter.parts, strict=True)]


def _named(chip: Chip, part: Condition | Group, request: Any) -> Chip:
    if isinstance(part, Group):
        pairs = zip(chip.alternatives, part.parts, strict=False)
        return replace(chip, alternatives=tuple(_named(one, of, request) for one, of in pairs))
    ids = [value for value in part.values if isinstance(value, int)]
    if part.field == "product":
        cards = catalog_reads.products_by_id(request.actor, ids)
        said = f"{display.say(Text('产品', 'Product'))} " + "、".join(card.name for card in cards.values())
        return replace(chip, text=said)
    if part.field == "category_id":
        names = {node.id: node.name for node in catalog_reads.categories(request.actor)}
        return replace(chip, text="、".join(names.get(value, str(value)) for value in ids))
    if part.field in _YES_OR_NO:
        return replace(chip, text=_YES_OR_NO[part.field][not part.values[0]].say(display.language()))
    return chip


def builder_fields(look: Look) -> tuple[Field, ...]:
    """Return the fields a person picks in the filter builder; ids come with links only."""
    return tuple(field for field in look.fields if field.code not in _OUT_OF_BUILDER)
