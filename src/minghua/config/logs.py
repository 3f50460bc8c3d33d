"""Logs as structured lines on standard error, without personal data: every value passes through the redaction."""

import logging
import os
import re
import sys
from typing import Any, TextIO, cast

import structlog

from minghua.kernel.redaction import HIDDEN, redacted_value, told

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
LEVEL = LEVELS.get(os.environ.get("MINGHUA_LOG", "info").lower(), logging.INFO)
_OURS = frozenset({"timestamp", "level", "event", "logger", "request_id", "route", "method", "exception"})
_PLAIN = re.compile(r"[A-Za-z][A-Za-z .:-]{0,60}")
_SPOKEN = frozenset({"event", "request_id", "route"})  # named by us, yet able to carry what a stranger sent


def errors_without_data(_: Any, __: str, line: dict[str, Any]) -> dict[str, Any]:
    """Replace an exception by its types and places: messages and locals may hold anybody's data."""
    given = line.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["exception"] = told(error)
    line.pop("stack_info", None)
    return line


def words_without_arguments(_: Any, __: str, line: dict[str, Any]) -> dict[str, Any]:
    """Say a library's message again with only harmless arguments: addresses and values may be anybody's."""
    record = line.get("_record")
    if record is not None and record.args:
        arguments = record.args if isinstance(record.args, tuple) else ()
        plain = tuple(each if _harmless(each) else HIDDEN for each in arguments)
        try:
            line["event"] = str(record.msg) % plain
        except (TypeError, ValueError):
            line["event"] = str(record.msg)
    return line


def _harmless(argument: Any) -> bool:
    return isinstance(argument, int | float) or (isinstance(argument, str) and _PLAIN.fullmatch(argument) is not None)


def without_personal_data(_: Any, __: str, line: dict[str, Any]) -> dict[str, Any]:
    """Hide what names or shapes betray as personal or secret."""
    return {
        name: value if name in _OURS - _SPOKEN else redacted_value("" if name in _OURS else name, value)
        for name, value in line.items()
        if not name.startswith("_") or name in {"_record", "_from_structlog"}
    }


class StandardError:
    """Standard error as it is when a line is written, not as it was when the process began."""

    def write(self, text: str) -> int:
        """Write a piece of a line."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Let it out."""
        sys.stderr.flush()


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    errors_without_data,
    without_personal_data,
]

logging.raiseExceptions = False  # a line that cannot be written must not print what it was about

structlog.configure(
    processors=[*_SHARED, structlog.processors.JSONRenderer(ensure_ascii=False)],
    wrapper_class=structlog.make_filtering_bound_logger(LEVEL),
    logger_factory=structlog.PrintLoggerFactory(cast(TextIO, StandardError())),
    cache_logger_on_first_use=True,
)

LOG_LINES: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            "foreign_pre_chain": [words_without_arguments, structlog.stdlib.add_logger_name, *_SHARED],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": StandardError()}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
