"""One look at a list: the view it started from, what the address changed, and the addresses that lead on from it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict

from minghua.foundation.listing import coding
from minghua.foundation.listing import queries as views
from minghua.foundation.listing.types import Condition, Fields, Group, Sort, Spec
from minghua.foundation.people.types import Actor
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

OWN = "own"  # set in every address made here: it says everything itself, the view only lends its name


@dataclass(frozen=True, slots=True)
class Preset:
    """A view that everybody has without saving it."""

    code: str
    name: Text
    icon: str
    spec: Spec


@dataclass(frozen=True, slots=True)
class Look:
    """Filter, order, columns, board and search text, on the path of one list."""

    path: str
    spec: Spec
    view: str
    changed: bool
    fields: Fields

    @property
    def text(self) -> str:
        """The words searched for."""
        return self.spec.text

    @property
    def query(self) -> str:
        """The whole look as the part of an address after the question mark."""
        pairs = {OWN: "1", "view": self.view}
        named = urlencode({key: value for key, value in pairs.items() if value})
        return "&".join(part for part in (named, coding.spec_to_query(self.spec, self.fields)) if part)

    @property
    def url(self) -> str:
        """The address of this look."""
        return f"{self.path}?{self.query}"

    def with_spec(self, spec: Spec) -> "Look":
        """Return the look with another filter, order, columns or board."""
        return replace(self, spec=spec)

    def without(self, unwanted: Condition | Group) -> str:
        """Return the address without one part of the filter."""
        parts = tuple(part for part in self.spec.filter.parts if part != unwanted)
        return self.with_spec(replace(self.spec, filter=Group(self.spec.filter.kind, parts))).url

    def cleared(self) -> str:
        """Return the address without any condition or search text."""
        return self.with_spec(replace(self.spec, filter=Group(), text="")).url

    def sorted_by(self, code: str) -> str:
        """Return the address ordered by `code`, `-code` for descending."""
        sort = Sort(code.removeprefix("-"), code.startswith("-"))
        return self.with_spec(replace(self.spec, sorts=(sort,))).url

    def on_board(self, code: str) -> str:
        """Return the address as a board divided by that field; as a list for ""."""
        return self.with_spec(replace(self.spec, board=code)).url

    def pairs(self, *, but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """Return the names and values that a form must repeat to keep this look, without some names."""
        return [(key, value) for key, value in parse_qsl(self.query) if key not in but]


def look_of(
    params: QueryDict, actor: Actor, *, list_code: str, path: str, fields: Fields, presets: tuple[Preset, ...]
) -> Look:
    """Return what the address asks for; raises a Refusal naming what is wrong with it."""
    view, base = _base(params.get("view", ""), actor, list_code=list_code, fields=fields, presets=presets)
    told = coding.spec_from_query(params, fields)
    own = OWN in params or replace(told, text="") != Spec()
    spec = told if own else replace(base, text=told.text or base.text)
    return Look(path, spec, view, spec != base, fields)


def _base(code: str, actor: Actor, *, list_code: str, fields: Fields, presets: tuple[Preset, ...]) -> tuple[str, Spec]:
    if code.isdecimal():
        try:
            saved = views.view(actor, int(code))
        except (Refusal, OverflowError):
            return presets[0].code, presets[0].spec
        return code, coding.remembered_spec(saved.spec, fields)
    found = next((preset for preset in presets if preset.code == code), presets[0])
    return found.code, found.spec


@dataclass(frozen=True, slots=True)
class Tab:
    """One view's tab."""

    code: str
    url: str
    text: str
    icon_name: str
    current: bool
    may_edit: bool = False


def tabs(
    look: Look, actor: Actor, *, list_code: str, presets: tuple[Preset, ...], say: Callable[[Text], str]
) -> list[Tab]:
    """Return the tabs of the presets, then of saved views: one's own, one's team's, everybody's."""
    given = [(preset.code, say(preset.name), preset.icon, False) for preset in presets]
    icons = {"mine": "bookmark", "team": "users", "all": "globe"}
    saved = [
        (str(view.id), view.name, icons[view.visibility], view.may_edit)
        for view in views.visible_views(actor, list_code)
    ]
    return [
        Tab(code, f"{look.path}?view={code}", text, icon, code == look.view, may_edit)
        for code, text, icon, may_edit in (*given, *saved)
    ]
