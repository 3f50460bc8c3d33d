"""What an erasure does to the tables, driven by the register: no room is forgotten because nobody thought of it."""

from collections.abc import Iterator
from functools import partial

from django.apps import apps
from django.db import transaction
from django.db.models import Field, Model, Q, QuerySet

from minghua.foundation.files.models import StoredFile
from minghua.foundation.files.operations import place_of
from minghua.foundation.personal import register
from minghua.kernel.personal import GENERIC, Erase

CUSTOMER = "customers.Customer"
BY_OTHERS = frozenset({"search.SearchDocument", "files.StoredFile"})  # their own packages erase them whole
Rows = QuerySet[Model]
Counts = dict[str, int]


def going(customer_id: int) -> Counts:
    """Return model → how many of its rows an erasure would delete or blank."""
    return {label: count for label, rows in _all(customer_id) if (count := rows.count())}


def erase(customer_id: int) -> Counts:
    """Delete or blank every row of the register that speaks of a customer; return model → rows touched."""
    found = list(_all(customer_id))
    counts = {label: count for label, rows in found if (count := rows.count())}
    _forget_files([file_id for label, rows in found for file_id in _file_ids(label, rows)])
    for label, rows in found:
        _clear(label, rows)
    return counts


def _all(customer_id: int) -> Iterator[tuple[str, Rows]]:
    """Rows found through others first, the customer itself last."""
    models = register.by_model()
    generic = [label for label, columns in models.items() if _is_generic(label)]
    direct = [label for label in models if register.about_customers(label) and label not in {CUSTOMER, *BY_OTHERS}]
    for label in (*generic, *direct, CUSTOMER):
        yield label, rows_about(label, customer_id)


def _is_generic(label: str) -> bool:
    return any(entry.subject == GENERIC for entry in register.columns_of(label).values())


def rows_about(label: str, customer_id: int) -> Rows:
    """Return the rows of a model that speak of a customer."""
    rows = apps.get_model(label)._base_manager.all()
    if not _is_generic(label):
        return rows.filter(_through(label, customer_id))
    wanted = Q(pk__in=())
    for other in register.by_model():
        if register.about_customers(other):
            subjects = apps.get_model(other)._base_manager.filter(_through(other, customer_id)).values("pk")
            ids = [customer_id] if other == CUSTOMER else subjects
            wanted |= Q(subject_type=other, subject_id__in=ids)
    return rows.filter(wanted)


def _through(label: str, customer_id: int) -> Q:
    condition = Q(pk__in=())
    for path in register.about_customers(label):
        condition |= Q(**{path: customer_id})
    return condition


def _clear(label: str, rows: Rows) -> None:
    columns = register.columns_of(label)
    if any(entry.erase is Erase.ROW for entry in columns.values()):
        rows.delete()
        return
    model = apps.get_model(label)
    blanked = [entry.column for entry in columns.values() if entry.erase in {Erase.BLANK, Erase.FILE}]
    if blanked:
        keys = rows.values("pk")
        model._base_manager.filter(pk__in=keys).update(
            **{name: empty_of(model._meta.get_field(name)) for name in blanked}
        )


def empty_of(column: "Field[object, object]") -> object:
    """Return what stands in a column where nothing is known."""
    if column.null:
        return None
    if column.get_internal_type() == "JSONField":
        return column.get_default() if column.has_default() else {}
    return ""


def _file_ids(label: str, rows: Rows) -> list[str]:
    """The stored files that rows name."""
    names = [entry.column for entry in register.columns_of(label).values() if entry.erase is Erase.FILE]
    return [file_id for name in names for file_id in rows.values_list(name, flat=True) if file_id]


def _forget_files(file_ids: list[str]) -> None:
    StoredFile.objects.filter(pk__in=file_ids).delete()
    for file_id in file_ids:
        transaction.on_commit(partial(place_of(file_id).unlink, missing_ok=True))
