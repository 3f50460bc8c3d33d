"""How the operations of cases are called."""

from typing import Any

WHEN = "2030-12-02T08:00:00Z"


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    case, ref = {"case_id": 999_999}, {"case_id": 999_999, "ref": 1}
    base = "/api/v1/cases/{case_id}"

    def absent(path: dict[str, int] = case, **body: Any) -> Any:
        return call("absent", path=path, body=fixed(**body))

    whole = {"to_id": 999_998, "need": "退款", "checked": "订单", "ask": "核对", "contact": "1380013", "reply_by": WHEN}
    promise = {"clock": "callback", "text": "回电", "due_at": WHEN}
    return {
        "GET /api/v1/cases": call(),
        "GET /api/v1/cases/count": call(),
        "GET /api/v1/protections": call(),
        "POST /api/v1/protections/{code}/verdicts": call(
            "absent", path={"code": "none"}, body=fixed(price_minor=100, claimed_at=WHEN)
        ),
        "POST /api/v1/cases": call("hangs", body=_case),
        f"GET {base}": call("absent", path=case),
        f"POST {base}/replies": absent(text="好的", base=1),
        f"POST {base}/messages": absent(text="还没好"),
        f"POST {base}/notes": absent(text="备注"),
        f"PUT {base}/assignment": absent(),
        f"POST {base}/hand-over": absent(**whole),
        f"POST {base}/acceptance": call("absent", path=case),
        f"POST {base}/sending-back": absent(reason="不归我"),
        f"PUT {base}/pause": absent(reason="waiting_part"),
        f"DELETE {base}/pause": call("absent", path=case),
        f"POST {base}/promises": absent(**promise),
        f"PUT {base}/promises/{{ref}}/keeping": absent(ref, finding="已告知"),
        f"PUT {base}/promises/{{ref}}/waiver": absent(ref, reason="客户不要了"),
        f"PUT {base}/severity": absent(severity="urgent", reason="急"),
        f"POST {base}/regulator": absent(act="referred", text="转来"),
        f"PUT {base}/closure": absent(outcome="resolved", answer="好了"),
        f"GET {base}/complaint": call("absent", path=case),
        f"PUT {base}/decision": absent(cause="quality", remedy="refund", text="退款"),
        f"POST {base}/attempts": absent(),
        f"PUT {base}/reaction": absent(reaction="accepted", words="行"),
        f"POST {base}/compensations": absent(kind="voucher", amount_minor=100, reason="歉意", key="k"),
        f"POST {base}/reopening": absent(reason="又坏了"),
    }


def _case(world: Any, holding: Any, role: str) -> Any:
    return {"customer_id": holding.ids["customer_id"], "subject": "问一件事", "kind": "consult"}
