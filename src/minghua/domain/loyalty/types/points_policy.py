"""What the shop says about points given by hand, as a parameter (R24.1, trust R4)."""

from typing import Final

from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.words import Text

BY_HAND: Final = ParameterDef(
    "points.by_hand",
    Kind.INTEGER,
    10_000,  # our choice: a hundred yuan where a point is worth a fen
    Text("一次手工赠送最多多少积分", "Points that one gift by hand may give"),
    Text("分", "points"),
    "R24.1",
    minimum=1,
    maximum=10**12,
)
