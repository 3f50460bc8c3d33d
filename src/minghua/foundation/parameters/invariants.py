"""What must always hold of parameter versions."""

from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Invariant
from minghua.kernel.words import Text

INVARIANTS = (
    Invariant(
        "INV-V1",
        Text("参数版本从 1 起连续编号，一个不缺", "Versions of a parameter are numbered from 1 without a gap"),
        rows(
            "SELECT code, COUNT(*) AS kept, MAX(version) AS last FROM parameters_parameterversion "
            "GROUP BY code HAVING COUNT(*) <> MAX(version) OR MIN(version) <> 1"
        ),
        (
            "INSERT INTO parameters_parameterversion (code, version, valid_from, value, reason, set_at, set_by_name) "
            "VALUES ('jar.lead_days', 99, '2026-01-01', '1', '', '2026-01-01 00:00:00', '')",
        ),
    ),
)
