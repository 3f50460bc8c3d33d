"""How much one person may keep here altogether."""

from typing import Final

from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.words import Text

NUMBER: Final = "files.kept_number"
GIGABYTES: Final = "files.kept_gb"

PARAMETERS = (
    ParameterDef(
        NUMBER,
        Kind.INTEGER,
        50_000,
        Text("每位员工存放的文件总数上限", "Files one colleague may keep"),
        Text("个", "files"),
        "ASVS 5.2.4",
        minimum=1,
        maximum=10_000_000,
    ),
    ParameterDef(
        GIGABYTES,
        Kind.INTEGER,
        100,
        Text("每位员工存放的文件总量上限", "Room for one colleague’s files"),
        Text("GB", "GB"),
        "ASVS 5.2.4",
        minimum=1,
        maximum=100_000,
    ),
)
