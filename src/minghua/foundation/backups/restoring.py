"""Taking a backup back: into an empty database of either engine, all of it or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from minghua.foundation.backups import keyring, layout, loading, manifest, rows
from minghua.foundation.backups.layout import Table
from minghua.foundation.backups.manifest import Manifest
from minghua.foundation.backups.reading import Archive, opened
from minghua.foundation.backups.refusals import DatabaseNotEmpty, FromNewerVersion, NotAsItWas, WrongKeys
from minghua.foundation.files.models import StoredFile
from minghua.foundation.files.operations import place_of
from minghua.foundation.vault import frames
from minghua.foundation.vault import queries as vault
from minghua.foundation.vault.models import Key
from minghua.foundation.vault.types import KeyLost

_PEOPLE = ("people_user", "customers_customer")
Told = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and the customers erased since the backup was made."""

    rows: int
    files: int
    compared: int
    erased: tuple[int, ...]


def restore(path: Path, keys: Path, *, told: Told = lambda name, count: None) -> Restored:
    """Load a backup into this empty database and compare what stands there with what was saved.

    Raises DatabaseNotEmpty, NotABackup, WrongKeys, FromNewerVersion, NotAsItWas; then nothing was taken.
    """
    with opened(path, keys) as archive:
        _build(archive.manifest)
        try:
            with _unchecked(), transaction.atomic():
                keyring.load(keys)
                touched = _load(archive, told)
                connection.check_constraints()
                compared = _compare(archive, touched)
                files = _files(archive)
                _restart_counters()
        except KeyLost as error:
            raise WrongKeys(why=f"customer {error}") from error
        call_command("migrate", interactive=False, verbosity=0)
        erased = tuple(Key.objects.exclude(destroyed_at=None).order_by("pk").values_list("customer_id", flat=True))
        return Restored(archive.manifest.rows, files, compared, erased)


def check(path: Path, keys: Path) -> Manifest:
    """Read a backup from end to end without taking anything, and return its manifest."""
    with opened(path, keys) as archive:
        archive.check()
        return archive.manifest


def _build(wanted: Manifest) -> None:
    """Bring the empty database to the tables of the backup; newer migrations follow after the rows."""
    existing = set(connection.introspection.table_names())
    if any(table in existing and _has_rows(table) for table in _PEOPLE):
        raise DatabaseNotEmpty()
    executor = MigrationExecutor(connection)
    if not set(wanted.migrations) <= set(executor.loader.disk_migrations or {}):
        raise FromNewerVersion(version=wanted.version)
    if set(executor.loader.applied_migrations) - set(wanted.migrations):
        raise DatabaseNotEmpty()
    if ends := _ends(executor, set(wanted.migrations)):
        executor.migrate(ends)


def _ends(executor: MigrationExecutor, wanted: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The migrations that no other wanted one builds on, and that have not been run."""
    nodes = executor.loader.graph.node_map
    below = {parent.key for step in wanted for parent in nodes[step].parents}
    return sorted(wanted - below - set(executor.loader.applied_migrations))


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None


@contextmanager
def _unchecked() -> Iterator[None]:
    """Rows come table by table: what they point at may come later."""
    with connection.constraint_checks_disabled():
        yield


def _load(archive: Archive, told: Told) -> set[str]:
    """Load every table and return those in which somebody was erased since."""
    touched = set()
    for table in archive.manifest.tables:
        if loading.load(table, archive.lines(table)):
            touched.add(table.name)
        told(table.name, table.rows)
    return touched


def _compare(archive: Archive, touched: set[str]) -> int:
    """Read every table back and return how many rows are proven equal; tables of older shapes cannot be compared."""
    now = {table.name: table for table in layout.tables()}
    compared = 0
    for table in archive.manifest.tables:
        if table.name in touched or not _same_shape(table, now.get(table.name)):
            continue
        content = manifest.content_of(rows.contents(table, using=connection.alias), store_key=archive.store_key)
        if content != table.content:
            raise NotAsItWas(table=table.name)
        compared += table.rows
    return compared


def _same_shape(table: Table, now: Table | None) -> bool:
    return now is not None and (table.clear, table.sealed) == (now.clear, now.sealed)


def _files(archive: Archive) -> int:
    """Write the bytes of files whose rows came back."""
    count = 0
    for file_id, owner, source in archive.files():
        key = vault.keys_of({owner}).get(owner)
        if key is None or not StoredFile.objects.filter(pk=file_id).exists():
            continue
        path = place_of(file_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            for block in frames.open_stream(key, source, place=f"file:{file_id}"):
                out.write(block)
        count += 1
    return count


def _restart_counters() -> None:
    """Let new rows be numbered after the restored ones."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
