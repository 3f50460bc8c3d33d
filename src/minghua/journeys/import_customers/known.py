"""Which rows of a batch are customers we know already, and whom a named parent means."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from minghua.domain.customers import queries as customer_reads
from minghua.foundation.imports.types import Options, Unit
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.among import among
from minghua.journeys.import_customers.keys import key_of, natural_key, source_key

_REACH: Final = ("mobile", "email", "wechat", "phone", "address")


def rows_by_key(units: Sequence[Unit], options: Options, *, by: Actor) -> dict[str, Any]:
    """Return key → stored customer for the keys found among the rows this person may see."""
    lines = [unit.lines[0].values for unit in units]
    numbers = {values["number"] for values in lines if values.get("number")}
    source_keys = {named for values in lines if not values.get("number") and (named := source_key(values, options))}
    names = {v["name"] for v in lines if v.get("name") and not v.get("number") and not v.get("external_id")}
    found: dict[str, Any] = {}
    for row in _found(by, "number", numbers):
        found[f"n|{row.number}"] = row
    for row in customer_reads.of_source_keys(customer_reads.seen(by).order_by("pk"), source_keys):
        found[f"x|{row.source_system}|{row.external_id}"] = row
    for gone, row in customer_reads.renamed(by, numbers=numbers):
        found.setdefault(f"n|{gone.number}", row)
    for gone, row in customer_reads.renamed(by, source_keys=source_keys):
        found.setdefault(f"x|{gone.source_system}|{gone.external_id}", row)
    wanted = {key_of(values, options) for values in lines} if names else set()
    for row in _found(by, "name", names):
        for key in _natural_keys(row):
            if key in wanted:
                found.setdefault(key, row)
    return found


def _found(by: Actor, column: str, values: Iterable[str]) -> list[Any]:
    return list(customer_reads.seen(by).filter(among(column, values)).order_by("pk"))


def _natural_keys(row: Any) -> list[str]:
    """A stored customer answers to each way of reaching it: files rarely know all of them."""
    ways = [name for name in _REACH if getattr(row, name)]
    keys = [natural_key({"name": row.name, way: getattr(row, way)}, kind=row.kind) for way in ways]
    return [*keys, natural_key({"name": row.name}, kind=row.kind)]


def parents(names: Iterable[str], options: Options, *, by: Actor) -> dict[str, int]:
    """Return number, external id or unique name → id of organisations this person may see."""
    wanted = {name for name in names if name}
    found: dict[str, int] = {}
    by_name: dict[str, list[int]] = {}
    for row in _found(by, "name", wanted):
        if row.kind == "organization":
            by_name.setdefault(row.name, []).append(row.pk)
    found |= {name: pks[0] for name, pks in by_name.items() if len(pks) == 1}
    sources = ((options.source, name) for name in wanted)
    for row in customer_reads.of_source_keys(customer_reads.seen(by), sources):
        if row.kind == "organization":
            found[row.external_id] = row.pk
    found |= {row.number: row.pk for row in _found(by, "number", wanted) if row.kind == "organization"}
    return found
