"""Reading a scorecard from plain data, and writing it back; what cannot be is named with its place and its remedy."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final

from minghua.domain.tiering.rules import weighing
from minghua.domain.tiering.rules.card_soundness import faults
from minghua.domain.tiering.types.grading import (
    GRADES,
    WHOLE,
    Dimension,
    Effect,
    Fault,
    Indicator,
    Judgement,
    Scorecard,
    Source,
    Veto,
)
from minghua.kernel import money
from minghua.kernel.words import Text

LARGEST: Final = Decimal(10) ** 12
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_RATIO: Final = re.compile(r"\d{1,6}(\.\d{1,6}|/\d{1,6})?")
_MOST: Final = 60
Plain = Mapping[str, Any]


class Unreadable(ValueError):
    """The data is no scorecard; `fault` says where and why."""

    def __init__(self, place: str, zh: str, en: str, *, remedy: Text) -> None:
        super().__init__(place)
        self.fault = Fault(place, Text(zh, en), remedy)


def read(plain: Any) -> tuple[Scorecard | None, tuple[Fault, ...]]:
    """Return the card, and everything that is wrong with it; no card at all when it cannot be read."""
    try:
        card = _card(_object(plain, "card"))
    except Unreadable as error:
        return None, (error.fault,)
    return card, tuple(faults(card))


def written(card: Scorecard) -> dict[str, Any]:
    """Return the card as plain data: `read` gives it back."""
    return {
        "dimensions": [_written_dimension(each) for each in card.dimensions],
        "cutoffs": {grade: f"{least:f}" for grade, least in zip(GRADES, card.cutoffs, strict=False)},
        "vetoes": [_written_veto(each) for each in card.vetoes],
        "judgements": [[each.one, each.other, str(each.ratio)] for each in card.judgements],
        "min_known": _share(card.min_known),
    }


def _card(plain: Plain) -> Scorecard:
    dimensions = tuple(_dimension(each, place) for place, each in _objects(plain, "dimensions"))
    judgements = tuple(_judgements(plain))
    if judgements:
        dimensions = _weighed(dimensions, judgements)
    cutoffs = _object(plain.get("cutoffs"), "cutoffs")
    return Scorecard(
        dimensions=dimensions,
        cutoffs=tuple(_number(cutoffs.get(grade), f"cutoffs.{grade}") for grade in GRADES[:-1]),
        vetoes=tuple(_veto(each, place) for place, each in _objects(plain, "vetoes")),
        judgements=judgements,
        min_known=_weight(plain.get("min_known", "1"), "min_known"),
    )


def _weighed(dimensions: tuple[Dimension, ...], judgements: tuple[Judgement, ...]) -> tuple[Dimension, ...]:
    codes = [each.code for each in dimensions]
    for place, each in enumerate(judgements):
        if each.one not in codes or each.other not in codes or each.one == each.other:
            raise Unreadable(
                f"judgements[{place}]", "比较的不是两个不同的维度。", "It does not compare two different dimensions.",
                remedy=Text(f"可用的维度：{'、'.join(codes)}。", f"Dimensions: {', '.join(codes)}."),
            )  # fmt: skip
    if len(codes) > weighing.MOST:
        raise Unreadable(
            "dimensions", f"层次分析最多比较 {weighing.MOST} 个维度。", f"The comparison takes {weighing.MOST} dimensions at most.",
            remedy=Text("请合并相近的维度。", "Join dimensions that are alike."),
        )  # fmt: skip
    found = weighing.weigh(codes, judgements).weights
    return tuple(Dimension(each.code, each.name, found[each.code], each.indicators) for each in dimensions)


def _dimension(plain: Plain, place: str) -> Dimension:
    return Dimension(
        code=_code(plain, place),
        name=_name(plain, place),
        weight=_weight(plain.get("weight", "0"), f"{place}.weight"),
        indicators=tuple(_indicator(each, inner) for inner, each in _objects(plain, "indicators", f"{place}.")),
    )


def _indicator(plain: Plain, place: str) -> Indicator:
    return Indicator(
        code=_code(plain, place),
        name=_name(plain, place),
        weight=_weight(plain.get("weight", "1"), f"{place}.weight"),
        low=_number(plain.get("low", "0"), f"{place}.low"),
        high=_number(plain.get("high", "100"), f"{place}.high"),
        source=Source(_one_of(plain.get("source", Source.TYPED), tuple(Source), f"{place}.source")),
        unit=_unit(plain, place),
    )


def _veto(plain: Plain, place: str) -> Veto:
    effect = Effect(_one_of(plain.get("effect"), tuple(Effect), f"{place}.effect"))
    capped = effect is Effect.CAP
    return Veto(
        code=_code(plain, place),
        name=_name(plain, place),
        over=_number(plain.get("over", "0"), f"{place}.over"),
        effect=effect,
        grade=_one_of(plain.get("grade"), GRADES, f"{place}.grade") if capped else "",
        steps=0 if capped else int(_number(plain.get("steps", "1"), f"{place}.steps")),
        unit=_unit(plain, place),
    )


def _judgements(plain: Plain) -> Iterator[Judgement]:
    for place, each in enumerate(_list(plain, "judgements")):
        where = f"judgements[{place}]"
        if not isinstance(each, list | tuple) or len(each) != 3:
            raise Unreadable(
                where, "一次比较由两个维度和一个比值组成。", "A comparison is two dimensions and a ratio.",
                remedy=Text('例如 ["purchase", "profit", "1/3"]。', 'For example ["purchase", "profit", "1/3"].'),
            )  # fmt: skip
        yield Judgement(str(each[0]), str(each[1]), ratio(each[2], where))


def ratio(value: Any, place: str) -> Fraction:
    """Return a judgement as written: "3", "1/3", "0.5"; raises Unreadable outside one ninth to nine."""
    written = str(value).strip().replace("／", "/")
    try:
        found = Fraction(written) if _RATIO.fullmatch(written) else Fraction(0)
    except ZeroDivisionError:
        found = Fraction(0)
    if not Fraction(1, 9) <= found <= 9:
        raise Unreadable(
            place, "比值应在 1/9 到 9 之间。", "The ratio must lie between 1/9 and 9.",
            remedy=Text("1 表示同等重要，9 表示极端重要，倒数表示反过来。", "1 is equal, 9 extreme, the reciprocal the other way round."),
        )  # fmt: skip
    return found


def _objects(plain: Plain, key: str, before: str = "") -> Iterator[tuple[str, Plain]]:
    for place, each in enumerate(_list(plain, key, before)):
        yield f"{before}{key}[{place}]", _object(each, f"{before}{key}[{place}]")


def _list(plain: Plain, key: str, before: str = "") -> list[Any]:
    found = plain.get(key) or []
    if not isinstance(found, list) or len(found) > _MOST:
        raise Unreadable(
            f"{before}{key}", f"这里应为列表，最多 {_MOST} 项。", f"This must be a list of {_MOST} at most.",
            remedy=Text("请参照现行的评级卡。", "Follow the card in force."),
        )  # fmt: skip
    return found


def _object(value: Any, place: str) -> Plain:
    if not isinstance(value, Mapping):
        raise Unreadable(
            place, "这里应为一组名称和值。", "This must be an object.",
            remedy=Text("请参照现行的评级卡。", "Follow the card in force."),
        )  # fmt: skip
    return value


def _code(plain: Plain, place: str) -> str:
    code = plain.get("code")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise Unreadable(
            f"{place}.code", "代码应为小写英文字母、数字和下划线，以字母开头。", "A code is lower-case letters, digits and underscores.",
            remedy=Text("例如 net_sales。", "For example net_sales."),
        )  # fmt: skip
    return code


def _name(plain: Plain, place: str) -> Text:
    zh, en = str(plain.get("zh") or "").strip()[:60], str(plain.get("en") or "").strip()[:80]
    if not zh and not en:
        raise Unreadable(
            f"{place}.zh", "没有名称。", "It has no name.", remedy=Text("请填写中文名称。", "Write its name in Chinese."),
        )  # fmt: skip
    return Text(zh or en, en or zh)


def _unit(plain: Plain, place: str) -> Text:
    return Text(str(plain.get("unit_zh") or "")[:12], str(plain.get("unit_en") or "")[:20])


def _weight(value: Any, place: str) -> int:
    number = _number(value, place)
    if not 0 <= number <= 1:
        raise Unreadable(
            place, "权重应在 0 到 1 之间。", "A weight lies between 0 and 1.",
            remedy=Text("20% 写作 0.20。", "Write 20 % as 0.20."),
        )  # fmt: skip
    return int(number * WHOLE)


def _number(value: Any, place: str) -> Decimal:
    """A plain decimal of at most six places."""
    try:
        number = Decimal(str(value).strip()) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not money.is_written_out(number) or abs(number) > LARGEST or number != round(number, 6):
        raise Unreadable(
            place, "这里应为数字，最多六位小数。", "This must be a number of at most six decimals.",
            remedy=Text("例如 0.2 或 1000000。", "For example 0.2 or 1000000."),
        )  # fmt: skip
    return number


def _one_of(value: Any, known: tuple[str, ...], place: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise Unreadable(
            place, "没有这个选项。", "There is no such option.",
            remedy=Text(f"可选：{'、'.join(known)}。", f"Choose from: {', '.join(known)}."),
        )  # fmt: skip
    return value


def _written_dimension(dimension: Dimension) -> dict[str, Any]:
    return {
        "code": dimension.code, "zh": dimension.name.zh, "en": dimension.name.en, "weight": _share(dimension.weight),
        "indicators": [_written_indicator(each) for each in dimension.indicators],
    }  # fmt: skip


def _written_indicator(each: Indicator) -> dict[str, Any]:
    return {
        "code": each.code, "zh": each.name.zh, "en": each.name.en, "weight": _share(each.weight),
        "low": f"{each.low:f}", "high": f"{each.high:f}", "source": str(each.source),
        "unit_zh": each.unit.zh, "unit_en": each.unit.en,
    }  # fmt: skip


def _written_veto(veto: Veto) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "code": veto.code,
        "zh": veto.name.zh,
        "en": veto.name.en,
        "over": f"{veto.over:f}",
        "effect": str(veto.effect),
    }
    kept |= {"grade": veto.grade} if veto.effect is Effect.CAP else {"steps": veto.steps}
    return kept | {"unit_zh": veto.unit.zh, "unit_en": veto.unit.en}


def _share(weight: int) -> str:
    return f"{(Decimal(weight) / WHOLE).normalize():f}"
