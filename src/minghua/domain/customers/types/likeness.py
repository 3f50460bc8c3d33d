"""Words of likeness: what of two records is compared, what came of it, and who looks like whom (R06.8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

from minghua.kernel.words import Text

Verdict = Literal["suggest", "review", "likely", "ignore"]
"""What is to be done about a pair; `likely` is below R06.8's lines, yet probably one customer."""
AGREE, DISAGREE, UNKNOWN = "agree", "disagree", "unknown"

TRAITS: Final[dict[str, Text]] = {
    "phone": Text("电话", "Phone"),
    "email": Text("邮箱或微信", "E-mail or WeChat"),
    "name": Text("名称", "Name"),
    "birthday": Text("生日", "Birthday"),
    "address": Text("地址", "Address"),
    "uscc": Text("统一社会信用代码", "Unified social credit code"),
    "members": Text("家庭成员", "Members"),
    "id_number": Text("身份证号", "ID card number"),
}
KEY_KINDS: Final[dict[str, int]] = {
    "phone": 1,
    "email": 2,
    "wechat": 3,
    "external_id": 4,
    "uscc": 5,
    "id_number": 6,
    "name_birthday": 7,
    "name_address": 8,
    "org_name": 9,
    "household_address": 10,
}
"""What a match key was made of; the numbers are stored."""

Weights = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Traits:
    """One record as it is compared: every value folded, empty where nobody knows."""

    kind: str
    phone: frozenset[str] = frozenset()
    email: frozenset[str] = frozenset()
    wechat: frozenset[str] = frozenset()
    name: str = ""
    birthday: str = ""
    address: str = ""
    uscc: str = ""
    id_number: str = ""
    external_id: str = ""
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scheme:
    """The numbers of one day: weights by kind of customer, and the two lines in per cent."""

    weights: Mapping[str, Weights]
    suggest_percent: int = 85
    review_percent: int = 60
    likely_percent: int = 95


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two records are, exactly, and what each trait said."""

    score: Fraction
    traits: Mapping[str, str]
    verdict: Verdict

    @property
    def ppm(self) -> int:
        """The score in millionths, rounded half up: 0.777778 is 777,778."""
        return int(self.score * 1_000_000 + Fraction(1, 2))

    @property
    def agreed(self) -> tuple[str, ...]:
        """The traits that agree."""
        return tuple(name for name, said in self.traits.items() if said == AGREE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who looks like the record asked about; out of reach it has no id and says only whom to ask."""

    id: int | None
    number: str
    name: str
    mobile: str
    city: str
    owner_name: str
    score: str
    verdict: Verdict
    traits: Mapping[str, str] = field(default_factory=dict)
    may_change: bool = False
