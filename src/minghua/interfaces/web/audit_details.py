"""What changed, as a reader understands it: the field's name, what it was, what it is; and where the record stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from minghua.interfaces.web import audit_values, display
from minghua.interfaces.web.audit_values import Names

PLACES = {
    "customers.Customer": "/customers/{}",
    "orders.Order": "/orders/{}",
    "orders.Return": "/returns/{}",
    "catalog.Product": "/products/{}",
    "imports.ImportRun": "/imports/{}",
    "people.User": "/settings/people/{}",
    "exports.Export": "/exports/{}",
    "jobs.Job": "/settings/jobs/{}",
}
SAID_ELSEWHERE = frozenset({"event", "act", "sealed", "about"})
"""What the verb and the subject already say."""
LISTS = {"added", "removed", "fields", "kinds", "names", "rules", "scopes", "ids", "roles", "teams", "masked"}
LISTS |= {"hidden_fields", "renews", "notices", "codes", "conflicts", "columns", "events"}
"""Details that are lists of things; another list of two is what was and what is."""
_EMPTY: tuple[Any, ...] = (None, "", [], {})
NOBODY = Names()
PAIR = 2
MOST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an event: a name and a value, or what was and what is."""

    label: str
    old: str
    new: str
    changed: bool


def told(data: dict[str, Any], subject: str = "", names: Names = NOBODY) -> list[Line]:
    """Return the lines of an event's data, changes as old and new."""
    return list(_lines(data, subject, names))[:MOST]


def place_of(kind: str, subject_id: str) -> str:
    """Return where the record of an event can be opened; "" for what has no page."""
    known = subject_id.isalnum() and subject_id not in {"many", "unknown", "0"}
    return PLACES[kind].format(subject_id) if kind in PLACES and known else ""


def _lines(data: dict[str, Any], subject: str, names: Names) -> Iterator[Line]:
    before, after = data.get("before"), data.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            if before.get(key) != after.get(key):
                yield _moved(key, before.get(key), after.get(key), subject, names)
        data = {key: value for key, value in data.items() if key not in {"before", "after"}}
    for key, value in _told_once(data).items():
        yield from _line(key, value, subject, names)


def _told_once(data: dict[str, Any]) -> dict[str, Any]:
    """Return what is worth a line: the unit goes with its quantity, of two tongues the reader's is taken."""
    told = {key: value for key, value in data.items() if key not in SAID_ELSEWHERE and value not in _EMPTY}
    if "zh" in told and "en" in told:
        told.pop("zh" if display.language() == "en" else "en")
    if "quantity_milli" in told:
        told["quantity_milli"] = display.quantity(told["quantity_milli"], str(told.pop("unit", "")))
    return told


def _line(key: str, value: Any, subject: str, names: Names) -> Iterator[Line]:
    if key in {"changes", "changed"} and isinstance(value, dict):
        for code, pair in value.items():
            yield from _line(code, pair, subject, names)
    elif isinstance(value, list) and len(value) == PAIR and (key not in LISTS or isinstance(value[0], list)):
        yield _moved(key, value[0], value[1], subject, names)
    elif isinstance(value, dict) and {"old", "new"} <= value.keys():
        yield _moved(key, value["old"], value["new"], subject, names)
    else:
        yield Line(audit_values.label(key), "", audit_values.shown(key, value, subject, names), changed=False)


def _moved(key: str, old: Any, new: Any, subject: str, names: Names) -> Line:
    was, now = (audit_values.shown(key, value, subject, names) for value in (old, new))
    return Line(audit_values.label(key), was, now, changed=True)
