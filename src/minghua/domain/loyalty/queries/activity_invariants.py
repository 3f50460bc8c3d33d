"""What must always hold of activities: nothing is oversold, every card is dealt once, and every taking has its points."""

from typing import Final

from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Invariant
from minghua.kernel.words import Text

_TAKEN: Final = (
    "(SELECT count(*) FROM loyalty_activitytaking AS t WHERE t.portfolio_id = s.portfolio_id AND t.activity = s.activity"
    " AND t.item = s.item AND NOT EXISTS (SELECT 1 FROM loyalty_activityhandover AS h WHERE h.taking_id = t.id"
    " AND h.outcome = 'cancelled'))"
)
_DEALT: Final = (
    "(SELECT count(*) FROM loyalty_activitytaking AS t WHERE t.portfolio_id = d.portfolio_id AND t.activity = d.activity"
    " AND t.place IS NOT NULL AND t.place < d.dealt)"
)


def _points(act: str, column: str) -> str:
    """What a taking says it moved, and what the ledger's fact of it says."""
    return (
        f"t.{column} <> coalesce((SELECT f.amount FROM loyalty_pointsfact AS f JOIN loyalty_pointsscheme AS k ON k.id ="
        f" f.scheme_id WHERE k.code = p.points AND f.key = '{act}:activity-' || t.id), 0)"
    )


ACTIVITY_INVARIANTS: Final = (
    Invariant(
        "INV-LA1",
        Text("限量的东西：总数 = 余量 + 已换出", "Of what is limited there is as much as is left and taken"),
        rows(f"SELECT s.id FROM loyalty_activitystock AS s WHERE s.total <> s.left + {_TAKEN}"),
        ("UPDATE loyalty_activitystock SET total = total + 1 WHERE id = (SELECT min(id) FROM loyalty_activitystock)",),
    ),
    Invariant(
        "INV-LA2",
        Text("签池每签只发一次，一张不缺", "Every card that a deck has dealt is with somebody, once"),
        rows(f"SELECT d.id FROM loyalty_activitydeck AS d WHERE d.dealt <> {_DEALT}"),
        ("UPDATE loyalty_activitydeck SET dealt = dealt + 1 WHERE id = (SELECT min(id) FROM loyalty_activitydeck)",),
    ),
    Invariant(
        "INV-LA3",
        Text("每次参加所得所花的积分，账上都有", "What a taking earned and cost stands in the ledger"),
        rows(
            "SELECT t.id FROM loyalty_activitytaking AS t JOIN loyalty_activityportfolio AS p ON p.id = t.portfolio_id WHERE "
            + _points("earn", "earned")
            + " OR "
            + _points("spend", "cost")
        ),
        (
            'INSERT INTO loyalty_activitytaking (portfolio_id, activity, kind, version, member_id, customer_id, key, "on", at,'
            " earned, cost, item, reason, said) SELECT portfolio_id, activity, kind, version, member_id, customer_id,"
            " 'mutant', \"on\", at, 7, 0, '', reason, said FROM loyalty_activitytaking WHERE id = (SELECT min(id) FROM"
            " loyalty_activitytaking)",
        ),
    ),
)
