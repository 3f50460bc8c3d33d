"""How points are earned and limited, from the text of a scheme: rules of each kind, and limits over them (R24.1, programmes §1.1)."""

from collections.abc import Collection, Mapping
from typing import Any, Final, NamedTuple

from minghua.domain.loyalty.rules.reading import Sheet
from minghua.domain.loyalty.types.earning import EarningKind, EarningLimit, GoodsOf, LimitOf, OnExceed, Span, Step
from minghua.domain.loyalty.types.points_scheme import EarningRule
from minghua.kernel.words import Text

_ALWAYS: Final = ("code", "name", "kind", "points")
_GOODS: Final = ("per", "least", "levels", "products", "categories")
_KEYS: Final[Mapping[EarningKind, tuple[str, ...]]] = {
    EarningKind.AMOUNT: _GOODS,
    EarningKind.ITEM: _GOODS,
    EarningKind.FIRST_ORDER: ("least", "levels"),
    EarningKind.STREAK: ("least", "levels", "every", "count"),
    EarningKind.REFERRAL: ("least", "newcomer", "after_days", "most"),
}
_LIMIT: Final = ("code", "name", "rules", "of", "period", "days", "points", "on_exceed")
_LONGEST_STREAK: Final = 366
MOST_POINTS: Final = 1_000_000


class Known(NamedTuple):
    """What a text may name: levels of its programme, skus as they are compared, names of shelves; None when not known here."""

    levels: Collection[str] | None = None
    products: Collection[str] | None = None
    categories: Collection[str] | None = None


UNKNOWN: Final = Known()


def earning_rule(sheet: Sheet, data: Any, path: str, known: Known) -> EarningRule:
    """Return one rule of earning."""
    kind = sheet.word(data.get("kind"), f"{path}.kind", EarningKind, EarningKind.AMOUNT) if isinstance(data, Mapping) else EarningKind.AMOUNT  # fmt: skip
    found = sheet.mapping(data, path, (*_ALWAYS, *_KEYS[kind]))
    code = sheet.code(found.get("code"), f"{path}.code")
    shares = sheet.mapping(found.get("levels") or {}, f"{path}.levels", known.levels)
    if kind is EarningKind.STREAK and found.get("count") is None:
        sheet.wrong(
            f"{path}.count", "no_count", Text("没有写连续几期。", "It is not said how many periods in a row."),
            Text("例如 every: month、count: 3。", "Such as every: month, count: 3."),
        )  # fmt: skip
    pieces, brings = kind is EarningKind.ITEM, kind is EarningKind.REFERRAL
    return EarningRule(
        code=code,
        name=sheet.text(found.get("name"), f"{path}.name", code),
        points=sheet.whole(found.get("points"), f"{path}.points", least=0 if brings else 1, most=MOST_POINTS, default=1),
        per=sheet.whole(found.get("per"), f"{path}.per", least=1, most=10**9, default=1 if pieces else 100),
        least=sheet.whole(found.get("least"), f"{path}.least"),
        levels=tuple(
            (name, sheet.whole(percent, f"{path}.levels.{name}", most=10_000)) for name, percent in shares.items()
        ),
        kind=kind,
        goods=_goods(sheet, found, path, known),
        every=sheet.word(found.get("every"), f"{path}.every", Step, Step.MONTH),
        count=sheet.whole(found.get("count"), f"{path}.count", least=2, most=_LONGEST_STREAK, default=2),
        newcomer=sheet.whole(found.get("newcomer"), f"{path}.newcomer", most=MOST_POINTS),
        after_days=sheet.whole(found.get("after_days"), f"{path}.after_days", most=366, default=7),
        most=None if found.get("most") is None else sheet.whole(found["most"], f"{path}.most", least=1),
    )  # fmt: skip


def earning_limit(sheet: Sheet, data: Any, path: str, rules: Collection[str]) -> EarningLimit:
    """Return one limit over rules of earning."""
    found = sheet.mapping(data, path, _LIMIT)
    code = sheet.code(found.get("code"), f"{path}.code")
    limit = EarningLimit(
        code=code,
        name=sheet.text(found.get("name"), f"{path}.name", code),
        points=sheet.whole(found.get("points"), f"{path}.points", least=1, default=1),
        rules=sheet.words(found.get("rules"), f"{path}.rules", rules),
        of=sheet.word(found.get("of"), f"{path}.of", LimitOf, LimitOf.MEMBER),
        span=sheet.word(found.get("period"), f"{path}.period", Span, Span.MONTH),
        days=sheet.whole(found.get("days"), f"{path}.days", least=2, most=366),
        on_exceed=sheet.word(found.get("on_exceed"), f"{path}.on_exceed", OnExceed, OnExceed.TRUNCATE),
    )
    if found.get("points") is None:
        sheet.wrong(
            path, "no_points", Text("没有写最多多少分。", "It is not said how many points at most."),
            Text("例如 points: 1000。", "Such as points: 1000."),
        )  # fmt: skip
    _examine_days(sheet, limit, path, said=found.get("days") is not None)
    return limit


def _examine_days(sheet: Sheet, limit: EarningLimit, path: str, *, said: bool) -> None:
    rolling = limit.span is Span.ROLLING
    if rolling and not said:
        sheet.wrong(
            f"{path}.period", "no_days", Text("没有写连续多少天。", "It is not said how many days in a row."),
            Text("加一行 days: 30。", "Add a line days: 30."),
        )  # fmt: skip
    if said and not rolling:
        sheet.wrong(
            f"{path}.days", "not_rolling", Text("只有 period: rolling 才写天数。", "Days go with period: rolling only."),
            Text("删去 days，或改成 period: rolling。", "Remove days, or write period: rolling."),
        )  # fmt: skip
    if rolling and limit.of is LimitOf.ALL:
        sheet.wrong(
            f"{path}.period", "budget_rolls", Text("全体会员的预算按自然周期计，不能按连续天数。", "A budget of all members counts calendar periods, not days in a row."),
            Text("改用 day、week、month、quarter、year 或 ever。", "Use day, week, month, quarter, year or ever."),
        )  # fmt: skip


def _goods(sheet: Sheet, found: Mapping[str, Any], path: str, known: Known) -> GoodsOf:
    skus = [str(each).casefold() for each in sheet.listing(found.get("products"), f"{path}.products")]
    shelves = [str(each) for each in sheet.listing(found.get("categories"), f"{path}.categories")]
    for place, sku in enumerate(skus):
        if known.products is not None and sku not in known.products:
            sheet.wrong(
                f"{path}.products[{place}]", "no_product", Text(f"产品里没有货号「{sku}」。", f"There is no product with the sku “{sku}”."),
                Text("请先建这个产品，或改正货号。", "Create the product first, or mend the sku."),
            )  # fmt: skip
    for place, shelf in enumerate(shelves):
        if known.categories is not None and shelf not in known.categories:
            sheet.wrong(
                f"{path}.categories[{place}]", "no_category", Text(f"产品里没有类目「{shelf}」。", f"There is no category “{shelf}”."),
                Text("请先建这个类目，或改正名称。", "Create the category first, or mend its name."),
            )  # fmt: skip
    return GoodsOf(tuple(dict.fromkeys(skus)), tuple(dict.fromkeys(shelves)))
