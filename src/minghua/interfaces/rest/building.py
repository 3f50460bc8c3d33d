"""The API itself: every router of the REST door, one OpenAPI 3.1 description, problem+json for every no."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from minghua.interfaces.rest import problems
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.throttle import PerCaller

VERSION = "1.0.0"
DESCRIPTION = """The same operations and queries as the screens of 明华 Minghua, for programs.

Send `Authorization: Bearer mh_…`. Every write needs an `Idempotency-Key`; the same key gets the first answer again
(`Idempotent-Replay: true`), the same key with another request is refused (422). Refusals are `application/problem+json`
in Chinese or English by `Accept-Language`. Lists are keyset pages: pass `next_cursor` back as `cursor`. Money is in
minor units, quantities in thousandths, instants in UTC."""


class MinghuaAPI(NinjaAPI):
    """NinjaAPI whose description tells the media type of its refusals truly."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the OpenAPI 3.1 document."""
        schema = super().get_openapi_schema(**options)
        for methods in schema["paths"].values():
            for operation in methods.values():
                _tell_problems(operation["responses"])
        return schema


def _tell_problems(responses: dict[int, dict[str, Any]]) -> None:
    for status, response in responses.items():
        if status >= 400 and "application/json" in response.get("content", {}):
            response["content"][problems.MEDIA_TYPE] = response["content"].pop("application/json")


def build(routers: list[Door]) -> NinjaAPI:
    """Return the API over these routers; each names its own paths."""
    api = MinghuaAPI(
        title="明华 Minghua CRM",
        version=VERSION,
        description=DESCRIPTION,
        urls_namespace="rest",
        throttle=[PerCaller()],
        docs_url=None,
        openapi_url=None,
    )
    problems.install(api)
    for router in routers:
        api.add_router("", router)
    return api
