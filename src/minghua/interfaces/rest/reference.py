"""The readable page of the API at /api/v1/: rendered from the OpenAPI document, without scripts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from minghua.interfaces.rest.api import api
from minghua.interfaces.rest.language import spoken
from minghua.kernel.words import Text

TITLE = Text("明华 Minghua 接口", "Minghua API")
INTRO = Text(
    "用“Authorization: Bearer mh_…”调用。每个写操作都要带 Idempotency-Key：同一个键得到第一次的答案，换了内容则 422。"
    "拒绝以 application/problem+json 返回，语言随 Accept-Language。列表按 next_cursor 翻页。金额为分，数量为千分之一，时间为 UTC。",
    "Call with “Authorization: Bearer mh_…”. Every write needs an Idempotency-Key: the same key gets the first answer "
    "again, other content gets 422. Refusals are application/problem+json in the language of Accept-Language. Lists "
    "page by next_cursor. Money is in minor units, quantities in thousandths, instants in UTC.",
)
FILE = Text("机器可读：openapi.json", "For machines: openapi.json")
STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.6 "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif; margin: 0 auto;
  max-width: 68rem; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; font-size: 1.15rem; border-bottom: 1px solid #8884; }
details { border-bottom: 1px solid #8883; padding: .4rem 0; }
summary { cursor: pointer; display: flex; gap: .8rem; align-items: baseline; flex-wrap: wrap; }
summary code { font-size: .9rem; overflow-wrap: anywhere; }
.method { font: 600 .75rem/1 ui-monospace, monospace; min-width: 4rem; color: #0b6b4f; }
.method.write { color: #8a4b00; }
@media (prefers-color-scheme: dark) { .method { color: #5fd3a8; } .method.write { color: #f0b060; } }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .875rem; }
td, th { text-align: left; padding: .2rem .6rem .2rem 0; vertical-align: top; border-top: 1px solid #8882; }
"""


def style(request: HttpRequest) -> HttpResponse:
    """Return the page's own style sheet (the policy forbids inline styles)."""
    return HttpResponse(STYLE, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=3600"})


def page(request: HttpRequest) -> HttpResponse:
    """Return every operation by subject, with parameters, body fields and answers."""
    language = spoken(request)
    schema = api.get_openapi_schema(path_prefix="api/v1/")
    html = format_html(
        "<!doctype html><html lang='{}'><head><meta charset='utf-8'><title>{}</title>"
        "<meta name='viewport' content='width=device-width'><link rel='stylesheet' href='reference.css'></head>"
        "<body><main><h1>{}</h1><p>{}</p><p><a href='openapi.json'>{}</a></p>{}</main></body></html>",
        "en" if language == "en" else "zh-Hans",
        TITLE.say(language),
        TITLE.say(language),
        INTRO.say(language),
        FILE.say(language),
        format_html_join("", "<h2 id='{}'>{}</h2>{}", _subjects(schema)),
    )
    return HttpResponse(html)


def _subjects(schema: dict[str, Any]) -> list[tuple[str, str, SafeString]]:
    by_tag: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            by_tag.setdefault((operation.get("tags") or ["—"])[0], []).append((method, address, operation))
    defs = schema["components"]["schemas"]
    return [
        (tag, tag, format_html_join("", "{}", ((_operation(*found, defs),) for found in operations)))
        for tag, operations in sorted(by_tag.items())
    ]


def _operation(method: str, address: str, operation: dict[str, Any], defs: dict[str, Any]) -> SafeString:
    rows = [(p["name"], p["in"], _kind(p["schema"]), p["required"]) for p in operation.get("parameters", [])]
    rows += [(name, "body", kind, required) for name, kind, required in _body(operation, defs)]
    return format_html(
        "<details><summary><span class='method {}'>{}</span><code>{}</code><span>{}</span></summary>"
        "<p>{}</p><table>{}</table><p>{}</p></details>",
        "" if method == "get" else "write",
        method.upper(),
        address,
        operation.get("summary", ""),
        operation.get("description", ""),
        format_html_join(
            "",
            "<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td></tr>",
            [(*r[:3], "*" if r[3] else "") for r in rows],
        ),
        " · ".join(str(status) for status in operation["responses"]),
    )


def _body(operation: dict[str, Any], defs: dict[str, Any]) -> list[tuple[str, str, bool]]:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        shape = content["schema"]
        shape = defs.get(shape.get("$ref", "").rsplit("/", 1)[-1], shape)
        required = set(shape.get("required", ()))
        return [(name, _kind(field), name in required) for name, field in shape.get("properties", {}).items()]
    return []


def _kind(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in field:
        return " | ".join(_kind(option) for option in field["anyOf"])
    if field.get("type") == "array":
        return f"[{_kind(field.get('items', {}))}]"
    return str(field.get("format") or field.get("type") or field.get("const") or "any")
