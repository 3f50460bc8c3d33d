"""Self-made fields as whoever shapes the archive sees them."""

from minghua.domain.customers.models import Customer, CustomField
from minghua.domain.customers.queries import register
from minghua.domain.customers.rules import shaping as rules
from minghua.domain.customers.rules import typed
from minghua.domain.customers.types.shaping import FieldSheet
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound

_SAME = (
    "code", "zh", "en", "type", "block", "help_zh", "help_en", "vocabulary", "required", "unique", "searchable",
    "sortable", "indexed", "places", "longest", "pattern", "sensitive", "purpose", "basis", "retention", "position",
    "version", "archived_at",
)  # fmt: skip


def field_sheets(viewer: Actor) -> list[FieldSheet]:
    """Return every self-made field in order, archived ones last; needs `parameters.view`."""
    require(viewer, "parameters.view")
    return sorted(map(_sheet, CustomField.objects.all()), key=lambda sheet: sheet.archived_at is not None)


def field_sheet(viewer: Actor, code: str) -> FieldSheet:
    """Return one self-made field; raises NotFound."""
    require(viewer, "parameters.view")
    row = CustomField.objects.filter(code=code).first()
    if row is None:
        raise NotFound(field="code")
    return _sheet(row)


def turns_into(kind: str) -> tuple[str, ...]:
    """Return the types into which a type may turn."""
    return rules.TURNS_INTO.get(kind, ())


def filled_in(viewer: Actor, code: str) -> int:
    """Return how many customers have a value in that field; reads every archive. Needs `parameters.view`."""
    require(viewer, "parameters.view")
    return Customer.objects.filter(archive__has_key=code).count()


def _sheet(row: CustomField) -> FieldSheet:
    return FieldSheet(
        **{name: getattr(row, name) for name in _SAME},
        kinds=tuple(row.kinds),
        default=typed.written(register.of_row(row), row.default),
        minimum=rules.plain(row.minimum, places=row.places),
        maximum=rules.plain(row.maximum, places=row.places),
    )
