"""Running the product: the server, the worker, the tables, the demo company, the checks."""

import os
import sys

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.module_loading import import_string

from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli.acting import operator
from minghua.journeys import prepare_company
from minghua.kernel import clock

APPLICATION = "minghua.config.wsgi:application"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=16, show_default=True, help="每个进程的线程数。Threads per process.")
@click.option("--processes", default=1, show_default=True, help="仅限 PostgreSQL。PostgreSQL only.")
@operator
def serve(host: str, port: int, threads: int, processes: int) -> None:
    """启动网站与接口。Serve the web and the API."""
    if connection.vendor == "sqlite" and processes != 1:
        raise click.UsageError("SQLite：只能一个进程。One process only on SQLite.")
    connection.close()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", host, "--port", str(port)]
    command += ["--workers", str(processes), "--blocking-threads", str(threads), APPLICATION]
    os.execv(sys.executable, command)  # noqa: S606


@click.command()
@click.option("--once", is_flag=True, help="做完到期的就停。Stop when nothing is due.")
@operator
def worker(once: bool) -> None:
    """启动后台任务。Work on background jobs and reminders."""
    tried = import_string(settings.WORKER)(until_idle=once)
    click.echo(tried)


@click.command()
@operator
def migrate() -> None:
    """建立或升级数据库。Make or upgrade the database."""
    call_command("migrate", interactive=False, verbosity=1)
    at = clock.now()
    with unit_of_work(SYSTEM, at=at):
        ready = prepare_company.prepare_company(at=at)
    click.echo(f"词条 terms +{ready.terms} · 角色 roles +{ready.roles} · 新权限 grown {ready.grown}")


@click.command()
@operator
def check() -> None:
    """检查设置与数据库。Check settings and migrations."""
    call_command("check", deploy=settings.BEHIND_TLS)
    call_command("migrate", check_unapplied=True, verbosity=0)
    click.echo("✓")


commands = [serve, worker, migrate, check]
