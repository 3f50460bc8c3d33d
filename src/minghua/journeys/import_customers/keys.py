"""What makes two rows the same customer: our number, the source's id, or name with a way to reach them."""

from collections.abc import Mapping
from typing import Any, Final

from minghua.foundation.imports.types import Options

_REACH: Final = ("mobile", "email", "wechat", "phone", "address")
NUMBER, EXTERNAL, NATURAL = "n", "x", "~"


def key_of(values: Mapping[str, Any], options: Options) -> str:
    """Return the key of a row, "" when it has none (no name, no id)."""
    if values.get("number"):
        return f"{NUMBER}|{values['number']}"
    if key := source_key(values, options):
        return "|".join((EXTERNAL, *key))
    if not values.get("name"):
        return ""
    return natural_key(values, kind=values.get("kind") or options.customer_kind)


def source_key(values: Mapping[str, Any], options: Options) -> tuple[str, str] | None:
    """Return the source and its id of the row, None when it has no such id."""
    external_id = values.get("external_id")
    return (values.get("source_system") or options.source, external_id) if external_id else None


def natural_key(values: Mapping[str, Any], *, kind: str) -> str:
    """Return kind, name and the first way to reach somebody: how people tell namesakes apart (R06.8)."""
    reach = next((f"{name}={values[name]}" for name in _REACH if values.get(name)), "")
    return f"{NATURAL}|{kind}|{values['name']}|{reach}"
