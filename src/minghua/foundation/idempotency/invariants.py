"""What must always hold of keyed answers."""

from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Invariant
from minghua.kernel.words import Text

INVARIANTS = (
    Invariant(
        "INV-O3",
        Text("每个幂等键恰有一个完整的回答", "Each idempotency key has exactly one whole answer"),
        rows(
            "SELECT MIN(id) AS answer, actor_id FROM idempotency_keyedanswer GROUP BY actor_id, key "
            "HAVING COUNT(*) > 1 OR MAX(CASE WHEN status IS NULL THEN 1 ELSE 0 END) = 1"
        ),
        (
            "INSERT INTO idempotency_keyedanswer (actor_id, key, fingerprint, status, body, content_type, created_at) "
            "VALUES (1, 'half', 'x', NULL, '', '', '2026-06-15 00:00:00')",
        ),
    ),
)
