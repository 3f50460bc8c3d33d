"""How the operations of layouts, templates, tags and vocabularies are called."""

from typing import Any

LAYOUT = "/api/v1/archive/layouts/{kind}"
TERMS = "/api/v1/vocabularies/{name}"
PERSON = {"kind": "person"}
STATUS = {"name": "customers.status"}


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    sections = [{"code": "one", "zh": "一", "fields": ["nickname"]}]
    a_tag = {"rows": "absent", "path": {"tag_id": 999_999}}
    a_term = {"rows": "absent", "path": STATUS | {"code": "no_such"}}
    return {
        "GET /api/v1/archive/layouts": call(),
        f"GET {LAYOUT}": call(path=PERSON),
        f"GET {LAYOUT}/versions": call(path=PERSON),
        f"PUT {LAYOUT}": call(path=PERSON, body=fixed(base_version=0, sections=sections)),
        f"DELETE {LAYOUT}": call(path=PERSON),
        f"PUT {LAYOUT}/versions/{{version}}/restoration": call(rows="absent", path=PERSON | {"version": 999}),
        "GET /api/v1/archive/templates": call(),
        "GET /api/v1/archive/templates/{code}": call(path={"code": "micro"}),
        "POST /api/v1/archive/templates/{code}/installations": call(path={"code": "micro"}),
        "DELETE /api/v1/archive/template-installations/{template_id}": call(
            rows="absent", path={"template_id": 999_999}
        ),
        "GET /api/v1/tag-sheets": call(),
        "POST /api/v1/tags": call(body=fixed(name="老客户")),
        "PUT /api/v1/tags/{tag_id}": call(**a_tag, body=fixed(name="熟客")),
        "DELETE /api/v1/tags/{tag_id}": call(**a_tag),
        "POST /api/v1/tags/{tag_id}/merges": call(**a_tag, body=fixed(into=999_998)),
        "GET /api/v1/tag-merges": call(),
        "DELETE /api/v1/tag-merges/{token}": call(rows="absent", path={"token": "0" * 32}),
        f"GET {TERMS}/sheet": call(path=STATUS),
        f"GET {TERMS}/merges": call(path=STATUS),
        f"POST {TERMS}/merges": call(rows="absent", path=STATUS, body=fixed(source="no_such", into="lost")),
        f"POST {TERMS}/terms/{{code}}/moves": call(**a_term, body=fixed(up=True)),
        f"DELETE {TERMS}/terms/{{code}}": call(**a_term),
        "DELETE /api/v1/vocabulary-merges/{merge_id}": call(rows="absent", path={"merge_id": 999_999}),
        "GET /api/v1/me/notice-wishes": call(),
        "PATCH /api/v1/me/notice-wishes": call(body=fixed(digest_hour=9)),
        "GET /api/v1/duplicates/search": call(),
        "POST /api/v1/duplicates/search": call(body=fixed(anew=True)),
        "DELETE /api/v1/duplicates/search": call(),
        "DELETE /api/v1/people/{user_id}/sign-ins": call(rows="absent", path={"user_id": 999_999}),
        "DELETE /api/v1/people/{user_id}/second-step": call(rows="absent", path={"user_id": 999_999}),
    }
