"""The two databases: how each is opened so that nothing acknowledged is lost."""

from typing import Any

import dj_database_url

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
    "PRAGMA busy_timeout=20000;PRAGMA secure_delete=ON;PRAGMA cache_size=-65536;PRAGMA temp_store=MEMORY;"
)


def databases(url: str) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES for a URL: WAL + FULL + IMMEDIATE on SQLite, psycopg 3 on PostgreSQL."""
    config: dict[str, Any] = dict(dj_database_url.parse(url))
    config["ATOMIC_REQUESTS"] = False
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS, "timeout": 20}
        config["CONN_MAX_AGE"] = None
    else:
        config["CONN_MAX_AGE"] = 600
        config["CONN_HEALTH_CHECKS"] = True
        config.setdefault("OPTIONS", {})["options"] = "-c statement_timeout=60000 -c lock_timeout=20000"
    return {"default": config}
