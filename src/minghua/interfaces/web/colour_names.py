"""What the colours of tags and terms are called: nobody has to tell them apart by eye alone."""

from typing import Final

from minghua.kernel.words import Text

NAMES: Final[dict[str, Text]] = {
    "": Text("无", "None"),
    "grey": Text("灰", "Grey"),
    "teal": Text("青", "Teal"),
    "red": Text("红", "Red"),
    "amber": Text("黄", "Amber"),
    "green": Text("绿", "Green"),
    "blue": Text("蓝", "Blue"),
    "violet": Text("紫", "Violet"),
    "pink": Text("粉", "Pink"),
}
