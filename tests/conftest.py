"""What every test gets: a database of its own in memory-backed files, a folder for stored files, fixed instants."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tests import ready_made
from tests.company import Company, found_company

AT = datetime(2026, 6, 15, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
ON = date(2026, 6, 15)
hypothesis.settings.register_profile(
    "busy machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("busy machine")


def is_postgres() -> bool:
    """Does this run speak to PostgreSQL?"""
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a scratch folder; plain static files and quick password hashes; SQLite in a file, as in service."""
    memory = Path("/dev/shm")
    scratch = tempfile.TemporaryDirectory(prefix="minghua-tests-", dir=memory if memory.is_dir() else None)
    config.add_cleanup(scratch.cleanup)
    folder = Path(scratch.name)
    settings.FILES_ROOT = settings.MEDIA_ROOT = folder / "files"
    settings.STATIC_ROOT = folder / "static"
    settings.BACKUPS_ROOT = folder / "backups"
    settings.ENGINE_ROOT = folder / "analysis"
    settings.MASTER_KEY_FILE = folder / "keys" / "master"
    settings.VOCABULARY_KEPT_SECONDS = 10**9  # a span that ends in the middle of a test would cost it a query
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    database = settings.DATABASES["default"]
    if not is_postgres():
        database.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")
        database["OPTIONS"]["init_command"] = database["OPTIONS"]["init_command"].replace(
            "synchronous=FULL", "synchronous=OFF"
        )
        database["CONN_MAX_AGE"] = 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what speaks only about the other database, and on PostgreSQL what one database answers for both."""
    other = "sqlite" if is_postgres() else "postgres"
    skip = pytest.mark.skip(reason=f"speaks about {other} only")
    answered = pytest.mark.skip(reason="answered on SQLite for both databases")
    for item in items:
        if item.get_closest_marker(other):
            item.add_marker(skip)
        elif is_postgres() and item.get_closest_marker("once"):
            item.add_marker(answered)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """The database of this worker: a copy of one that is migrated, so that only the first run of all waits for migrations.

    It is left as it is: it goes with the scratch folder or with the cluster of the run.
    """
    from django.db import connection

    with django_db_blocker.unblock(), ready_made.one_at_a_time():
        url = _empty_test_database(connection)
        was_there = ready_made.lay_out(url)
        connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True)
        if not was_there:
            connection.close()
            ready_made.keep(url)


def _empty_test_database(connection: Any) -> str:
    name = connection.creation._get_test_db_name()
    if not is_postgres():
        Path(name).unlink(missing_ok=True)
        return f"sqlite:///{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    place = connection.settings_dict
    return f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{name}"


@pytest.fixture
def at() -> datetime:
    """The instant at which tests happen."""
    return AT


@pytest.fixture
def on() -> date:
    """The local day of `at`."""
    return ON


@pytest.fixture(autouse=True)
def fresh_caches() -> Iterator[None]:
    """No test sees what another one cached."""
    from django.core.cache import cache

    from minghua.domain.customers.queries import register
    from minghua.foundation.vocabulary import queries as words
    from minghua.foundation.watch import operations as watch

    register.look_again()
    words.forget()
    yield
    cache.clear()
    watch.REFUSALS.forget()
    watch.SIGN_INS.forget()


@pytest.fixture
def company(db: None) -> Company:
    """A head office with two shops and one person of each role."""
    return found_company()


@pytest.fixture(autouse=True)
def empty_index(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a committing test wrote leaves the search index too: the flush knows tables of models only."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker is not None and marker.kwargs.get("transaction"))
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index")
