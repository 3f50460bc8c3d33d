"""Every job the worker can do: the `JOBS` and `CRON` of the modules beside this one."""

from importlib import import_module
from pathlib import Path

from minghua.foundation.jobs.types import CronEntry, Handler

_NOT_DOORS = {"__init__", "main", "table"}


def collected() -> tuple[dict[str, Handler], tuple[CronEntry, ...]]:
    """Return the handlers by name and the cron entries, module by module in alphabetical order."""
    handlers: dict[str, Handler] = {}
    cron: list[CronEntry] = []
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem in _NOT_DOORS:
            continue
        module = import_module(f"minghua.interfaces.worker.{path.stem}")
        handlers |= getattr(module, "JOBS", {})
        cron += getattr(module, "CRON", ())
    return handlers, tuple(cron)
