"""The register of job handlers and cron entries, filled once by the wiring."""

from collections.abc import Iterable, Mapping

from minghua.foundation.jobs.types import CronEntry, Handler, Handlers
from minghua.kernel.words import Text

_handlers: dict[str, Handler] = {}
_cron: dict[str, CronEntry] = {}


def declare(handlers: Mapping[str, Handler], cron: Iterable[CronEntry] = ()) -> None:
    """Take note of handlers and cron entries; an entry without a handler is a defect."""
    _handlers.update(handlers)
    for entry in cron:
        if entry.name not in _handlers:
            raise KeyError(f"no handler for the cron entry {entry.name}")
        _cron[entry.name] = entry


def handlers() -> Handlers:
    """Return every handler by the name of its job."""
    return dict(_handlers)


def cron() -> tuple[CronEntry, ...]:
    """Return every cron entry."""
    return tuple(_cron.values())


def label(name: str) -> Text:
    """Return what people call a job; its name when it has no label or is no longer known."""
    handler = _handlers.get(name)
    return handler.label if handler and handler.label.zh else Text(name, name)
