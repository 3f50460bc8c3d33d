"""The parameter that holds the years published since this was made."""

from typing import Final

from minghua.kernel.holidays import SHIPPED
from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.words import Text

HOLIDAYS: Final = "calendar.holidays"
PARAMETERS: Final = (
    ParameterDef(
        HOLIDAYS,
        Kind.TEXT,
        "",
        Text("节假日安排（后续年份）", "Holiday arrangements of later years"),
        source="国务院办公厅通知",
        check=SHIPPED.with_years,
    ),
)
