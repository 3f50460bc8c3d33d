"""How an operation is declared: `read`, `write`, `download`, each with its permission and documented answers."""

from collections.abc import Callable, Set
from functools import wraps
from inspect import signature
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router
from pydantic import TypeAdapter

from minghua.foundation.idempotency.types import Answer
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.interfaces.rest import cursors, once
from minghua.interfaces.rest.credentials import Credentials
from minghua.interfaces.rest.shapes import Problem
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

View = Callable[..., Any]
JSON = "application/json"
REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
WRITE_REFUSALS = REFUSALS | {409: Problem, 413: Problem, 428: Problem}
KEY_HEADER = {
    "in": "header",
    "name": once.HEADER,
    "required": True,
    "description": "drawn by the caller for each new request; a retry with the same key gets the first answer",
    "schema": {"type": "string", "pattern": once.SHAPE, "minLength": 1, "maxLength": 200},
}


class UnguardedOperation(RuntimeError):
    """An operation was declared without a permission: the server does not start."""


class UnknownParameter(Refusal):
    """The address names a parameter that the operation does not have."""

    code = "unknown_parameter"
    status = 422
    text = Text("没有参数「{name}」。", "There is no parameter “{name}”.")
    remedy = Text("请按接口说明书写参数。", "Write the parameters as described in the reference.")


class Door(Router):
    """A ninja router whose operations cannot be declared without a permission."""

    def read(
        self, path: str, *, permission: str, answers: Any, flat_filters: bool = False, **extra: Any
    ) -> Callable[[View], View]:
        """Declare a GET; what it returns is shaped by `answers`, rows are counted against the token's cap.

        With `flat_filters` the view itself judges names it does not declare (`status=lost`).
        """
        responses = {200: answers} | REFUSALS

        def declare(view: View) -> View:
            self.add_api_operation(
                path,
                ["GET"],
                _reading(view, answers, flat_filters),
                auth=[Credentials(permission)],
                response=responses,
                **extra,
            )
            return view

        return declare

    def write(
        self,
        method: str,
        path: str,
        *,
        permission: str,
        answers: Any = None,
        status: int | None = None,
        blank: tuple[str, ...] = (),
        fresh: bool = False,
        **extra: Any,
    ) -> Callable[[View], View]:
        """Declare a write: keyed, in one transaction; without `answers` it is a 204. `blank` names one-time secrets.

        With `fresh` a browser's session must have shown lately who sits there; a token was made by one that had (T16).
        """
        code = status or (200 if answers is not None else 204)
        responses = {code: answers} | WRITE_REFUSALS

        def declare(view: View) -> View:
            self.add_api_operation(
                path,
                [method],
                _writing(view, answers, code, blank),
                auth=[Credentials(permission, fresh=fresh)],
                response=responses,
                openapi_extra={"parameters": [KEY_HEADER]},
                **extra,
            )
            return view

        return declare

    def download(self, path: str, *, permission: str, media_type: str, **extra: Any) -> Callable[[View], View]:
        """Declare a GET that returns a file; the view itself returns the HttpResponse."""
        content = {"content": {media_type: {"schema": {"type": "string", "format": "binary"}}}}

        def declare(view: View) -> View:
            self.add_api_operation(
                path,
                ["GET"],
                _handing_out(view),
                auth=[Credentials(permission)],
                response={200: None} | REFUSALS,
                openapi_extra={"responses": {200: content}},
                **extra,
            )
            return view

        return declare

    def add_api_operation(self, path: str, methods: list[str], view_func: View, **options: Any) -> None:
        """Refuse an operation that nobody guards (law 7)."""
        guards = options.get("auth")
        if not isinstance(guards, list) or not any(isinstance(guard, Credentials) for guard in guards):
            raise UnguardedOperation(f"{methods} {path}")
        super().add_api_operation(path, methods, view_func, **options)


def _reading(view: View, answers: Any, flat_filters: bool) -> View:
    adapter = TypeAdapter(answers)
    declared = frozenset(signature(view).parameters)

    @wraps(view)
    def endpoint(request: HttpRequest, **values: Any) -> HttpResponseBase:
        if not flat_filters:
            refuse_unknown(request.GET.keys() - declared)
        result = view(request, **cursors.opened(request, values))
        _charge(request, result)
        return once.respond(_shaped(adapter, cursors.sealed(request, result), 200))

    return endpoint


def refuse_unknown(names: Set[str]) -> None:
    """Raise UnknownParameter for the first of these names: a mistyped filter must not widen the answer."""
    if names:
        raise UnknownParameter(field=min(names)[:60], name=min(names)[:60])


def _writing(view: View, answers: Any, status: int, blank: tuple[str, ...]) -> View:
    adapter = TypeAdapter(answers) if answers is not None else None
    declared = frozenset(signature(view).parameters)

    @wraps(view)
    def endpoint(request: HttpRequest, **values: Any) -> HttpResponseBase:
        refuse_unknown(request.GET.keys() - declared)
        return once.answer_once(request, lambda: _shaped(adapter, view(request, **values), status), blank=blank)

    return endpoint


def _handing_out(view: View) -> View:
    declared = frozenset(signature(view).parameters)

    @wraps(view)
    def endpoint(request: HttpRequest, **values: Any) -> HttpResponseBase:
        refuse_unknown(request.GET.keys() - declared)
        response: HttpResponseBase = view(request, **values)
        response["Cache-Control"] = "no-store"
        return response

    return endpoint


def _shaped(adapter: "TypeAdapter[Any] | None", result: Any, status: int) -> Answer:
    if adapter is None:
        return Answer(status=status, body="", content_type=JSON)
    shaped = adapter.validate_python(result, from_attributes=True)
    return Answer(status=status, body=adapter.dump_json(shaped).decode(), content_type=JSON)


def _charge(request: Any, result: Any) -> None:
    """Count the rows a capped token takes; raises RowCapReached."""
    rows = result.get("items") if isinstance(result, dict) else getattr(result, "items", None)
    if rows is None or request.bearer is None or request.bearer.row_cap is None:
        return
    with unit_of_work(request.actor, at=request.at):
        tokens.charge_rows(request.bearer.token_id, len(rows), at=request.at)
