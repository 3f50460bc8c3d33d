"""Words and numbers of levels, declared once as data (R00.8): causes, modes, who is a key customer."""

from typing import Final

from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.vocabularies import Term, Vocabularies
from minghua.kernel.words import Text

LEVEL_PARAMETERS: Final = (
    ParameterDef(
        "tiering.key_levels",
        Kind.INTEGER,
        2,
        Text("会员等级：最高几级算重点客户", "Levels: how many of the highest make a key customer"),
        Text("级", "levels"),
        "R14.9",
        minimum=0,
        maximum=10,
    ),
)
VOCABULARIES: Final[Vocabularies] = {
    "tiering.cause": (
        Term("join", "加入", "Joined"),
        Term("opening", "带入等级", "Brought along"),
        Term("earn", "达到门槛", "Threshold reached"),
        Term("expiry", "有效期满", "Validity ended"),
        Term("reversal", "冲回", "Reversed"),
        Term("gate", "条件变化", "Gate changed"),
        Term("watch", "连续不达标", "Failing months"),
        Term("version", "规则换版", "New version"),
        Term("manual", "人工授予", "Given by hand"),
    ),
    "tiering.mode": (
        Term("pin", "固定", "Pinned"),
        Term("floor", "保底", "Floor"),
    ),
}
