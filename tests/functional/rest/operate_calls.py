"""How the operations about the system and its webhooks are called."""

from typing import Any

NOBODY = {"subscription_id": 999_999}
RECEIVER = "/api/v1/webhooks/{subscription_id}"
SINCE = "2026-06-01T08:00:00Z"


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    absent = {"rows": "absent", "path": NOBODY}
    return {
        "GET /api/v1/system/checks": call(),
        "GET /api/v1/system/verification": call(),
        "POST /api/v1/system/verification": call(),
        "GET /api/v1/webhooks": call(),
        "GET /api/v1/webhooks/offer": call(),
        "POST /api/v1/webhooks": call(body=fixed(url="https://example.com/", name="n", kinds=["customer.created"])),
        f"GET {RECEIVER}": call(**absent),
        f"DELETE {RECEIVER}": call(**absent),
        f"PUT {RECEIVER}/activation": call(**absent, body=fixed(enabled=False)),
        f"POST {RECEIVER}/secrets": call(**absent),
        f"POST {RECEIVER}/ping": call(**absent),
        f"GET {RECEIVER}/messages": call(**absent),
        f"POST {RECEIVER}/replays": call(**absent, body=fixed(since=SINCE)),
    }
