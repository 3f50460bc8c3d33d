"""The form of a membership programme: its data as fields, and what was typed as data again; judging is the room's."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import QueryDict

Plain = dict[str, Any]
MOST: Final = 100
OF_MEASURE: Final[Mapping[str, tuple[str, ...]]] = {  # the parameters that each measure needs
    "growth": (),
    "rolling_days": ("days",),
    "rolling_months": ("months",),
    "natural_months": ("weights",),
    "calendar_sum": ("unit",),
    "monthly_average": ("gaps",),
    "registered": ("name", "months"),
}
_DEFAULTS: Final = {
    "upgrade": "immediate",
    "at_expiry": "regrade",
    "refund": "revoke_cause",
    "gate_effect": "at_once",
    "members": "all",
    "leap": "month_end",
    "time_zone": "Asia/Shanghai",
    "floor": "",
}
_COUNTS: Final = ("evaluate_day", "patience", "grace_days", "pending_days", "correction_days")
_LENGTHS: Final = ("days", "months", "years")
ROWS: Final = {"levels": "l", "earning": "e", "benefits": "b", "weights": "w"}


def shown(data: Any) -> Plain:
    """Return what the fields show of a programme's data, sound or not: every key is there."""
    held = _mapping(data)
    measure = _mapping(held.get("measure"))
    fields = {key: _said(held.get(key), default) for key, default in _DEFAULTS.items()}
    return fields | {
        **{key: _said(held.get(key)) for key in ("code", *_COUNTS)},
        "name": _text(held.get("name")),
        "note": _text(held.get("note")),
        "measure": {
            "kind": _said(measure.get("kind"), "growth"),
            "days": _said(measure.get("days")),
            "months": _said(measure.get("months")),
            "unit": _said(measure.get("unit"), "year"),
            "name": _said(measure.get("name")),
            "gaps": _said(measure.get("gaps"), "carry"),
        },
        "weights": [_entries(each, ("months", "percent")) for each in _rows(measure.get("weights"))],
        "validity": _validity(held.get("validity")),
        "first_day_counts": held.get("first_day_counts", True) is True,
        "illustrative": held.get("illustrative") is True,
        "levels": [_level(each) for each in _rows(held.get("levels"))],
        "earning": [_earning(each) for each in _rows(held.get("earning"))],
        "benefits": [_benefit(each) for each in _rows(held.get("benefits"))],
    }


def typed(form: QueryDict) -> Plain:
    """Return the data that the fields tell: what is left empty, or stands as it would anyway, is not written."""
    plain = {
        "code": _word(form, "code"),
        "name": _named(form, ""),
        "note": _named(form, "note-"),
        "measure": _measured(form),
        "levels": [_typed_level(form, f"l-{n}-") for n in _places(form, "l", "code")],
        "validity": _valid(form, "validity-"),
        **{key: word for key, default in _DEFAULTS.items() if (word := _word(form, key) or default) != default},
        **{key: _number(form, key) for key in _COUNTS},
        "first_day_counts": None if form.get("first_day_counts") else False,
        "earning": [_typed_rule(form, f"e-{n}-") for n in _places(form, "e", "kind")],
        "benefits": [_typed_benefit(form, f"b-{n}-") for n in _places(form, "b", "code")],
        "illustrative": True if form.get("illustrative") else None,
    }
    if plain["validity"] == "none":
        del plain["validity"]
    return _written(plain, keep=("levels",))


def changed(data: Plain, act: str) -> Plain:
    """Return the data with a row more or less: "levels-add-2" puts one beneath the second, "levels-remove-2" takes it."""
    found = re.fullmatch(r"(levels|earning|benefits|weights)-(add|remove)-(\d{1,3}|[a-z_]{1,40})", act)
    if found is None:
        return data
    which, deed, where = found.groups()
    holder = data.setdefault("measure", {}) if which == "weights" else data
    rows = holder.setdefault(which, [])
    if deed == "remove":
        del rows[int(where) - 1 : int(where)]
    elif len(rows) < MOST:
        rows.insert(int(where) if where.isdigit() else len(rows), _fresh(which, where, rows))
    return data


def field_of(path: str) -> str:
    """Return the name of the field in which a place of the data is typed, "" for a place that no field shows."""
    row = re.fullmatch(r"(?:measure\.)?(levels|earning|benefits|weights)\[(\d+)\](?:\.(.+))?", path)
    if row is None:
        return _top(path)
    prefix, inner = f"{ROWS[row[1]]}-{row[2]}-", row[3] or {"weights": "months"}.get(row[1], "code")
    if inner.startswith("terms"):
        return prefix + inner.replace(".", "-")
    if inner == "name" or inner.startswith("name."):
        return prefix + (inner[5:] or "zh")
    return prefix + _length(re.sub(r"\[\d+\].*", "", inner))


def _top(path: str) -> str:
    if path in ("name", "note") or path.startswith(("name.", "note.")):
        key, _, tongue = path.partition(".")
        return ("" if key == "name" else "note-") + (tongue or "zh")
    if path == "measure" or path.startswith("measure."):
        return "measure-" + (path[8:] or "kind")
    return _length(path)


def _length(path: str) -> str:
    """The three ways to say how long share one field."""
    key, _, inner = path.partition(".")
    if key != "validity":
        return path
    return "validity-" + {"": "kind", "calendar": "unit"}.get(inner, "length")


