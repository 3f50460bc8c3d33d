"""How the values of an audit record are read: terms by their names, amounts with their units, instants as local time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from minghua.domain.customers.types.cleaning import RULES
from minghua.foundation.people.types import ScopeKind
from minghua.foundation.permissions.table import PERMISSIONS
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import customer_values, display, import_words, pyramid_words
from minghua.interfaces.web.audit_labels import WORDS
from minghua.interfaces.web.personal_names import TABLES
from minghua.kernel.words import Text

SCOPES = {
    ScopeKind.OWN: Text("本人", "Own"),
    ScopeKind.TEAM: Text("本部门", "Team"),
    ScopeKind.TEAM_TREE: Text("本部门及下级", "Team and below"),
    ScopeKind.TEAMS: Text("指定部门", "Chosen teams"),
    ScopeKind.ALL: Text("全部", "Everything"),
}
EVERYTHING = Text("全部权限", "every permission")
SOURCES = {
    "contact": Text("跟进", "contacts"),
    "product": Text("产品", "products"),
    "import": Text("导入", "import"),
    "clean": Text("数据清洗", "data cleaning"),
    "web": Text("网页", "web"),
    "manual": Text("人工", "by hand"),
}
VOCABULARIES = {
    "purpose": "interactions.consent_purpose",
    "how": "interactions.consent_how",
    "ask": "interactions.rights_ask",
    "direction": "interactions.direction",
    "verdict": "care.verdict",
    "mode": "tiering.mode",
    "market_kind": "customers.market_kind",
}
OF_SUBJECT = {
    ("interactions.ConsentRecord", "channel"): "interactions.consent_channel",
    ("interactions.Contact", "channel"): "interactions.channel",
    ("care.Visit", "outcome"): "care.outcome",
    ("customers.Customer", "role"): "customers.buying_role",
}
SEVERAL = {
    "kind": ("customers.kind", "customers.relation_kind", "customers.attachment_kind"),
    "kinds": ("customers.kind",),
    "reason": ("customers.owner_reason", "customers.reveal_reason"),
}
FIELDS = frozenset({"masked", "hidden_fields", "field", "fields", "conflicts"})
SWEEPS = {
    "assign": Text("分配", "assign"),
    "tag": Text("打标签", "tag"),
    "untag": Text("去标签", "untag"),
}
SEEN_BY = {"mine": Text("自己", "oneself"), "team": Text("部门", "the team"), "all": Text("所有人", "everyone")}


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids and codes of people, teams and roles are called."""

    people: Mapping[int, str] = field(default_factory=dict)
    teams: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)


def label(key: str) -> str:
    """Return what a detail is called; what has no name is shown as it is written."""
    if key in WORDS or key in TABLES:
        return display.say(WORDS[key] if key in WORDS else TABLES[key])
    return import_words.counted(key) or customer_values.label(key)


def field_name(code: str, subject: str) -> str:
    """Return what a field is called: of a product by our words, of all else as the archive calls it."""
    archive = code if subject.startswith("catalog.") else customer_values.label(code)
    return label(code) if archive == code else archive


def shown(key: str, value: Any, subject: str, names: Names) -> str:
    """Return a value as people read it, "—" for nothing."""
    if value in (None, "", [], {}):
        return display.NOTHING
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if key == "mapping" and isinstance(value, dict):
        return _("、").join(f"{column} → {field_name(str(place), subject)}" for column, place in value.items() if place)
    if isinstance(value, dict):
        return "，".join(
            f"{label(inner)} {shown(inner, part, subject, names)}"
            for inner, part in value.items()
            if part not in (None, "", [], {})
        )
    if key == "ids" and isinstance(value, list):
        return display.number(len(value))
    if isinstance(value, list):
        return _("、").join(shown(key, part, subject, names) for part in value)
    return _one(key, value, subject, names)


def _one(key: str, value: Any, subject: str, names: Names) -> str:
    if key in FIELDS:
        return field_name(str(value), subject)
    if key in _NAMED:
        return _NAMED[key](value, names)
    if isinstance(value, int):
        return _figure(key, value)
    text = str(value)
    if key == "fingerprint":
        return text[:12]
    return _term(key, text, subject) or _instant(text) or customer_values.shown(key, text)


def _term(key: str, code: str, subject: str) -> str:
    """Return the name of a term, "" for what is none."""
    known = VOCABULARIES.get(key) or OF_SUBJECT.get((subject, key))
    if known:
        return display.say(vocabularies.label(known, code))
    found = (dict(vocabularies.terms(name)).get(code) for name in SEVERAL.get(key, ()))
    return next((display.say(text) for text in found if text), "")


def _figure(key: str, value: int) -> str:
    if key == "factor":
        return f"{display.quantity(value)} ×"
    if key.endswith("_milli"):
        return display.quantity(value)
    if key.endswith("_minor"):
        return display.money(value)
    if key == "size":
        return import_words.mebibytes(value)
    return str(value)


def _instant(value: str) -> str:
    """Return an instant written by a machine in local time; "" for anything else."""
    if "T" not in value:
        return ""
    try:
        return display.moment(datetime.fromisoformat(value))
    except ValueError:
        return ""


def _person(value: Any, names: Names) -> str:
    return names.people.get(value, str(value))


def _team(value: Any, names: Names) -> str:
    return names.teams.get(value, str(value))


def _permission(value: Any, _names: Names) -> str:
    return display.say(EVERYTHING if value == "*" else PERMISSIONS.get(value, value))


def _of(words: Mapping[Any, Any]) -> Callable[[Any, Names], str]:
    return lambda value, _names: display.say(words.get(value, value))


_NAMED: dict[str, Callable[[Any, Names], str]] = {
    "owner": _person,
    "owner_id": _person,
    "for": _person,
    "team": _team,
    "team_id": _team,
    "teams": _team,
    "parent": _team,
    "roles": lambda value, names: "、".join(names.roles.get(one, one) for one in str(value).split("、")),
    "added": _permission,
    "removed": _permission,
    "scopes": _permission,
    "scope": _of(SCOPES),
    "sight": _of(SCOPES),
    "rules": lambda value, _names: display.say(RULES[value][0]) if value in RULES else str(value),
    "source": _of(SOURCES),
    "basis": lambda value, _names: pyramid_words.basis(value),
    "verb": _of(SWEEPS),
    "visibility": _of(SEEN_BY),
    "form": lambda value, _names: str(value).upper(),
}
