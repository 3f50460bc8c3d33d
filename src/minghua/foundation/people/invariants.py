"""What must always hold of teams."""

from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Invariant
from minghua.kernel.words import Text

INVARIANTS = (
    Invariant(
        "INV-E1",
        Text("部门路径等于上级路径加自己的编号", "A team's path is its parent's path and its own id"),
        rows(
            "SELECT t.id AS team FROM people_team t LEFT JOIN people_team p ON p.id = t.parent_id "
            "WHERE t.path <> COALESCE(p.path, '/') || CAST(t.id AS TEXT) || '/'"
        ),
        ("UPDATE people_team SET path = '/9999/' WHERE id = (SELECT MAX(id) FROM people_team)",),
    ),
)
