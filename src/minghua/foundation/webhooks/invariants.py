"""What must always hold of webhooks."""

from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Invariant
from minghua.kernel.words import Text

_SUBSCRIPTION = (
    "INSERT INTO webhooks_subscription (id, url, name, kinds, fields, owner_id, enabled, disabled_why, created_at) "
    "SELECT 987654321, 'https://example.com/', 'x', '[]', '[]', MIN(id), TRUE, '', '2026-06-15 00:00:00' FROM people_user"
)
_EVENT = (
    "INSERT INTO webhooks_event (id, message_id, kind, at, data) "
    "VALUES (987654321, 'msg_x', 'webhook.ping', '2026-06-15 00:00:00', '{}')"
)

INVARIANTS = (
    Invariant(
        "INV-K1",
        Text("每条消息要么在等待，要么有结束时间", "A message either waits or has an end"),
        rows("SELECT id AS delivery, state FROM webhooks_delivery WHERE (state = 'waiting') <> (finished_at IS NULL)"),
        (
            _SUBSCRIPTION,
            _EVENT,
            "INSERT INTO webhooks_delivery (event_id, subscription_id, state, attempts, fence, due_at, last_problem) "
            "VALUES (987654321, 987654321, 'dead', 1, 1, '2026-06-15 00:00:00', '')",
        ),
    ),
    Invariant(
        "INV-K2",
        Text("每个接收方都有一个有效的签名密钥", "Each receiver has a secret that does not lapse"),
        rows(
            "SELECT s.id AS subscription FROM webhooks_subscription s LEFT JOIN webhooks_secret k "
            "ON k.subscription_id = s.id AND k.lapses_at IS NULL GROUP BY s.id HAVING COUNT(k.id) <> 1"
        ),
        (_SUBSCRIPTION,),
    ),
)
