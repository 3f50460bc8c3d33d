"""How many backups are kept."""

from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.words import Text

PARAMETERS = (
    ParameterDef(
        "backups.keep",
        Kind.INTEGER,
        14,
        Text("保留的每日备份", "Daily backups kept"),
        Text("份", "backups"),
        "R11",
        minimum=1,
        maximum=1_000,
    ),
)
