"""The Prometheus text format (0.0.4) of what was counted here and of the gauges read from the database."""

import platform
from collections.abc import Iterable, Iterator
from datetime import datetime

import django
from django.db import connection
from django.db.models import Count, Min

from minghua.foundation.imports.models import ImportRun
from minghua.foundation.imports.types import State as ImportState
from minghua.foundation.jobs import queries as jobs
from minghua.foundation.metrics.counting import METRICS, Labels

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[Labels, float]


def exposition(*, version: str, at: datetime) -> str:
    """Return everything there is to measure, as of `at`."""
    lines: list[str] = []
    for metric in METRICS:
        lines += _head(metric.name, metric.kind, metric.about)
        lines += [_line(metric.name + suffix, labels, value) for suffix, labels, value in metric.samples()]
    for name, about, samples in _gauges(version, at):
        lines += _head(name, "gauge", about)
        lines += [_line(name, labels, value) for labels, value in samples]
    return "\n".join(lines) + "\n"


def _gauges(version: str, at: datetime) -> Iterator[tuple[str, str, Iterable[Sample]]]:
    build = {"version": version, "python": platform.python_version(), "django": django.get_version()}
    build["database"] = connection.vendor
    yield "minghua_build_info", "What is running.", [(tuple(build.items()), 1)]
    load = jobs.load(at=at)
    states = [((("state", state.value),), float(number)) for state, number in load.counts.items()]
    yield "minghua_jobs", "Jobs by state.", states
    yield "minghua_outbox_age_seconds", "How long the job that is due first has waited.", [((), load.oldest_seconds)]
    if load.beat_seconds is not None:
        yield "minghua_worker_beat_age_seconds", "Since a worker was last heard of.", [((), load.beat_seconds)]
    runs = dict(ImportRun.objects.order_by().values_list("state").annotate(number=Count("pk")))
    imports = [((("state", state.value),), float(runs.get(state, 0))) for state in ImportState]
    yield "minghua_imports", "Imports by state.", imports
    began = ImportRun.objects.filter(state=ImportState.RUNNING).aggregate(first=Min("started_at"))["first"]
    age = (at - began).total_seconds() if began else 0.0
    yield "minghua_import_age_seconds", "How long the oldest running import has run.", [((), age)]


def _head(name: str, kind: str, about: str) -> list[str]:
    return [f"# HELP {name} {about}", f"# TYPE {name} {kind}"]


def _line(name: str, labels: Labels, value: float) -> str:
    inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels)
    number = f"{value:.6f}".rstrip("0").rstrip(".")
    return f"{name}{{{inside}}} {number}" if inside else f"{name} {number}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")
