"""Refusals and faults as application/problem+json (RFC 9457)."""

from typing import Any

import structlog
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from minghua.foundation.storage import races
from minghua.interfaces.rest import faults
from minghua.interfaces.rest.language import spoken
from minghua.interfaces.rest.shapes import ErrorOut, Problem
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.words import Text

MEDIA_TYPE = "application/problem+json"
LOG = structlog.get_logger(__name__)


class Malformed(Refusal):
    """The request cannot be read at all."""

    code = "malformed"
    status = 400
    text = Text("请求内容无法解析。", "The request cannot be read.")
    remedy = Text("请发送 UTF-8 编码的有效 JSON，或有效的表单。", "Send valid JSON in UTF-8, or a valid form.")


class Unauthenticated(Refusal):
    """Nobody, or nobody any more, stands behind the request."""

    code = "unauthenticated"
    status = 401
    text = Text("令牌缺失、无效、已吊销或已到期。", "The token is missing, unknown, revoked or lapsed.")
    remedy = Text("在“Authorization: Bearer …”中给出有效的令牌。", "Give a valid token in “Authorization: Bearer …”.")


class ForeignOrigin(Refusal):
    """A session cookie came without its CSRF token."""

    code = "csrf"
    status = 403
    text = Text("浏览器会话缺少 CSRF 令牌。", "The browser session came without its CSRF token.")
    remedy = Text("发送 X-CSRFToken，或改用接口令牌。", "Send X-CSRFToken, or use an API token.")


class TooLarge(Refusal):
    """The body exceeds what is read."""

    code = "too_large"
    status = 413
    text = Text("请求内容太大。", "The body is too large.")
    remedy = Text("分成几次发送，或改用导入。", "Send it in parts, or use an import.")


class TooMany(Refusal):
    """The program asks faster than allowed."""

    code = "too_many_requests"
    status = 429
    text = Text("请求太频繁。", "Too many requests.")
    remedy = Text("请 {wait} 秒后再试。", "Try again in {wait} seconds.")


class Broken(Refusal):
    """A defect of ours; the cause stands in the log under the request id."""

    code = "internal_error"
    status = 500
    text = Text("系统出错，已记录。", "Something went wrong; it has been recorded.")
    remedy = Text("请把 request_id 告诉管理员。", "Tell an administrator the request_id.")


class Unreadable(Refusal):
    """Some fields of the input are wrong; `errors` lists each."""

    code = "invalid_input"
    status = 422
    text = Text("有 {count} 处内容不符合要求。", "{count} value(s) cannot be accepted.")
    remedy = Text("请按 errors 中的说明更正。", "Correct them as listed in errors.")


def answer(request: HttpRequest, refusal: Refusal, errors: list[ErrorOut] | None = None) -> HttpResponse:
    """Return the problem+json of a refusal in the caller's language."""
    language = spoken(request)
    request.refused_as = refusal.code  # type: ignore[attr-defined]  # the watch reads it
    message = refusal.message(language)
    problem = Problem(
        type=f"urn:minghua:problem:{refusal.code}",
        title=message,
        status=refusal.status,
        code=refusal.code,
        detail=message,
        remedy=refusal.advice(language),
        field=refusal.field,
        request_id=getattr(request, "request_id", ""),
        errors=errors or [ErrorOut(**fault._asdict()) for fault in refusal.faults(language)],
    )
    response = HttpResponse(problem.model_dump_json(), status=refusal.status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = "en" if language == "en" else "zh-Hans"
    if link := refusal.params.get("link"):
        response["Link"] = f'<{link}>; rel="successor-version"'
    if refusal.status == Unauthenticated.status:
        response["WWW-Authenticate"] = "Bearer"
    if refusal.status == TooMany.status:
        response["Retry-After"] = str(refusal.params.get("wait", 60))
    return response


def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Return a rule's no; a refused access is logged by ids only."""
    if error.status in {Unauthenticated.status, ForeignOrigin.status}:
        LOG.warning("rest.denied", code=error.code, path=request.path, method=request.method)
    return answer(request, error)


def faulty(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Return every fault of the input."""
    errors = faults.worded(error.errors, spoken(request))
    return answer(request, Unreadable(field=errors[0].field if errors else None, count=len(errors)), errors)


def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Return what the framework refused itself: credentials, speed, unreadable JSON."""
    if isinstance(error, AuthenticationError):
        return answer(request, Unauthenticated())
    if isinstance(error, Throttled):
        return answer(request, TooMany(wait=int(error.wait or 60)))
    return answer(request, Malformed())


def suspicious(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return a body that was not read: too large or broken."""
    return answer(request, TooLarge() if isinstance(error, RequestDataTooBig) else Malformed())


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return our own defect without its details."""
    LOG.exception("rest.broken", method=request.method, exc_info=error)
    return answer(request, Broken())


def overtaken(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    """Return a lost race as a no; any other fault of the database is a defect."""
    return answer(request, races.refusal(error)) if races.is_lost(error) else broken(request, error)


def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """Return that there is nothing at this address."""
    return answer(request, NotFound())


HANDLERS: dict[type[Exception], Any] = {
    Refusal: refused,
    ValidationError: faulty,
    HttpError: http_error,
    Http404: missing,
    SuspiciousOperation: suspicious,
    BadRequest: suspicious,
    MultiPartParserError: suspicious,
    UnicodeDecodeError: suspicious,
    DatabaseError: overtaken,
    Exception: broken,
}


def install(api: NinjaAPI) -> None:
    """Make every failure of this API a problem+json."""
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)
