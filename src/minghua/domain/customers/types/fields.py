"""What a field of the archive is: the words that built-in and self-made fields share."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from minghua.kernel.words import Text

Kind = Literal["person", "organization", "household"]
FieldType = Literal[
    "text", "long_text", "number", "date", "choice",
    "integer", "decimal", "money", "datetime", "bool", "choices", "mobile", "email", "link", "person", "customer",
]  # fmt: skip
KINDS: Final[tuple[str, ...]] = ("person", "household", "organization")
CUSTOM_PREFIX: Final = "x_"  # no built-in code begins so: a new built-in one never meets one made by people
CUSTOM_TYPES: Final[dict[str, Text]] = {
    "text": Text("单行文本", "Text"),
    "long_text": Text("多行文本", "Long text"),
    "integer": Text("整数", "Whole number"),
    "decimal": Text("小数", "Decimal"),
    "money": Text("金额", "Money"),
    "date": Text("日期", "Date"),
    "datetime": Text("日期时间", "Date and time"),
    "bool": Text("是/否", "Yes or no"),
    "choice": Text("单选", "Single choice"),
    "choices": Text("多选", "Multiple choice"),
    "mobile": Text("电话", "Phone"),
    "email": Text("邮箱", "E-mail"),
    "link": Text("网址", "Link"),
    "person": Text("员工", "Person of staff"),
    "customer": Text("关联客户", "Another customer"),
}
WHOLE: Final = frozenset({"integer", "decimal", "money", "person", "customer"})
PATTERNS: Final[dict[str, tuple[Text, str]]] = {
    "digits": (Text("只含数字", "digits only"), r"[0-9]+"),
    "letters": (Text("只含英文字母", "Latin letters only"), r"[A-Za-z]+"),
    "code": (Text("只含字母、数字和短横", "letters, digits and dashes only"), r"[A-Za-z0-9-]+"),
    "chinese": (Text("只含汉字", "Han characters only"), r"[\u3400-\u9fff]+"),
    "plate": (Text("车牌号", "a car plate"), r"[\u4e00-\u9fff][A-Z][A-Z0-9]{5,6}"),
    "postcode": (Text("邮政编码", "a postcode"), r"[0-9]{6}"),
}
"""Shapes a text may be held to: chosen from these, never a pattern that somebody types."""


UNEXPLAINED: Final = Text("", "")


@dataclass(frozen=True, slots=True)
class ArchiveField:
    """One fact an archive can keep; `column` names the customer column that holds it, if any.

    Decimals and money are kept as whole numbers of their smallest step (`places`); limits likewise.
    """

    code: str
    label: Text
    block: str
    group: str
    kinds: frozenset[str]
    type: FieldType = "text"
    vocabulary: str = ""
    column: str = ""
    required: bool = False
    sensitive: bool = False
    custom: bool = False
    help: Text = UNEXPLAINED
    places: int = 0
    minimum: int | None = None
    maximum: int | None = None
    longest: int = 0
    pattern: str = ""
    unique: bool = False
    default: Any = ""
    searchable: bool = False
    indexed: bool = False

    @property
    def path(self) -> str:
        """Return how an edit names this field: the column, or `archive.<code>`."""
        return self.column or f"archive.{self.code}"