def _fresh(which: str, kind: str, rows: Sequence[Plain]) -> Plain:
    if which == "weights":
        return {"months": "", "percent": ""}
    word = kind if which == "earning" else which[:-1]
    taken = {str(row.get("code")) for row in rows}
    code = next(code for code in (word, *(f"{word}_{n}" for n in range(2, MOST + 2))) if code not in taken)
    return {"code": code, "kind": kind} if which == "earning" else {"code": code}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [_mapping(each) for each in value] if isinstance(value, list | tuple) else []


def _words(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


def _said(value: Any, default: str = "") -> str:
    return default if value is None else str(value)


def _entries(row: Mapping[str, Any], keys: tuple[str, ...]) -> Plain:
    return {key: _said(row.get(key)) for key in keys}


def _text(value: Any) -> Plain:
    if isinstance(value, Mapping):
        return _entries(value, ("zh", "en"))
    return {"zh": _said(value), "en": _said(value)}


def _validity(value: Any) -> Plain:
    held = _mapping(value)
    for kind in _LENGTHS:
        if kind in held:
            return {"kind": kind, "length": _said(held[kind]), "unit": "year"}
    if "calendar" in held:
        return {"kind": "calendar", "length": _said(held.get("periods")), "unit": _said(held["calendar"])}
    return {"kind": "none", "length": "", "unit": "year"}


def _level(row: Mapping[str, Any]) -> Plain:
    own = _validity(row["validity"]) if "validity" in row else {"kind": "", "length": "", "unit": "year"}
    return _entries(row, ("code", "from", "deduct", "patience")) | {
        "name": _text(row.get("name")),
        "gates": _words(row.get("gates")),
        "benefits": _words(row.get("benefits")),
        "validity": own,
    }


def _earning(row: Mapping[str, Any]) -> Plain:
    terms = {str(name): _said(value) for name, value in _mapping(row.get("terms")).items()}
    return _entries(row, ("code", "kind")) | {"terms": terms, "not_levels": _words(row.get("not_levels"))}


def _benefit(row: Mapping[str, Any]) -> Plain:
    return {
        "code": _said(row.get("code")),
        "name": _text(row.get("name")),
        "includes": _words(row.get("includes")),
    }


def _places(form: QueryDict, letter: str, key: str) -> list[int]:
    return [n for n in range(MOST) if f"{letter}-{n}-{key}" in form]


def _word(form: QueryDict, name: str) -> str:
    return str(form.get(name, "")).replace("\r\n", "\n").strip()


def _number(form: QueryDict, name: str) -> int | str | None:
    """A whole number as such; anything else as it was typed, for the room to refuse."""
    word = _word(form, name)
    return int(word) if re.fullmatch(r"0|-?[1-9][0-9]{0,15}", word) else word or None


def _named(form: QueryDict, prefix: str) -> Plain:
    return _written({"zh": _word(form, f"{prefix}zh"), "en": _word(form, f"{prefix}en")})


def _written(plain: Plain, keep: tuple[str, ...] = ()) -> Plain:
    """Without what was left empty."""
    return {key: value for key, value in plain.items() if key in keep or value not in ("", None, [], {})}


def _measured(form: QueryDict) -> Plain:
    kind = _word(form, "measure-kind") or "growth"
    needs = OF_MEASURE.get(kind, ())
    weights = [
        {key: _number(form, f"w-{n}-{key}") for key in ("months", "percent")} for n in _places(form, "w", "months")
    ]
    told: Plain = {
        "days": _number(form, "measure-days"),
        "months": _number(form, "measure-months"),
        "unit": _word(form, "measure-unit"),
        "weights": weights,
        "name": _word(form, "measure-name"),
        "gaps": "" if _word(form, "measure-gaps") == "carry" else _word(form, "measure-gaps"),
    }
    return {"kind": kind} | _written({key: told[key] for key in needs})


def _valid(form: QueryDict, prefix: str) -> Any:
    """`none`, {years: 1}, {calendar: year, periods: 2}; nothing where a level follows its programme."""
    kind, length = _word(form, f"{prefix}kind"), _number(form, f"{prefix}length")
    if kind in _LENGTHS:
        return {kind: "" if length is None else length}
    if kind == "calendar":
        return _written({"calendar": _word(form, f"{prefix}unit"), "periods": length})
    return kind


def _typed_level(form: QueryDict, prefix: str) -> Plain:
    deducts = _word(form, "at_expiry") == "deduct"
    return _written(
        {
            "code": _word(form, f"{prefix}code"),
            "name": _named(form, prefix),
            "from": _number(form, f"{prefix}from"),
            "gates": form.getlist(f"{prefix}gates"),
            "deduct": _number(form, f"{prefix}deduct") if deducts else None,
            "validity": _valid(form, f"{prefix}validity-"),
            "patience": _number(form, f"{prefix}patience"),
            "benefits": form.getlist(f"{prefix}benefits"),
        }
    )


def _typed_rule(form: QueryDict, prefix: str) -> Plain:
    start = f"{prefix}terms-"
    terms = {name[len(start) :]: _number(form, name) for name in form if name.startswith(start)}
    return _written(
        {
            "code": _word(form, f"{prefix}code"),
            "kind": _word(form, f"{prefix}kind"),
            "not_levels": form.getlist(f"{prefix}not_levels"),
            "terms": _written(terms),
        }
    )


def _typed_benefit(form: QueryDict, prefix: str) -> Plain:
    return _written(
        {
            "code": _word(form, f"{prefix}code"),
            "name": _named(form, prefix),
            "includes": form.getlist(f"{prefix}includes"),
        }
    )
