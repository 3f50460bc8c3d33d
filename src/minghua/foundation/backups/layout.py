"""What a backup holds: which tables, which columns in clear, which sealed, and what stands for an erased value."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.apps import apps
from django.db.models import Field, Model

from minghua.foundation.personal import register
from minghua.kernel.personal import FILES, GENERIC, MANY, MENTIONED, STAFF, Erase, Personal

LEFT_OUT: Final = frozenset(
    {
        "sessions.Session",  # everybody signs in again
        "usersessions.UserSession",
        "account.EmailConfirmation",
        "idempotency.KeyedAnswer",  # answers of two days, holding bodies of many people
        "search.SearchDocument",  # rebuilt
        "engine.Change",  # the restored books are read whole
        "engine.Snapshot",
        "contenttypes.ContentType",  # made by the migrations
        "auth.Permission",
        "vault.Key",  # travels in the keyring
    }
)
TOMBSTONE: Final = "已删除客户"
_KINDS: Final = {
    "DateTimeField": "instant",
    "DateField": "day",
    "JSONField": "json",
    "BooleanField": "flag",
    "DecimalField": "decimal",
    "BinaryField": "bytes",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the table, how its values are written, what stands for an erased or dropped one."""

    name: str
    kind: str
    empty: Any = None
    erase: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: clear columns, sealed columns, dropped columns (texts of many people: they come back empty)."""

    model: str
    name: str
    key: str
    clear: tuple[Column, ...]
    sealed: tuple[Column, ...]
    dropped: tuple[Column, ...]
    subjects: tuple[str, ...] = ()
    rows: int = 0
    sha256: str = ""
    content: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the table as it stands in the manifest."""
        return asdict(self)

    @classmethod
    def from_plain(cls, given: Mapping[str, Any]) -> "Table":
        """Return the table a manifest speaks of."""
        columns = {part: tuple(Column(**each) for each in given[part]) for part in ("clear", "sealed", "dropped")}
        return cls(**{**given, **columns, "subjects": tuple(given["subjects"])})


def tables() -> list[Table]:
    """Return every table a backup holds, by its model."""
    models = sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.label)
    return [_table(model) for model in models if model._meta.managed and model._meta.label not in LEFT_OUT]


def _table(model: type[Model]) -> Table:
    label = model._meta.label
    personal = register.columns_of(label)
    parts: dict[str, list[Column]] = {"clear": [], "sealed": [], "dropped": []}
    for each in model._meta.concrete_fields:
        entry = personal.get(each.name)
        parts[_part(entry)].append(_column(each, entry))
    subject = next((entry.subject for entry in personal.values() if entry.subject != MANY), "")
    clear, sealed, dropped = (tuple(parts[part]) for part in ("clear", "sealed", "dropped"))
    key = next(each for each in model._meta.concrete_fields if each.primary_key)
    return Table(label, model._meta.db_table, key.attname, clear, sealed, dropped, tuple(subject.split()))


def _part(entry: Personal | None) -> str:
    if entry is None:
        return "clear"
    return "dropped" if entry.subject == MANY else "sealed"


def _column(each: "Field[Any, Any]", entry: Personal | None) -> Column:
    target: Any = each
    while target.is_relation:
        target = target.target_field
    kind = _KINDS.get(target.get_internal_type(), "plain")
    if entry is None:
        return Column(target_name(each), kind)
    return Column(target_name(each), kind, _empty(each, kind, entry), str(entry.erase))


def target_name(each: "Field[Any, Any]") -> str:
    """Return the name of a column in its table, which is also its attribute."""
    return each.attname


def _empty(each: "Field[Any, Any]", kind: str, entry: Personal) -> Any:
    """What stands where a value was erased: nothing, of the column's own sort."""
    if entry.erase is Erase.TOMBSTONE:
        return TOMBSTONE
    if each.null:
        return None
    return each.get_default() if kind == "json" and each.has_default() else ""


def is_proper(subjects: tuple[str, ...]) -> bool:
    """Return whether the subjects are lookups to customers."""
    return bool(subjects) and subjects[0] not in {STAFF, MANY, GENERIC, FILES, MENTIONED}


GONE_WITH_PERSON: Final = frozenset({str(Erase.ROW), str(Erase.SWEEP)})
