"""How the operations of membership programmes and of members' levels are called."""

from typing import Any

CUSTOMER = "/api/v1/customers/{customer_id}"
PROGRAMME = "/api/v1/programmes/{programme}"
TEXT = "code: club\nlevels:\n  - {code: low}\n  - {code: high, from: 10}\n"
LINE = {"customer_id": 1, "key": "L1", "event_at": "2026-06-01T08:00:00Z", "amount": 10}
GRANT = {"programme": "none", "level": "high", "mode": "pin", "until_on": "2027-01-01", "reason": "答谢"}


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    none = {"path": {"programme": "none"}}
    return {
        "GET /api/v1/programmes": call(),
        "POST /api/v1/programmes": call(body=fixed(text=TEXT)),
        "POST /api/v1/programme-examination": call(body=fixed(text=TEXT)),
        "GET /api/v1/programme-presets": call(),
        "POST /api/v1/programme-presets/{preset}/installation": call(path={"preset": "jd_growth"}),
        f"GET {PROGRAMME}": call("absent", **none),
        f"GET {PROGRAMME}/draft": call("absent", **none),
        f"PUT {PROGRAMME}/draft": call("absent", body=fixed(text=TEXT), **none),
        f"GET {PROGRAMME}/simulation": call("absent", **none),
        f"DELETE {PROGRAMME}/simulation": call("absent", **none),
        f"POST {PROGRAMME}/simulation": call("absent", body=fixed(from_on="2027-01-01"), **none),
        f"POST {PROGRAMME}/publication": call("absent", body=fixed(from_on="2027-01-01", fingerprint="0" * 64), **none),
        f"PUT {PROGRAMME}/closure": call("absent", **none),
        f"GET {PROGRAMME}/members": call("absent", **none),
        f"GET {PROGRAMME}/levels": call("absent", **none),
        f"GET {PROGRAMME}/expiries": call("absent", **none),
        f"GET {PROGRAMME}/falling": call("absent", **none),
        f"GET {PROGRAMME}/movement": call("absent", **none),
        f"GET {PROGRAMME}/corrections": call("absent", **none),
        f"POST {PROGRAMME}/scores": call("absent", body=fixed(lines=[LINE]), **none),
        "POST /api/v1/level-entries/{entry_id}/reversal": call(
            "absent", path={"entry_id": 999_999}, body=fixed(key="R1")
        ),
        f"GET {CUSTOMER}/levels": call("see"),
        f"GET {CUSTOMER}/levels/{{programme}}": call("absent", **none),
        f"GET {CUSTOMER}/levels/{{programme}}/ledger": call("absent", **none),
        f"GET {CUSTOMER}/levels/{{programme}}/what-if": call("absent", **none),
        f"POST {CUSTOMER}/level-judgements": call("see"),
        f"POST {CUSTOMER}/level-grants": call("absent", body=fixed(**GRANT)),
        "PUT /api/v1/level-grants/{grant_id}/end": call(
            "absent", path={"grant_id": 999_999}, body=fixed(reason="误授")
        ),
    }
