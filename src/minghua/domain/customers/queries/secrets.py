"""The sensitive fields of the archive: sealed where they are kept, opened in memory for whoever may read them (R06.2, INV-N6)."""

import json
from collections.abc import Iterable
from typing import Any, Final

from minghua.domain.customers.queries import register
from minghua.foundation.vault import queries as vault
from minghua.foundation.vault.sealing import is_sealed
from minghua.foundation.vault.types import Erased, Sealed

_PLACE: Final = "customers_customer.archive."


def place_of(code: str) -> str:
    """Return where a field's sealed values belong; nothing sealed opens elsewhere."""
    return _PLACE + code


def sensitive_codes() -> frozenset[str]:
    """Return the codes of the archive fields that are kept sealed, self-made ones too."""
    return frozenset(code for code, field in register.archive_fields().items() if field.sensitive)


def is_secret(path: str) -> bool:
    """Return whether a field (a column or `archive.<code>`) is kept sealed."""
    return path.startswith("archive.") and path.removeprefix("archive.") in sensitive_codes()


def open_archives(rows: Iterable[Any]) -> None:
    """Put the clear values into the archives of loaded customers, in memory only; few queries for many rows."""
    found = [(row, code) for row in rows if row.archive for code, value in row.archive.items() if is_sealed(value)]
    opened = vault.unseal_many([Sealed(row.pk, place_of(code), row.archive[code]) for row, code in found])
    for (row, code), text in zip(found, opened, strict=True):
        row.archive[code] = _value(text)


def open_value(customer_id: int, path: str, value: Any) -> Any:
    """Return a value as it was before it was sealed; what is not sealed is returned as it is."""
    if not is_sealed(value):
        return value
    return _value(vault.unseal(customer_id, place_of(path.removeprefix("archive.")), value))


def _value(text: str | Erased) -> Any:
    return "" if isinstance(text, Erased) else json.loads(text)
