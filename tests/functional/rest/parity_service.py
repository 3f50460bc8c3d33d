"""The pages of the service room that write, each with its operation."""

ON_UNITS = {
    "unit_new": "POST /api/v1/units",
    "unit_faults": "POST /api/v1/units/{unit_id}/faults",
    "unit_moves": "POST /api/v1/units/{unit_id}/moves",
    "unit_cards": "POST /api/v1/units/{unit_id}/cards",
    "unit_card_confirmation": "POST /api/v1/cards/{card_id}/confirmation",
    "unit_card_handing": "POST /api/v1/cards/{card_id}/handing",
    "unit_charges": "POST /api/v1/units/{unit_id}/charges",
    "unit_promises": "POST /api/v1/promises",
    "problem_repairs": "POST /api/v1/problems/{problem_id}/repairs",
    "problem_rest": "POST /api/v1/problems/{problem_id}/rest",
    "promise_keeping": "POST /api/v1/promises/{promise_id}/keeping",
    "promise_waiver": "POST /api/v1/promises/{promise_id}/waiver",
}
CASE = "/api/v1/cases/{case_id}"
ON_CASES = {
    "desk_new": "POST /api/v1/cases",
    "case_talk": f"POST {CASE}/replies",
    "case_assignment": f"PUT {CASE}/assignment",
    "case_hand_over": f"POST {CASE}/hand-over",
    "case_acceptance": f"POST {CASE}/acceptance",
    "case_sending_back": f"POST {CASE}/sending-back",
    "case_pause": f"PUT {CASE}/pause",
    "case_resumption": f"DELETE {CASE}/pause",
    "case_promises": f"POST {CASE}/promises",
    "case_promise_keeping": f"PUT {CASE}/promises/{{ref}}/keeping",
    "case_promise_waiver": f"PUT {CASE}/promises/{{ref}}/waiver",
    "case_severity": f"PUT {CASE}/severity",
    "case_regulator": f"POST {CASE}/regulator",
    "case_decision": f"PUT {CASE}/decision",
    "case_attempts": f"POST {CASE}/attempts",
    "case_reaction": f"PUT {CASE}/reaction",
    "case_compensations": f"POST {CASE}/compensations",
    "case_closure": f"PUT {CASE}/closure",
    "case_reopening": f"POST {CASE}/reopening",
}
