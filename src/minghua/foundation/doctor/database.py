"""The database: reachable, whole in its tables, and set so that what it acknowledged survives a power cut."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import DatabaseError, connection

from minghua.foundation.doctor.types import Check, Level, judged
from minghua.foundation.metrics.readiness import pending_migrations
from minghua.foundation.search.models import SearchDocument
from minghua.kernel.words import Text

OLDEST_SQLITE: Final = (3, 38, 0)
OLDEST_POSTGRESQL: Final = 150_000
SKEW: Final = timedelta(seconds=5)
_SQLITE: Final = (("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"))
_POSTGRESQL: Final = (
    ("fsync", "on"),
    ("full_page_writes", "on"),
    ("synchronous_commit", "on"),
    ("data_checksums", "on"),
    ("default_transaction_isolation", "read committed"),
)
_AWAY = Text("检查 DATABASE_URL，确认数据库已启动。", "Check DATABASE_URL and that the database is running.")
_SETTING = Text("数据库设置", "Database setting")


def checks(at: datetime) -> Iterator[Check]:
    """Yield how the database stands; one check alone when it is away."""
    name = Text("数据库可连接", "The database answers")
    try:
        _one("SELECT 1")
    except DatabaseError as error:
        yield Check("database", Level.FAIL, name, type(error).__name__, _AWAY)
        return
    yield Check("database", Level.OK, name, connection.vendor)
    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql(at)
    yield _migrations()
    yield _search()


def _one(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return row[0] if row else None


def _sqlite() -> Iterator[Check]:
    version = _one("SELECT sqlite_version()")
    yield judged(
        "sqlite.version",
        Text("SQLite 版本", "SQLite version"),
        well=tuple(map(int, version.split("."))) >= OLDEST_SQLITE,
        found=version,
        remedy=Text("升级 Python 或系统的 SQLite 到 3.38 以上。", "Upgrade SQLite to 3.38 or newer."),
    )
    for pragma, wanted in _SQLITE:
        value = str(_one(f"PRAGMA {pragma}")).lower()
        yield judged(
            f"sqlite.{pragma}",
            Text(f"SQLite 的 {pragma}", f"SQLite’s {pragma}"),
            well=value == wanted,
            found=value,
            remedy=Text(
                f"应为 {wanted}：断电时才不会丢失已确认的数据。",
                f"It must be {wanted}, or a power cut loses acknowledged work.",
            ),
        )


def _postgresql(at: datetime) -> Iterator[Check]:
    version = int(_one("SHOW server_version_num"))
    yield judged(
        "postgresql.version",
        Text("PostgreSQL 版本", "PostgreSQL version"),
        well=version >= OLDEST_POSTGRESQL,
        found=version,
        remedy=Text("升级到 15 以上。", "Upgrade to 15 or newer."),
    )
    for setting, wanted in _POSTGRESQL:
        value = str(_one(f"SHOW {setting}"))
        yield judged(
            f"postgresql.{setting}",
            Text(f"PostgreSQL 的 {setting}", f"PostgreSQL’s {setting}"),
            well=value == wanted,
            found=value,
            remedy=Text(
                f"在 postgresql.conf（或 initdb）中设为 {wanted}。",
                f"Set it to {wanted} in postgresql.conf (or at initdb).",
            ),
            otherwise=Level.WARN if setting == "data_checksums" else Level.FAIL,
        )
    skew = abs(_one("SELECT clock_timestamp()") - at)
    yield judged(
        "clock",
        Text("本机与数据库的时钟相差", "The clock of this machine against the database’s"),
        well=skew <= SKEW,
        found=f"{skew.total_seconds():.1f} s",
        remedy=Text("在两台机器上启用时间同步（NTP）。", "Turn on time synchronisation (NTP) on both machines."),
        otherwise=Level.WARN,
    )


def _migrations() -> Check:
    pending = pending_migrations()
    return judged(
        "migrations",
        Text("表结构与程序一致", "The tables are those of the program"),
        well=not pending,
        found=", ".join(pending[:5]) or "ok",
        remedy=Text("先备份，再运行 minghua migrate。", "Make a backup, then run minghua migrate."),
    )


def _search() -> Check:
    name, remedy = (
        Text("搜索索引", "The search index"),
        Text(
            "运行 minghua migrate；仍不符请运行 minghua verify --only INV-F1。",
            "Run minghua migrate; if it differs still, minghua verify --only INV-F1.",
        ),
    )
    try:
        indexed, documents = _one("SELECT COUNT(*) FROM search_index"), SearchDocument.objects.count()
    except DatabaseError:
        return Check("search", Level.FAIL, name, "—", remedy)
    return judged(
        "search", name, well=indexed == documents, found=f"{indexed} / {documents}", remedy=remedy, otherwise=Level.WARN
    )
