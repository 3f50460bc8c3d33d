"""How the operations around imports are called; a run of somebody else is absent."""

from typing import Any

MAPPING = {"mapping": {"InvoiceNo": "number"}}
PLACE = {"run_id": 999_999}
RUN = "/api/v1/imports/{run_id}"


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    absent = {"rows": "absent", "path": PLACE}
    return {
        "GET /api/v1/imports": call(),
        "POST /api/v1/imports": call(form=True),
        f"GET {RUN}": call(**absent),
        f"DELETE {RUN}": call(**absent),
        f"PUT {RUN}/mapping": call(**absent, body=fixed(**MAPPING)),
        f"GET {RUN}/preview": call(**absent),
        f"POST {RUN}/check": call(**absent, body=fixed()),
        f"POST {RUN}/start": call(**absent, body=fixed()),
        f"POST {RUN}/resumption": call(**absent, body=fixed()),
        f"POST {RUN}/reversal": call(**absent, body=fixed()),
        f"GET {RUN}/problems": call(**absent),
        f"GET {RUN}/failed.csv": call(**absent),
        "GET /api/v1/import-targets/{target}/fields": call(path={"target": "orders"}),
        "GET /api/v1/import-templates": call(),
        "DELETE /api/v1/import-templates/{template_id}": call(rows="absent", path={"template_id": 999_999}),
    }
