"""The worker process: serves cron and jobs until it is asked to stop, and outlives a database that goes away."""

import os
import signal
import socket
import threading
from time import monotonic
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from minghua.foundation.jobs import operations, register
from minghua.foundation.jobs.runtime import Worker, serve_cron
from minghua.kernel import clock

log = structlog.get_logger("minghua.worker")
CRON_EVERY = 15.0  # seconds; a slot is a minute long


def run_worker(
    *, name: str = "", poll_seconds: float = 1.0, until_idle: bool = False, stop: threading.Event | None = None
) -> int:
    """Work until SIGTERM or SIGINT (or, with `until_idle`, until nothing is due); return how many jobs were tried."""
    stop = stop or _stopped_by_signals()
    who = name or f"{socket.gethostname()}-{os.getpid()}"
    worker = Worker(who, register.handlers(), clock.now, stopping=stop.is_set)
    log.info("worker_started", worker=who, jobs=sorted(worker.handlers))
    tried = _work(worker, stop, poll_seconds=poll_seconds, until_idle=until_idle)
    log.info("worker_stopped", worker=who, tried=tried)
    return tried


def _work(worker: Worker, stop: threading.Event, *, poll_seconds: float, until_idle: bool) -> int:
    tried, cron_at = 0, 0.0
    while not stop.is_set():
        found = False
        try:
            close_old_connections()
            if monotonic() >= cron_at:
                operations.beat(worker.name, at=clock.now())
                serve_cron(register.cron(), at=clock.now(), tz=ZoneInfo(settings.TIME_ZONE))
                cron_at = monotonic() + CRON_EVERY
            found = worker.work_once()
        except (DatabaseError, InterfaceError) as error:
            log.error("worker_database_error", worker=worker.name, error=type(error).__name__)
            connection.close()
        tried += found
        if not found:
            if until_idle:
                break
            stop.wait(poll_seconds)
    return tried


def _stopped_by_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
