"""What a self-made field may be: its code, its limits, what its type allows, and into which type it may turn."""

import re
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Final

from minghua.domain.customers.types.archive import BLOCKS
from minghua.domain.customers.types.fields import CUSTOM_PREFIX, CUSTOM_TYPES, KINDS, PATTERNS, WHOLE
from minghua.domain.customers.types.shaping import SENSITIVE_BASES, NewField
from minghua.kernel import money
from minghua.kernel.errors import Invalid
from minghua.kernel.personal import BASES, PURPOSES, RETENTIONS

LONGEST_CODE: Final = 40
MOST_FIELDS: Final = 200
MOST_OPTIONS: Final = 200
MOST_PLACES: Final = 6
LONGEST: Final = {"text": 500, "long_text": 4_000}
SCALED: Final = frozenset({"integer", "decimal", "money"})
NEVER_UNIQUE: Final = frozenset({"bool", "choices", "long_text"})
NEVER_SORTED: Final = frozenset({"choices", "long_text", "customer"})
FINDABLE: Final = frozenset({"text", "mobile", "email", "link"})
TURNS_INTO: Final[dict[str, tuple[str, ...]]] = {
    "text": ("long_text", "integer", "decimal", "date", "datetime", "mobile", "email", "link"),
    "long_text": ("text",),
    "integer": ("decimal", "money", "text"),
    "decimal": ("decimal", "text"),
    "money": ("decimal", "text"),
    "date": ("text",),
    "datetime": ("text",),
    "choice": ("choices",),
    "choices": ("choice",),
    "mobile": ("text",),
    "email": ("text",),
    "link": ("text",),
}
"""A change of type happens only if every single value carries over; what is not here never does."""


def code_of(readings: Iterable[str], taken: Collection[str]) -> str:
    """Return a free code made of the first reading that leaves letters: x_favourite_rice, then x_favourite_rice_2."""
    slugs = (re.sub(r"[^a-z0-9]+", "_", reading.lower()).strip("_") for reading in readings)
    slug = next((slug for slug in slugs if slug), "field")[: LONGEST_CODE - 6].strip("_")
    plain = f"{CUSTOM_PREFIX}{slug}"
    later = (f"{plain}_{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (plain, *later) if code not in taken)


def require_code(code: str) -> str:
    """Return the code if it is one that people may choose; raises Invalid."""
    if not re.fullmatch(rf"{CUSTOM_PREFIX}[a-z][a-z0-9_]{{0,{LONGEST_CODE - 3}}}", code):
        raise Invalid(
            "代码以 x_ 开头，只含小写字母、数字和下划线。",
            "A code begins with x_ and has lower-case letters, digits and underscores only.",
            field="code",
        )
    return code


def judge(new: NewField) -> None:
    """Raise Invalid naming what cannot be: unknown type, kind or block, limits that exclude each other, lacking grounds."""
    for code, value, most in (("zh", new.zh, 60), ("en", new.en, 60), ("help_zh", new.help_zh, 200), ("help_en", new.help_en, 200)):  # fmt: skip
        _require_line(code, value, most, needed=code in {"zh", "en"})
    _require_known("type", new.type, CUSTOM_TYPES)
    _require_known("block", new.block, BLOCKS)
    if not new.kinds or set(new.kinds) - set(KINDS):
        raise Invalid("请选择用于个人、家庭或组织。", "Choose persons, households or organisations.", field="kinds")
    _require_fitting(new)
    _require_grounds(new)


def _require_line(code: str, value: str, most: int, *, needed: bool) -> None:
    if (needed and not value.strip()) or len(value) > most or re.search(r"[\x00-\x1f\x7f]", value):
        zh = f"请填写中英文名称（{most} 字以内）。" if needed else f"说明最多 {most} 字，不换行。"
        en = f"Give it a name of at most {most} characters." if needed else f"At most {most} characters on one line."
        raise Invalid(zh, en, field=code)


def _require_known(field: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        raise Invalid("没有这个选项。", "There is no such choice.", field=field)


def _require_fitting(new: NewField) -> None:
    """What only some types have is refused for the others, so that nothing is ignored in silence."""
    if new.unique and new.type in NEVER_UNIQUE:
        raise _unfit("unique", "这种类型不能要求唯一", "values of this type cannot be unique")
    if new.searchable and new.type not in FINDABLE:
        raise _unfit(
            "searchable", "只有文本、电话、邮箱、网址可以搜索", "only text, phone, e-mail and link are findable"
        )
    if new.type in {"choice", "choices"} and not 1 <= len(new.options) <= MOST_OPTIONS:
        raise _unfit("options", f"请写 1 到 {MOST_OPTIONS} 个选项", f"write 1 to {MOST_OPTIONS} options")
    if new.places and new.type not in {"decimal", "money"}:
        raise _unfit("places", "这种类型没有小数", "this type has no decimals")
    if not 0 <= new.places <= MOST_PLACES:
        raise _unfit("places", f"小数最多 {MOST_PLACES} 位", f"at most {MOST_PLACES} decimals")
    if new.pattern and (new.type != "text" or new.pattern not in PATTERNS):
        raise _unfit("pattern", "没有这种格式", "there is no such shape")
    if new.longest and not 1 <= new.longest <= LONGEST.get(new.type, 0):
        most = LONGEST.get(new.type, 0)
        raise _unfit("longest", f"长度应在 1 到 {most} 之间", f"the length lies between 1 and {most}")
    limits = scaled(new.minimum, new, "minimum"), scaled(new.maximum, new, "maximum")
    if None not in limits and limits[0] > limits[1]:  # type: ignore[operator]
        raise _unfit("maximum", "最大值小于最小值", "the largest lies below the smallest")


def _require_grounds(new: NewField) -> None:
    """Every field says why it is kept, on which ground and how long; a sensitive one needs its own (PIPL art. 29)."""
    _require_known("purpose", new.purpose, PURPOSES)
    _require_known("basis", new.basis, BASES)
    _require_known("retention", new.retention, RETENTIONS)
    if new.sensitive and (new.unique or new.searchable):
        raise _unfit(
            "sensitive",
            "敏感信息加密保存，不能唯一也不能搜索",
            "a sensitive value is sealed: neither unique nor findable",
        )
    if new.sensitive and new.basis not in SENSITIVE_BASES:
        raise _unfit(
            "basis", "敏感信息须有单独同意或法定职责", "a sensitive field needs separate consent or a legal duty"
        )


def places_of(new: NewField) -> int:
    """Return the decimals of a field: money has two."""
    return 2 if new.type == "money" else new.places


def scaled(typed: str, new: NewField, field: str) -> int | None:
    """Return a limit in the smallest step of its field, None for no limit; raises Invalid."""
    if not typed.strip():
        return None
    if new.type not in SCALED:
        raise _unfit(field, "这种类型没有大小限制", "this type has no such limit")
    try:
        value = money.parse_decimal(typed).scaleb(places_of(new))
    except money.NotAnAmount:
        raise _unfit(field, "请填写数字", "must be a number") from None
    if value != value.to_integral_value() or abs(value) > 10**15:
        raise _unfit(field, "数字位数不对", "has too many digits")
    return int(value)


def plain(value: int | None, *, places: int) -> str:
    """Return a limit as people type it."""
    return "" if value is None else f"{Decimal(value).scaleb(-places):f}"


def _unfit(field: str, zh: str, en: str) -> Invalid:
    return Invalid(f"{zh}。", f"{en[0].upper()}{en[1:]}.", field=field)


def may_turn(old: str, new: str) -> bool:
    """Return whether a type may turn into another at all."""
    return new in TURNS_INTO.get(old, ())


def sorts(kind: str) -> bool:
    """Return whether lists can be ordered by this type."""
    return kind not in NEVER_SORTED


__all__ = ["WHOLE", "code_of", "judge", "may_turn", "places_of", "plain", "require_code", "scaled", "sorts"]
